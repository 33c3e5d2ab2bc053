"""A candidate with answers handed in, and the committee at the table: what the tests of the conversation stand on."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from django.utils import timezone

from candidates.models import Answer, Sheet, Stage
from instruments.editions import edition_in
from parties.scope import party_scope
from reports.findings import record_finding
from reports.interviews import plan_interview
from reports.models import Finding
from tests import cast

# Answers that give points, and answers that could leak: an oral criminal one, and a list nobody needs to talk about.
ANSWERS = {
    "uitleg.gelezen": {"choice": "ja"},
    "werk.orgaan": {"choice": "nee"},
    "nevenfuncties.functies": {"choice": "rijen", "rows": [
        {"organisatie": "IJsclub De Vaart", "rol": "penningmeester", "betaald": "nee", "band": "huurt land van het waterschap", "stoppen": "ja"},
        {"organisatie": "Buurthuis", "rol": "vrijwilliger", "betaald": "nee", "band": "", "stoppen": "nee"},
    ]},
    "financien.grond": {"choice": "rijen", "rows": [{"soort": "landbouw", "recht": "pacht", "wijk": "Oosterveen"}]},
    "financien.leningen": {"choice": "gesprek"},
    "overheid.contracten": {"choice": "ja", "follow": {"soort": "huur", "tot": "12-2029"}},
    "verleden.vog": {"choice": "gesprek"},
    "druk.omgeving": {"choice": "nee"},
    "openbaar.accounts": {"choice": "rijen", "rows": [{"platform": "Geheimplein", "naam": "anna"}]},
    "beschikbaarheid.opvolger": {"choice": "ja", "follow": {"vanaf": "01-2028"}},
}  # fmt: skip


def answer(candidacy, answers: dict) -> Sheet:
    """Hand these answers in; call inside the party's scope."""
    edition = edition_in(candidacy.round, "vragenlijst")
    criminal = {item.key for item in edition.parsed.items() if getattr(item, "criminal", False)}
    sheet, _fresh = Sheet.objects.get_or_create(candidacy=candidacy, slug="vragenlijst", party=candidacy.party,
                                                defaults={"edition": edition, "owner": candidacy.code})  # fmt: skip
    sheet.submitted_at = timezone.now()
    sheet.save()
    sheet.answers.all().delete()
    for item, body in answers.items():
        Answer.objects.create(candidacy=candidacy, sheet=sheet, item=item, criminal=item in criminal, body=body)
    return sheet


def make_meeting(*, stage=Stage.REVIEW, answers=None, **round_fields) -> SimpleNamespace:
    """Anna's dossier with Bram, Carla, Daan and Els around it. Names are members; `act` gives their actors."""
    party = cast.make_party()
    round = cast.make_round(party, editions=True, **round_fields)
    people = cast.committee(round)
    anna = cast.candidate(round, "Anna", stage=stage, submitted_at=timezone.now() - timedelta(days=10))
    cast.no_tie(anna, people["Bram"], people["Carla"])
    with party_scope(party):
        answer(anna, ANSWERS if answers is None else answers)
    act = {name: cast.acting(member) for name, member in people.items()} | {"Anna": cast.acting(anna)}
    return SimpleNamespace(party=party, round=round, anna=anna, act=act, **people)


def tomorrow_evening() -> datetime:
    return timezone.now().replace(hour=19, minute=30, second=0, microsecond=0) + timedelta(days=1)


def plan(meeting, **changes):
    """The interview with Anna, tomorrow evening; call inside the scope."""
    known = {"at": tomorrow_evening(), "place": "Dorpshuis De Turfschuit", "attendees": [meeting.Bram, meeting.Carla]}
    return plan_interview(meeting.anna, actor=changes.pop("actor", meeting.act["Daan"]), **(known | changes))


def write_finding(meeting, **changes) -> Finding:
    """A finding about the leased land, by Carla; call inside the scope."""
    known = {"origin": Finding.Origin.CANDIDATE, "title": "Grasland in pacht", "source": "Vragenlijst, vraag 3",
             "fact": "Anna pacht grasland in de polder Oosterveen.", "meaning": "Het bestuur besluit over het peil daar."}  # fmt: skip
    return record_finding(meeting.anna, actor=changes.pop("actor", meeting.act["Carla"]), **(known | changes))


def path(meeting, name: str, *args) -> str:
    """The address of a member's page about Anna."""
    from django.urls import reverse

    return reverse(f"reports:{name}", args=[meeting.party.code, meeting.anna.code, *args])
