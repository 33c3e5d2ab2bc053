"""The rehearsal: only here, only for its own people, and all of it in one press (decision 34)."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from candidates.models import Candidacy, Stage
from instruments.models import Edition
from instruments.tailoring import leave_out
from parties.models import User
from parties.scope import party_scope
from screening.rehearsal.links import sign_in_link
from screening.rehearsal.party import empty, rehearsal_party
from tests import cast

pytestmark = pytest.mark.django_db
PAGES = ("screening:rehearsal", "rehearsal_mail")


@pytest.fixture
def rehearsing(settings):
    settings.REHEARSAL = True


def test_outside_the_rehearsal_nothing_of_it_exists(client):
    with pytest.raises(CommandError):
        call_command("rehearse", verbosity=0)
    assert [client.get(reverse(name)).status_code for name in PAGES] == [404, 404]
    assert client.post(reverse("screening:become"), {"user": "1"}).status_code == 404


def test_candidates_stand_in_every_stage_links_work_once_and_emptying_leaves_no_person(client, rehearsing):
    out = StringIO()
    call_command("rehearse", "--json", stdout=out, verbosity=0)
    known = json.loads(out.getvalue())
    assert {one["role"] for one in known["people"]} == {
        "chair",
        "board",
        "member",
        "secretary",
        "group_chair",
        "operator",
    }
    assert {one["stage"] for one in known["candidates"]} == set(Stage.values)
    link = known["people"][0]["link"].split("localhost:8000")[-1]
    assert client.get(link)["Location"] == reverse("screening:landing")
    client.logout()
    assert client.get(link)["Location"] == reverse("screening:rehearsal")
    with party_scope(rehearsal_party()):
        assert Candidacy.objects.filter(stage=Stage.COMPLETED).count() == 1
    editions = Edition.objects.count()
    empty()
    assert (User.objects.count(), rehearsal_party(), Edition.objects.count()) == (0, None, editions)


def test_emptying_takes_what_the_party_tailored_and_leaves_the_products_own(rehearsing):
    round = cast.make_round(cast.make_party(rehearsal=True), editions=True)
    cast.committee(round)
    editions = Edition.objects.count()
    with party_scope(round.party):
        leave_out(
            round,
            "vragenlijst",
            "werk.cv",
            "Wij kennen elkaar al jaren.",
            actor=cast.acting(cast.member(round.party, "Bram")),
        )
        assert Edition.objects.count() == editions + 1
    empty()
    assert (Edition.objects.count(), rehearsal_party()) == (editions, None)


def test_an_ordinary_account_is_never_signed_in_by_a_rehearsal_link(client, rehearsing):
    ordinary = User.objects.create_user("echt@voorbeeld.nl", "een zin die niemand raadt 7")
    link = sign_in_link(ordinary).split("localhost:8000")[-1]
    assert client.get(link)["Location"] == reverse("screening:rehearsal")
    assert client.post(reverse("screening:become"), {"user": ordinary.pk}).status_code == 404
