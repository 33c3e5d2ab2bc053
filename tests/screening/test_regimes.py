"""Two regimes, and no word of the one in a round of the other (law.md B-03): every page as it is shown, in two languages."""

import html
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from instruments.answers import bsn_problem
from instruments.editions import editions_in
from parties.outbox import send_due
from parties.scope import party_scope
from reports.free_text import BsnLike
from reports.models import Decision
from screening.rehearsal.answers import fill
from screening.rehearsal.journey import Walk
from screening.rehearsal.people import GRASS, Standing
from tests import cast
from tests.instruments.content_words import edition
from tests.journey.pages import CANDIDATES, MEMBERS, path_of
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
ROLES = {"Bram": "chair", "Carla": "member", "Daan": "secretary", "Els": "board"}
FOREIGN = {
    "BES": r"""\bAP\b | Autoriteit\ Persoonsgegevens | Data\ Protection\ Authority | Justis | profiel\ 01 | profile\ 01 | \bBSN\b | DigiD | \bU?AVG\b |
               \bGDPR\b | \bGemeentewet\b | Waterschapswet | \brechtbank\b""",
    "EU-NL": r"""\bBES\b | gezaghebber | eilandsraad | island\ council | \bsedula\b | \bUSD\b | Bonaire | Kralendijk | Caribisch | Caribbean |
                 Gerecht\ in\ eerste\ aanleg""",
}
PAPERS = (
    "stukken",
    "stukken/lia",
    "stukken/dpia",
    "stukken/register",
    "stukken/verwerker",
    "werkwijze",
    "bewaren",
    "data",
    "onderdelen",
)


def words(response) -> str:
    """The text of a page, without its tags and addresses."""
    plain = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).split())


def foreign(regime: str, text: str) -> list[str]:
    """Each foreign word with what stands around it."""
    found = re.finditer(FOREIGN[regime], text, re.VERBOSE)
    return [text[max(one.start() - 40, 0) : one.end() + 20] for one in found]


class Rounds:
    """A round of one regime, with candidates on their way. `whole`: everybody, every question and the committee too."""

    def __init__(self, regime: str, *, whole: bool):
        self.round, self.members = cast.ready_round(
            regime=regime, vog="all", vog_reason="Werk met geld.", checks_on=True
        )
        self.actors = {first: cast.acting(self.members[first], role) for first, role in ROLES.items()}
        self.whole = whole

    def candidate(self, first: str, until: str):
        with party_scope(self.round.party):
            standing = Standing(first, "", "Vink", "started" if until == "ready" else until, answers=GRASS)
            candidacy = Walk(self.round, standing, self.actors).go()
            if until == "ready":
                fill(candidacy, "vragenlijst", GRASS, actor=cast.acting(candidacy))
            Decision.objects.update(published_at=timezone.now())
        return candidacy

    def pages(self):
        """(client, address) of everything that can be read."""
        public = f"/werkwijze/{self.round.slug}/{self.round.election.vote_day.year}/"
        yield from ((Client(), address) for address in (public, f"{public}vragen/", f"{public}bewaren/"))
        people = {}
        for first, (until, entries) in CANDIDATES.items():
            if first in ("Wil", "Kees") or self.whole:
                people[first] = self.candidate(first, until)
                window = cast.enter(Client(), people[first])
                yield from ((window, path_of(entry)) for entry in entries)
        if self.whole:
            wil = cast.enter(Client(), people["Wil"])
            yield from ((wil, f"/k/lijst/{item}/") for item in self.questions())
        yield from self.committee(people)

    def questions(self) -> list[str]:
        with party_scope(self.round.party):
            found = editions_in(self.round)
            return [
                f"{slug}/{item.key}" for slug in ("vragenlijst", "vuistregels") for item in found[slug].parsed.items()
            ]

    def committee(self, people):
        """The papers of the round, and (`whole`) every page of chair and member."""
        base, code = f"/p/{self.round.party.code}/", self.round.code
        bram, els = (sign_in(Client(), self.members[first].user) for first in ("Bram", "Els"))
        for step in PAPERS:
            yield els if step.startswith("stukken") else bram, f"{base}opzet/{code}/{step}/"
        codes = {name: person.code for name, person in people.items()}
        for entry in MEMBERS["Bram"] + MEMBERS["Carla"] if self.whole else ():
            if set(re.findall(r"\{(\w+)\}", entry)) <= {"round", *codes}:
                yield bram, base + entry.partition(" ")[0].format(round=code, **codes)


def said_by(rounds: Rounds, languages: tuple[str, ...]) -> tuple[dict, int]:
    """Foreign words per page and mail, and how many pages were read."""
    found, opened, regime = {}, 0, rounds.round.regime
    for window, address in rounds.pages():
        for language in languages:
            response = window.get(address, headers={"accept-language": language})
            if response.status_code == 200 and not response.streaming and "html" in response["Content-Type"]:
                opened += 1
                if said := foreign(regime, words(response)):
                    found[f"{language} {address}"] = said[:2]
    send_due(limit=200)
    found |= {letter.subject: said for letter in mail.outbox if (said := foreign(regime, letter.body))}
    return found, opened


@pytest.mark.parametrize("regime", ["BES", "EU-NL"])
def test_no_page_and_no_mail_speaks_of_the_other_regime(regime):
    """law.md B-01, B-03, B-05: the procedure page, a candidate at the beginning and at the end, the papers of the round."""
    found, opened = said_by(Rounds(regime, whole=False), ("nl",))
    assert found == {}
    assert opened > 40


@pytest.mark.soak
@pytest.mark.parametrize("regime", ["BES", "EU-NL"])
def test_nobody_in_any_language_reads_of_the_other_regime(regime):
    """law.md B-03: everybody, every question, and the committee."""
    found, opened = said_by(Rounds(regime, whole=True), ("nl", "en"))
    assert found == {}
    assert opened > 300


def test_a_refused_number_is_named_by_a_word_of_both_regimes():
    """law.md B-03, P-30: the same forms are used everywhere, so their messages name neither country's number."""
    item = next(one for one in edition("vragenlijst").items() if one.key == "openbaar.uitingen")
    said = [str(BsnLike()), bsn_problem(item, {"choice": "tekst", "text": "Mijn nummer is 111222333."})]
    assert [foreign(regime, text) for regime in FOREIGN for text in said] == [[], [], [], []]
    assert all("persoonsnummer" in text for text in said)
