"""Passwords: the usual Dutch ones are refused, a sentence is not."""

import pytest
from django.core.exceptions import ValidationError

from parties.accounts.passwords import NotOnlyAKnownWord


@pytest.mark.parametrize(
    "password", ["wachtwoord123", "Welkom2026!", "welkomwelkom12", "  Verkiezingen#1", "123456 december 2026"]
)
def test_a_known_word_with_digits_around_it_is_refused(password):
    with pytest.raises(ValidationError):
        NotOnlyAKnownWord().validate(password)


@pytest.mark.parametrize("password", ["paarse-fiets-met-bel", "welkom in de winterzon", "wachtwoordkluis-groen"])
def test_several_words_are_fine(password):
    assert NotOnlyAKnownWord().validate(password) is None
