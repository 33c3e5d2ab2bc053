"""What the dossier says for the report: the first texts of a draft, each made from rows, none from answers."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Check, Reference, Sheet, Tie, VogRecord
from candidates.sheets import is_private
from instruments.editions import edition_in, editions_in
from instruments.wording import wording_for
from parties.calendar import local
from parties.models import ProcedureVersion
from parties.safekeeping.crypto import SealBroken
from reports.models import Finding, Interview, Topic
from reports.report_view import findings_of, number_word, role_word, ties_sentence


def first_body(candidacy) -> dict:
    """The texts of a new draft; call it in the language of the report."""
    return {
        "facts": {key: text for key, text in _facts(candidacy).items() if text},
        "points": {str(finding.pk): point_text(finding) for finding in findings_of(candidacy)},
        "advice_prose": "",
        "reasons": "",
    }


def point_text(finding: Finding) -> dict:
    """The committee's voice: the fact, then what it may mean for the office."""
    said = [part.strip() for part in (finding.fact, finding.meaning) if part and part.strip()]
    return {"title": finding.title, "committee": " ".join(said)}


def _facts(candidacy) -> dict[str, str]:
    interview = Interview.objects.filter(candidacy=candidacy).first()
    checks = list(Check.objects.filter(candidacy=candidacy).order_by("asked_on"))
    used, unused = _instruments(candidacy, checks)
    return {
        "conversation": _conversation(interview, candidacy),
        "attendees": _attendees(interview, candidacy),
        "used": used,
        "ties": _ties(candidacy),
        "procedure": _procedure(candidacy),
        "unused": unused,
        "sources": _sources(candidacy, checks),
        "references": _references(candidacy),
        "vog": _vog(candidacy),
    }


def _conversation(interview, candidacy) -> str:
    if interview is None:
        return ""
    when = date_format(local(interview.held_at or interview.at, candidacy.round.body), "l j F Y")
    return f"{when}, {interview.place}" if interview.place else when


def _attendees(interview, candidacy) -> str:
    if interview is None:
        return ""
    roles = {seat.member_id: seat.role for seat in candidacy.round.seats.filter(ended_at__isnull=True)}
    people = sorted(
        interview.attendees.select_related("user"), key=lambda person: (roles.get(person.pk) != "chair", person.name)
    )
    return ", ".join([candidacy.name, *(_with_role(person, roles) for person in people)])


def _with_role(person, roles) -> str:
    role = roles.get(person.pk)
    return f"{person.name} ({role_word(role)})" if role else person.name


def _instruments(candidacy, checks) -> tuple[str, str]:
    """Used and not used, by title. Lists the candidate keeps to themselves are not the committee's to name (P-61)."""
    round = candidacy.round
    handed_in = dict(
        Sheet.objects.filter(candidacy=candidacy, submitted_at__isnull=False, change__isnull=True).values_list(
            "slug", "typed_by"
        )
    )
    used, unused = [], []
    for slug, edition in editions_in(round).items():
        if edition.parsed.filled_by == "candidate" and not is_private(edition) and _asks(edition):
            title = _title(edition, round.leading_language)
            (used if slug in handed_in else unused).append(_on_paper(title) if handed_in.get(slug) else title)
    public = _("openbare bronnen van de lijst")
    (used if checks else unused).append(
        public if checks or round.checks_on else _("openbare bronnen (niet in deze ronde)")
    )
    cards = Topic.objects.filter(candidacy=candidacy, origin=Topic.Origin.DILEMMA).count()
    (used if cards else unused).append(
        ngettext("%(n)s dilemma", "%(n)s dilemma’s", cards) % {"n": number_word(cards)} if cards else _("dilemma’s")
    )
    return ", ".join(used), ", ".join(unused)


def _on_paper(title: str) -> str:
    """A member typed over what the candidate wrote, and another checked it; the reader of the report may know."""
    return _("%(list)s (op papier ingevuld en overgetypt)") % {"list": title}


def _asks(edition) -> bool:
    return any(item.answerable for item in edition.parsed.items())


def _title(edition, language: str) -> str:
    """The instrument's title inside a sentence."""
    title = edition.parsed.title.say(language)
    return title[:1].lower() + title[1:]


def _ties(candidacy) -> str:
    ties = Tie.objects.filter(candidacy=candidacy).exclude(kind="")
    out = set(ties.exclude(resolution="open").values_list("member_id", flat=True))
    allowed = set(ties.values_list("member_id", flat=True)) - out
    return ties_sentence(len(out), len(allowed))


def _procedure(candidacy) -> str:
    version = ProcedureVersion.objects.filter(round=candidacy.round).order_by("-number").first()
    if version is None:
        return ""
    on = date_format(local(version.published_at, candidacy.round.body), "j F Y")
    return _("versie %(number)d van %(day)s") % {"number": version.number, "day": on}


def _sources(candidacy, checks) -> str:
    """Kind and date of each source; what it said stands in the findings only."""
    edition = edition_in(candidacy.round, "bronnen")
    wording = wording_for(candidacy.round, candidacy.round.leading_language)
    names = {item.key: wording.text(item) for item in edition.parsed.items()} if edition else {}
    lines = [f"{names.get(check.source, check.source)} ({date_format(check.asked_on, 'j F Y')})" for check in checks]
    for finding in findings_of(candidacy):
        on = f" ({date_format(finding.source_date, 'j F Y')})" if finding.source_date else ""
        lines.append(_origin_word(finding.origin) + on)
    return ", ".join(dict.fromkeys(lines))


def _origin_word(origin: str) -> str:
    return {
        "candidate": _("wat de kandidaat zelf vertelde"), "check": _("openbare bron"), "reference": _("referentie"),
        "interview": _("het gesprek"), "bureau": _("bureau"),
    }[origin]  # fmt: skip


def _references(candidacy) -> str:
    spoken = Reference.objects.filter(candidacy=candidacy, spoken_on__isnull=False).count()
    return _("gesproken: %(n)d") % {"n": spoken} if spoken else ""


def _vog(candidacy) -> str:
    """Only "gezien", and only when it was seen: not shown counts as a criminal matter (law.md 1.3, V-03)."""
    row = VogRecord.objects.filter(candidacy=candidacy).first()
    try:
        seen = row is not None and row.seen_on is not None and row.state == VogRecord.State.SHOWN
    except SealBroken:  # its key may be gone already
        return ""
    return _("gezien op %(day)s") % {"day": date_format(row.seen_on, "j F Y")} if seen else ""


def names_to_leave_out(candidacy, body: dict) -> list[str]:
    """Names of referees that stand in the text by mistake: others go by their role (law.md P-43)."""
    texts = [*body["facts"].values(), body["advice_prose"], body["reasons"]]
    texts += [text for point in body["points"].values() for text in point.values()]
    whole = " ".join(texts).casefold()
    names = [row.name.strip() for row in Reference.objects.filter(candidacy=candidacy)]
    return sorted({name for name in names if len(name) > 3 and name.casefold() in whole})
