"""What a report says, as one frozen value: it feeds the page, the PDF and the tests, and is what gets adopted.

Never in it: self-assessment, raw answers, criminal matters, whose tie it is (handreiking section 5, law.md P-21).
"""

from dataclasses import asdict, dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from candidates.clocks import clocks_of
from candidates.models import Candidacy, Stage
from candidates.workflow import AFTER_ADOPTION
from parties.calendar import local
from parties.models import Member
from parties.seats import seats_in
from reports.canonical import canonical, digest_of
from reports.models import Finding, Reply, Report

# Keys of the facts, in reading order; the first four stand in the head of the paper.
HEAD = ("conversation", "attendees", "used", "ties")
FOOT = ("procedure", "unused", "sources", "references", "vog")
NUMBER_WORDS = 12


@dataclass(frozen=True)
class Fact:
    term: str
    text: str


@dataclass(frozen=True)
class Point:
    """One finding in two voices. `label` stands above the candidate's words and says where they come from."""

    number: int
    title: str
    committee: str
    candidate: str
    label: str
    spoken: bool
    agreed: bool
    measure: str


@dataclass(frozen=True)
class Act:
    """Who did what, when."""

    label: str
    who: str
    on: str


@dataclass(frozen=True)
class ReportView:
    """Everything a reader of the report sees, already in words, in the report's own language."""

    code: str
    number: int
    replaces: int
    language: str
    party: str
    committee: str
    title: str
    name: str
    first_name: str
    facts: tuple[Fact, ...]
    points: tuple[Point, ...]
    whole_reply: str
    advice: str
    advice_line: str
    advice_prose: str
    reasons: str
    grounds: tuple[Fact, ...]
    acts: tuple[Act, ...]
    gone: str
    correction: str = ""

    def as_dict(self) -> dict:
        return asdict(self)

    def to_json(self) -> str:
        """The canonical text behind `record_digest`."""
        return canonical(self.as_dict())

    @property
    def record_digest(self) -> str:
        return digest_of(self.as_dict())

    @property
    def disputed(self) -> tuple[Point, ...]:
        """Points without agreement; the candidate's own words stand beside them."""
        return tuple(point for point in self.points if not point.agreed)

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(point.measure for point in self.points if point.measure)

    @classmethod
    def from_dict(cls, data: dict) -> "ReportView":
        lists = {"facts": Fact, "grounds": Fact, "points": Point, "acts": Act}
        rest = {name: value for name, value in data.items() if name not in lists}
        return cls(**rest, **{name: tuple(kind(**row) for row in data[name]) for name, kind in lists.items()})


def current_report(candidacy: Candidacy) -> Report | None:
    """The newest version, whatever its state."""
    return Report.objects.filter(candidacy=candidacy).order_by("-number").first()


def adopted_report(candidacy: Candidacy) -> Report | None:
    """The newest adopted version."""
    return Report.objects.filter(candidacy=candidacy, adopted_at__isnull=False).order_by("-number").first()


def report_to_read(candidacy: Candidacy) -> Report | None:
    """What the candidate may read: the newest version when it was sent, else the adopted one."""
    current = current_report(candidacy)
    return current if current and current.sent_at else adopted_report(candidacy)


def lies_open(candidacy: Candidacy, report: Report) -> bool:
    """Was this version sent to the candidate, and can it still change? Also a correction, at any later stage."""
    corrected = report.is_correction and candidacy.stage in AFTER_ADOPTION
    return report.sent_at is not None and not report.adopted_at and (candidacy.stage == Stage.REPLY or corrected)


def report_view(report: Report, *, adopted_by: str = "", adopted_at=None) -> ReportView:
    """The report as it stands; for an adopted one exactly what was adopted.

    `adopted_by` and `adopted_at` are given by the act of adopting, which freezes what this returns.
    """
    if report.frozen is not None:
        return ReportView.from_dict(report.frozen)
    candidacy = report.candidacy
    with override(candidacy.round.leading_language):
        return _built(report, candidacy, adopted_by, adopted_at)


def _built(report, candidacy, adopted_by, adopted_at) -> ReportView:
    body = report.body
    points = points_of(report)
    facts = body.get("facts", {})
    labels = fact_labels(candidacy)
    return ReportView(
        code=candidacy.code,
        number=report.number,
        replaces=report.replaces.number if report.replaces_id else 0,
        language=candidacy.round.leading_language,
        party=candidacy.party.name,
        committee=_("%(party)s, selectiecommissie %(body)s")
        % {"party": candidacy.party.name, "body": candidacy.round.body.short},
        title=_("Verslag van het gesprek met %(name)s") % {"name": candidacy.name},
        name=candidacy.name,
        first_name=candidacy.first_name,
        facts=tuple(Fact(labels[key], facts[key]) for key in HEAD if facts.get(key)),
        points=points,
        whole_reply=whole_reply_of(candidacy),
        advice=report.advice,
        advice_line=advice_line(report.advice, len([point for point in points if point.measure])),
        advice_prose=body.get("advice_prose", ""),
        reasons=body.get("reasons", "") if report.advice == Report.Advice.NOT_NOMINATE else "",
        grounds=tuple(Fact(labels[key], facts[key]) for key in FOOT if facts.get(key)),
        acts=_acts(report, candidacy, adopted_by, adopted_at),
        gone=date_format(clocks_of(candidacy).report_gone, "j F Y"),
        correction=_correction(report, candidacy),
    )


def _correction(report: Report, candidacy) -> str:
    """ "Versie 2 vervangt versie 1 van 11 november 2026." and why; empty for a first report."""
    if not report.is_correction:
        return ""
    old = report.replaces
    return _("Versie %(new)d vervangt versie %(old)d van %(day)s. Reden: %(why)s") % {
        "new": report.number, "old": old.number, "day": day(old.adopted_at, candidacy), "why": report.why,
    }  # fmt: skip


def fact_labels(candidacy) -> dict[str, str]:
    return {
        "conversation": _("Gesprek"), "attendees": _("Aanwezig"), "used": _("Gebruikt"),
        "ties": _("Band met %(name)s") % {"name": candidacy.first_name}, "procedure": _("Werkwijze"),
        "unused": _("Niet gebruikt"), "sources": _("Bronnen"), "references": _("Referenties"), "vog": _("VOG"),
    }  # fmt: skip


def findings_of(candidacy) -> list[Finding]:
    """Findings that may stand in a report: not dropped, and not about a criminal matter (law.md P-21)."""
    rows = Finding.objects.filter(candidacy=candidacy, dropped_at__isnull=True).select_related("topic")
    return list(rows.exclude(topic__criminal=True).prefetch_related("measures", "replies").order_by("number"))


def points_of(report: Report) -> tuple[Point, ...]:
    """The findings of this report in two voices, numbered as they stand."""
    texts = report.body.get("points", {})
    found = [finding for finding in findings_of(report.candidacy) if str(finding.pk) in texts]
    name = report.candidacy.first_name
    return tuple(_point(number, finding, texts[str(finding.pk)], name) for number, finding in enumerate(found, 1))


def _point(number: int, finding: Finding, text: dict, name: str) -> Point:
    reply = latest_reply(finding)
    return Point(
        label=_label(reply, finding, name),
        number=number,
        title=text["title"],
        committee=text["committee"],
        candidate=reply_words(reply) if reply else finding.words or "",
        spoken=reply is None and bool(finding.words),
        agreed=reply is None or reply.kind != Reply.Kind.WRONG,
        measure="\n".join(measure.text for measure in finding.measures.all()),
    )


def _label(reply: Reply | None, finding: Finding, name: str) -> str:
    if reply is not None and reply.kind == Reply.Kind.WRONG:
        return _("%(name)s is het hier niet mee eens") % {"name": name}
    if reply is None and finding.words:
        return _("%(name)s, in het gesprek") % {"name": name}
    return name


def latest_reply(finding: Finding) -> Reply | None:
    replies = sorted(finding.replies.all(), key=lambda reply: reply.at)
    return replies[-1] if replies else None


def reply_words(reply: Reply) -> str:
    """The candidate's own words; a reply without words says in ours what was chosen."""
    if reply.text:
        return reply.text
    return _("Dit klopt.") if reply.kind == Reply.Kind.AGREE else _("Geen reactie nodig.")


def whole_reply_of(candidacy) -> str:
    reply = Reply.objects.filter(candidacy=candidacy, report__isnull=False).order_by("-at").first()
    return reply_words(reply) if reply else ""


def advice_line(advice: str, agreements: int) -> str:
    """The advice in words; empty while nothing is chosen."""
    if advice == Report.Advice.NO_OBJECTION:
        return _("Geen belemmering.")
    if advice == Report.Advice.NOT_NOMINATE:
        return _("Niet voordragen.")
    if advice != Report.Advice.WITH_AGREEMENTS:
        return ""
    if agreements == 1:
        return _("Geen belemmering, met de afspraak hierboven.")
    return _("Geen belemmering, met de %(n)s afspraken hierboven.") % {"n": number_word(agreements)}


def number_word(number: int) -> str:
    words = (_("nul"), _("één"), _("twee"), _("drie"), _("vier"), _("vijf"), _("zes"), _("zeven"), _("acht"), _("negen"),
             _("tien"), _("elf"), _("twaalf"))  # fmt: skip
    return words[number] if 0 <= number <= NUMBER_WORDS else str(number)


def person_behind(ref: str, round) -> str:
    """ "Carla Smit, lid": a member's name with the role in this round."""
    member = Member.objects.select_related("user").filter(code=ref).first()
    if member is None:
        return ref
    seat = next((seat for seat in seats_in(round) if seat.member_id == member.pk), None)
    return f"{member.name}, {role_word(seat.role)}" if seat else member.name


def role_word(role: str) -> str:
    return {
        "chair": _("voorzitter"), "member": _("lid"), "secretary": _("secretaris"), "board": _("bestuur"),
        "group_chair": _("fractievoorzitter"),
    }.get(role, role)  # fmt: skip


def day(moment, candidacy) -> str:
    return date_format(local(moment, candidacy.round.body), "j F Y") if moment else ""


def _acts(report, candidacy, adopted_by, adopted_at) -> tuple[Act, ...]:
    acts = [
        Act(_("Geschreven door"), person_behind(report.drafted_by, candidacy.round), day(report.drafted_at, candidacy))
    ]
    if adopted_by:
        acts.append(Act(_("Vastgesteld door"), person_behind(adopted_by, candidacy.round), day(adopted_at, candidacy)))
    if report.reply_closed_at:
        acts.append(Act(*_closed(report, candidacy), day(report.reply_closed_at, candidacy)))
    return tuple(acts)


def _closed(report, candidacy) -> tuple[str, str]:
    if report.reply_closed_how == Report.Closed.REPLY:
        return _("Gelezen en gereageerd"), candidacy.name
    if report.reply_closed_how == Report.Closed.WAIVER:
        return _("Gelezen, zonder reactie"), candidacy.name
    return _("Termijn voor reactie voorbij"), candidacy.name


def ties_sentence(kept_out: int, allowed: int) -> str:
    """How many ties were declared, never whose or which (handreiking section 5)."""
    parts = []
    if kept_out:
        parts.append(ngettext("één lid, dat daarom niet meedeed", "%(n)s leden, die daarom niet meededen", kept_out)
                     % {"n": number_word(kept_out)})  # fmt: skip
    if allowed:
        parts.append(ngettext("één lid, dat na overleg wel meedeed", "%(n)s leden, die na overleg wel meededen", allowed)
                     % {"n": number_word(allowed)})  # fmt: skip
    return "; ".join(parts) or _("geen")
