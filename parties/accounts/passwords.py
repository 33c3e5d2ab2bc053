"""Words that Dutch people reach for when a website asks for a password."""

import string

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

AROUND = string.digits + string.punctuation + string.whitespace
WORDS = frozenset(
    """
    amsterdam appeltaart beheerder democratie feyenoord gebruiker geheim geheimpje gemeente gemeenteraad herfst
    integriteit kandidaat kandidaten lente lieverd lokaalbelang nederland politiek provincie raadslid rotterdam
    schatje toetssteen verkiezing verkiezingen voetbal voorzitter wachtwoord waterschap welkom welkomthuis winter zomer
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april juni juli augustus
    september oktober november december
    """.split()
)


class NotOnlyAKnownWord:
    """Refuses one well-known word, or the same word twice, with digits and signs around it."""

    def validate(self, password, user=None):
        word = password.casefold().strip(AROUND)
        halves = {word[: len(word) // 2], word[len(word) // 2 :]}
        if word in WORDS or (len(halves) == 1 and halves <= WORDS):
            raise ValidationError(self.get_help_text(), code="password_known_word")

    def get_help_text(self):
        return _("Kies meer dan één bekend woord met een cijfer erachter; drie losse woorden zijn goed te onthouden.")
