"""Every address, knocked on by everybody: the addresses come from the resolver, the answers from doors.csv."""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from candidates.models import Invitation, Stage, Tie
from parties.models import Door
from parties.safekeeping.crypto import token_hash
from parties.scope import party_scope
from tests import cast
from tests.signin import sign_in

FILE = Path(__file__).parent / "doors.csv"
PEOPLE = ("nobody", "farid", "gina", "anna", "bram", "carla", "tied", "daan", "els", "greet", "henk")
STRANGERS = ("nobody", "farid", "gina", "henk")
# Django's and allauth's own doors have tests of their own (tests/parties); the admin too.
OTHERS = ("admin:", "account_", "mfa_", "usersessions_", "set_language")
# A slug is a public page here; everywhere else it is an instrument, the questionnaire unless said otherwise.
ABOUT_A_PAGE = {"screening:procedure", "screening:procedure_questions", "screening:procedure_retention"}
PRIVATE = dict.fromkeys(
    ("screening:reflect", "screening:three", "screening:talk_first", "screening:not_now"), "zelfassessment"
)
SHORT = dict.fromkeys(("screening:sheet_pdf", "screening:own_sheet_pdf", "screening:workshop_pdf"), "vuistregels")
INSTRUMENT = PRIVATE | SHORT


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    params: tuple[str, ...]


def addresses() -> list[Address]:
    """Every named pattern of our own, each (name, parameters) once."""
    found = {}

    def walk(patterns, space=""):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                walk(pattern.url_patterns, inner)
            elif isinstance(pattern, URLPattern) and pattern.name:
                name = f"{space}{pattern.name}"
                params = tuple(sorted(pattern.pattern.converters))
                if not name.startswith(OTHERS):
                    found[(name, params)] = Address(name, str(pattern.pattern), params)

    walk(get_resolver().url_patterns)
    return sorted(found.values(), key=lambda one: (one.name, one.params))


class Scene:
    """One party with Anna handed in, one stranger party, and a client for everybody."""

    def __init__(self):
        self.party = cast.make_party()
        self.round = cast.make_round(self.party, editions=True)
        people = cast.committee(self.round)
        people["Greet"] = cast.member(self.party, "Greet", role="group_chair", round=self.round)
        people["Tied"] = cast.member(self.party, "Tjalling", role="member", round=self.round)
        self.anna = cast.candidate(self.round, "Anna", stage=Stage.SUBMITTED)
        cast.no_tie(self.anna, people["Bram"], people["Carla"])
        with party_scope(self.party):
            Tie.objects.create(candidacy=self.anna, member=people["Tied"], said_by="member", kind="family")
            invitation = Invitation(
                candidacy=self.anna, expires_at=self.anna.invited_at, entered_at=self.anna.invited_at
            )
            invitation.token_hash = token_hash(invitation.token)
            invitation.save()
            Door.objects.create(kind="invite", hash=invitation.token_hash, party=self.party)
        self.token = invitation.token
        other = cast.make_party("Andere Partij")
        elsewhere = cast.make_round(other)
        farid = cast.member(other, "Farid", role="chair", round=elsewhere)
        gina = cast.candidate(elsewhere, "Gina")
        self.members = {**people, "Farid": farid}
        self.clients = {"nobody": Client(), "anna": self._entered(self.anna), "gina": self._entered(gina)}
        for name, member in (
            ("bram", "Bram"),
            ("carla", "Carla"),
            ("tied", "Tied"),
            ("daan", "Daan"),
            ("els", "Els"),
            ("greet", "Greet"),
            ("farid", "Farid"),
        ):
            self.clients[name] = sign_in(Client(), self.members[member].user)
        self.clients["henk"] = sign_in(Client(), cast.operator())

    def _entered(self, candidacy):
        return cast.enter(Client(), candidacy)

    def kwargs(self, address: Address) -> dict:
        """Real values for the parameters of an address; for one that names a thing that is not there, a code."""
        known = {
            "party_code": self.party.code, "token": "x" * 43, "slug": self.round.slug, "year": self.round.election.vote_day.year,
            "item": "werk.orgaan", "number": 1, "place": 1, "topic_code": "23456789bc", "mail": "23456789bc", "what": "lia",
            "kind": "verslag", "invitation": "23456789bc", "role": "member",
        }  # fmt: skip
        about_round = "ronde/" in address.route or "opzet/" in address.route
        known["code"] = self.round.code if about_round else self.anna.code
        known["member"] = self.members["Carla"].code
        if "slug" in address.params and address.name not in ABOUT_A_PAGE:
            known["slug"] = INSTRUMENT.get(address.name, "vragenlijst")
        if "dilemmas/" in address.route:
            known["item"] = "kaart.16"
        return {name: known.get(name, "x") for name in address.params}


def answer(client: Client, method: str, path: str) -> str:
    """The outcome in a word; whatever the request changed is undone."""
    point, cookies = transaction.savepoint(), client.cookies.copy()
    response = client.generic(method, path)
    transaction.savepoint_rollback(point)
    client.cookies = cookies
    if response.status_code == 302:
        target = response["Location"]
        return "sign-in" if target.startswith("/account/login") or target == "/k/" else "on"
    return {200: "ok", 204: "ok"}.get(response.status_code, str(response.status_code))


def knock(scene: Scene, person: str, methods=("GET",)) -> dict[tuple[str, str, str], str]:
    """(address, parameters, method) -> outcome for one person."""
    found = {}
    for address in addresses():
        path = reverse(address.name, kwargs=scene.kwargs(address))
        for method in methods:
            found[(address.name, " ".join(address.params), method)] = answer(scene.clients[person], method, path)
    return found


def by_hand() -> dict[tuple[str, str, str], dict[str, str]]:
    with FILE.open(encoding="utf-8") as handle:
        return {(row["address"], row["parameters"], row["method"]): row for row in csv.DictReader(handle)}
