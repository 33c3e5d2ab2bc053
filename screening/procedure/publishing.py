"""Publishing the procedure page: versions, frozen, and whether the newest still says what is so (T-02, P-44)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.workflow import Missing
from parties.models import ProcedureVersion, Round, Seat
from parties.rounds import behind_door
from parties.safekeeping.audit import record
from parties.scope import party_scope
from parties.seats import seats_in
from screening.procedure.content import build_content
from screening.procedure.facts import facts_of


class NotComplete(Exception):
    """The page would not say everything it must; `missing` says what, in words."""

    def __init__(self, missing: list[Missing]):
        super().__init__([str(one.text) for one in missing])
        self.missing = missing


@dataclass(frozen=True)
class Standing:
    """How the newest version stands to the round: none, old (the round changed since) or current."""

    version: ProcedureVersion | None
    current: bool


def newest_version(round: Round) -> ProcedureVersion | None:
    return ProcedureVersion.objects.filter(round=round).order_by("-number").first()


def standing_of(round: Round) -> Standing:
    version = newest_version(round)
    return Standing(version, version is not None and version.config_digest == facts_of(round).digest)


def missing_to_publish(round: Round) -> list[Missing]:
    """What the page cannot do without (law.md T-01, items 1, 2, 5 and 8), with the page to fill it in."""
    party = round.party
    asked = [
        (party.phone or party.email, _("Vul een telefoonnummer of e-mailadres van de partij in."), "screening:setup_party"),
        (party.confidant_name and (party.confidant_phone or party.confidant_email),
         _("Noem een vertrouwenspersoon, met telefoon of e-mail."), "screening:setup_party"),
        (round.editions.exists(), _("Kies wat jullie gebruiken, zoals de vragenlijst."), "screening:setup_instruments"),
        (round.vog == Round.Vog.NOBODY or round.vog_reason, _("Schrijf op waarom jullie een VOG vragen."), "screening:setup_instruments"),
        (seats_in(round, Seat.Role.CHAIR), _("Er is nog geen voorzitter van de commissie."), "screening:setup_committee"),
    ]  # fmt: skip
    return [Missing(text, url_name) for there, text, url_name in asked if not there]


def publish(round: Round, *, actor) -> ProcedureVersion:
    """Freeze the page as it is now and put it online. Unchanged since the last version: that one is returned.

    Raises `NotComplete` when something the page must say is missing.
    """
    with transaction.atomic():
        row = Round.objects.select_for_update(of=("self",)).select_related("party", "body", "election").get(pk=round.pk)
        missing = missing_to_publish(row)
        if missing:
            raise NotComplete(missing)
        facts, last = facts_of(row), newest_version(row)
        if last and last.config_digest == facts.digest:
            return last
        version = ProcedureVersion.objects.create(
            party=row.party, round=row, number=last.number + 1 if last else 1, config_digest=facts.digest,
            content=build_content(facts), published_by=actor.ref,
        )  # fmt: skip
        codes = {"version": version.number, "digest": facts.digest[:16]}
        record("procedure.published", actor=actor, party=row.party, about=row.code, codes=codes)
    return version


def short_notice(version: ProcedureVersion, language: str) -> list[dict]:
    """The first layer of the notice for a candidate: [{"title", "lines"}] in this language, else Dutch (P-40)."""
    return version.in_language(language).get("short", [])


@dataclass(frozen=True)
class Published:
    """A round's public page as found by its address, with all its versions, newest first."""

    round: Round
    versions: list[ProcedureVersion]


def published_at(slug: str, year: int) -> Published | None:
    """The published page of this address, whoever asks; None for anything else. Opens its own scope."""
    party = behind_door(slug, year)
    if party is None or party.left_at:
        return None
    with party_scope(party):
        rows = Round.objects.select_related("party", "body", "election").filter(
            slug=slug, election__vote_day__year=year
        )
        round = rows.first()
        versions = list(ProcedureVersion.objects.filter(round=round).order_by("-number")) if round else []
    return Published(round, versions) if versions else None
