"""People half-way: a round that may invite, and candidates taken along by the same actions as the pages."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from candidates.models import Candidacy, Invitation
from parties.models import Member, Round
from parties.scope import party_scope
from screening.rehearsal.answers import fill
from screening.rehearsal.journey import Walk
from screening.rehearsal.people import GRASS, Standing
from tests import cast
from tests.journey.people import Person
from tests.signin import sign_in

READY = "ready"  # everything answered, nothing handed in
ROLES = {"Bram": "chair", "Carla": "member", "Daan": "secretary", "Els": "board"}


@dataclass
class Scene:
    """A party at work, with a browser window for whoever is asked for."""

    browser: Browser
    site: str
    round: Round
    members: dict[str, Member]

    def candidate(self, until: str, first: str = "Anna", prefixes: str = "de", last: str = "Wit", **more) -> Candidacy:
        """Somebody taken along to this stop (screening.rehearsal.journey.WAY)."""
        actors = {name: cast.acting(self.members[name], role) for name, role in ROLES.items()}
        standing = Standing(first, prefixes, last, "started" if until == READY else until, answers=GRASS, **more)
        with party_scope(self.round.party):
            candidacy = Walk(self.round, standing, actors).go()
            if until == READY:
                fill(candidacy, "vragenlijst", GRASS, actor=cast.acting(candidacy))
        return candidacy

    def fresh(self, candidacy: Candidacy) -> Candidacy:
        with party_scope(self.round.party):
            return Candidacy.objects.get(pk=candidacy.pk)

    def as_candidate(self, candidacy: Candidacy, **how) -> Person:
        person = Person(self.browser, self.site, candidacy.name, phone=True, **how)
        person.borrow(cast.enter(Client(), candidacy))
        return person

    def door_of(self, candidacy: Candidacy) -> str:
        """The link from the mail, without its mail."""
        with party_scope(self.round.party):
            return reverse(
                "candidates:arrive", args=[Invitation.objects.get(candidacy=candidacy, revoked_at=None).token]
            )

    def as_member(self, first: str, **how) -> Person:
        person = Person(self.browser, self.site, cast.full_name(first), **how)
        person.borrow(sign_in(Client(), self.members[first].user))
        return person

    def dossier(self, candidacy: Candidacy) -> str:
        return f"/p/{self.round.party.code}/kandidaat/{candidacy.code}/"


def make_scene(browser: Browser, site: str, **fields) -> Scene:
    round, members = cast.ready_round(**fields)
    return Scene(browser, site, round, members)
