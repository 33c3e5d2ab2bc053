"""From a view to a page of the PDF: which words stand where. One renderer for blank, signed and sealed."""

from datetime import datetime

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.declaration_view import DeclarationView
from reports.digest_blocks import digest_blocks
from reports.report_view import Fact, ReportView

# A point this short stays whole; a longer one may run over the end of a page.
SHORT = 900


def check_address() -> str:
    """Where paper says the seal can be checked, as people type it."""
    return settings.BASE_URL.partition("://")[2] + "/controle"


def report_page(view: ReportView, record_digest: str = "", accent: str = "oker") -> dict:
    """The context of `reports/pdf/report.html`, in the language of the report."""
    with override(view.language):
        half = (len(view.facts) + 1) // 2
        return {
            "accent": accent,
            "party": view.committee,
            "view": view,
            "left": _pairs(view.facts[::2]) if half else [],
            "right": _pairs(view.facts[1::2]),
            "points": [_point(point) for point in view.points],
            "grounds_left": _pairs(view.grounds[::2]),
            "grounds_right": _pairs(view.grounds[1::2]),
            "signed": [
                *((act.label, [act.who, act.on]) for act in view.acts),
                (_("Wordt gewist op"), [view.gone, _("behalve de afspraken")]),
            ],
            "blocks": digest_blocks(record_digest) if record_digest else [],
            "check_at": check_address(),
        }


def _pairs(facts: tuple[Fact, ...]) -> list[tuple[str, str]]:
    return [(fact.term, fact.text) for fact in facts]


def _point(point) -> dict:
    return {
        "heading": f"{point.number}. {point.title}",
        "committee": point.committee,
        "candidate": point.candidate or _("Geen reactie gegeven."),
        "agreed": point.measure,
        "short": len(point.committee) + len(point.candidate) < SHORT,
        "names": {"committee": _("De commissie"), "candidate": point.label},
    }


def declaration_page(
    view: DeclarationView, *, accent: str = "oker", record_digest: str = "", blank: bool = False
) -> dict:
    """The context of `reports/pdf/declaration.html`; `blank` leaves room for signatures on paper."""
    with override(view.language):
        context = {
            "accent": accent,
            "party": view.text["party"],
            "view": view,
            "text": view.text,
            "blank": blank,
            "blocks": digest_blocks(record_digest) if record_digest else [],
            "check_at": check_address(),
        }
        return context if blank else context | _evidence(view)


def _evidence(view: DeclarationView) -> dict:
    first = view.signatures[0].evidence
    return {
        "signed": [(one.label, [one.who, one.on]) for one in view.signatures],
        "statement": first["statement"],
        "facts_left": [
            (_("Wat"), f"{view.text['title']}, {view.text['edition']}"),
            (
                _("Wie"),
                "\n".join(
                    _("%(name)s, code %(code)s") % {"name": one.who, "code": one.evidence["signer"]["account"]}
                    for one in view.signatures
                ),
            ),
            (_("Taal"), view.language),
        ],
        "facts_right": [
            (_("Wanneer"), "\n".join(f"{one.label}: {utc_words(one.utc)}" for one in view.signatures)),
            (_("Hoe gecontroleerd"), "\n".join(line for one in view.signatures for line in _factors(one))),
            *([(_("Waar het papier ligt"), view.kept_at)] if view.kept_at else []),
        ],
        "events": [
            f"{utc_words(event['at'])}: {event_words(event['verb'])}"
            for event in view.signatures[-1].evidence["events"]
        ],
        "digests": [(_("Kenmerk van de tekst (SHA-256)"), [view.text_digest[i : i + 4] for i in range(0, 64, 4)])],
        "level_note": _level_note(view),
    }


def _factors(signed) -> list[str]:
    return [f"{factor['factor']} ({utc_words(factor['at'])})" for factor in signed.evidence["factors"]]


def _level_note(view: DeclarationView) -> str:
    levels = list(dict.fromkeys(one.level for one in view.signatures))
    sealed = _("Dit bestand is verzegeld door %(name)s.") % {"name": settings.SEAL_ORGANISATION}
    attached = _("Het volledige bewijs zit als bijlage in dit bestand.")
    return " ".join([*(level.rstrip(".") + "." for level in levels), sealed, attached])


def utc_words(stamp: str) -> str:
    """ "2026-11-11 13:03:20 UTC" from the stamp in the evidence."""
    moment: datetime | None = parse_datetime(stamp) if stamp else None
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC") if moment else ""


def event_words(verb: str) -> str:
    """What happened, in neutral words for the evidence page."""
    return {
        "candidacy.invited": _("Uitgenodigd"),
        "candidacy.entered": _("Voor het eerst binnengekomen met een code"),
        "notice.read": _("Werkwijze gelezen"),
        "candidacy.submitted": _("Ingeleverd"),
        "report.adopted": _("Verslag vastgesteld"),
        "decision.nominate": _("Bestuur besloot voor te dragen"),
        "declaration.laid": _("Verklaring klaargelegd"),
        "session.stepped_up": _("Nieuwe code goed ingevuld"),
        "declaration.signed": _("Naam getypt en getekend"),
        "declaration.signed_on_paper": _("Handtekening op papier genoteerd"),
        "declaration.countersigned": _("Getekend voor de partij"),
    }.get(verb, verb)
