"""Everything the product holds about one candidate, for the candidate (law.md P-50, P-51)."""

from django.utils.translation import gettext as _

from candidates.basis import basis_of
from candidates.consents import WHAT, consents_of, words_of
from candidates.holds import holds_of
from candidates.models import Disclosure, Notice, Sheet, Tie
from candidates.rights import cases_of
from candidates.sheets import is_private, page_of
from candidates.views.sheets import checked_sections
from reports.owndata import reports_data_of
from screening.looked import events_to_show, looked_lines
from screening.steps import status_of


def own_data_of(candidacy, actor, language: str) -> dict:
    """A plain structure of titled parts; the self-assessment is not in it, it is the candidate's alone."""
    return {
        "code": candidacy.code,
        "parts": [
            {"title": _("Jouw gegevens"), "rows": _details(candidacy)},
            {"title": _("Waar je kandidaat voor bent"), "rows": _candidacy_rows(candidacy)},
            *_sheet_parts(candidacy, language),
            {"title": _("Wat je las en vertelde"), "rows": _acts(candidacy)},
            *reports_data_of(candidacy, language),
            {"title": _("Jouw verzoeken"), "rows": _requests(candidacy)},
            {"title": _("Wie keek en wat er gebeurde"), "rows": _log(candidacy)},
        ],
    }


def _row(term, text) -> dict:
    return {"term": str(term), "text": "" if text is None else str(text)}


def _details(candidacy) -> list[dict]:
    labels = {
        "first_name": _("Roepnaam"), "initials": _("Voorletters"), "prefixes": _("Tussenvoegsels"), "last_name": _("Achternaam"),
        "birth_date": _("Geboortedatum"), "residence": _("Woonplaats"), "email": _("E-mailadres"), "phone": _("Telefoon"),
    }  # fmt: skip
    rows = [_row(label, getattr(candidacy, name)) for name, label in labels.items()]
    rows += [
        _row(_("Ouder of voogd"), candidacy.representative),
        _row(_("Gaat nog in het gebied wonen"), _("ja") if candidacy.settles else ""),
    ]
    return [
        *(row for row in rows if row["text"]),
        _row(_("Band met de partij"), candidacy.get_relation_display()),
        _row(_("Waarom we dit mogen bewaren"), basis_of(candidacy)),
        _row(_("Taal"), candidacy.language),
    ]


def _candidacy_rows(candidacy) -> list[dict]:
    return [
        _row(_("Partij"), candidacy.party.name),
        _row(_("Orgaan"), candidacy.round.body.display),
        _row(_("Status"), status_of(candidacy)),
        _row(_("Uitgenodigd op"), candidacy.invited_at.date().isoformat()),
        _row(_("Ingeleverd op"), candidacy.submitted_at.date().isoformat() if candidacy.submitted_at else ""),
        *([_row(_("Plaats op de lijst"), candidacy.list_place)] if candidacy.list_place else []),
    ]


def _sheet_parts(candidacy, language) -> list[dict]:
    parts = []
    for sheet in Sheet.objects.select_related("edition").filter(candidacy=candidacy):
        if is_private(sheet.edition):
            continue
        page = page_of(sheet, candidacy, language)
        rows = [
            _row(row.question, "\n".join(f"{label}: {text}" if label else text for label, text in row.lines))
            for section in checked_sections(page)
            for row in section["rows"]
        ]
        parts.append({"title": f"{page.wording.say(page.content.title)} ({sheet.edition.label})", "rows": rows})
    return parts


def _acts(candidacy) -> list[dict]:
    rows = [
        _row(
            _("Werkwijze gelezen"),
            _("versie %(number)d op %(day)s") % {"number": one.version.number, "day": one.read_at.date().isoformat()},
        )
        for one in Notice.objects.select_related("version").filter(candidacy=candidacy)
    ]
    no_tie = _("geen band")
    rows += [
        _row(_("Band met een lid van de commissie, %(said)s") % {"said": tie.get_said_by_display()},
             f"{tie.member.name}: {tie.get_kind_display() or no_tie}")
        for tie in Tie.objects.select_related("member", "member__user").filter(candidacy=candidacy)
    ]  # fmt: skip
    return [*rows, *_consents(candidacy)]


def _consents(candidacy) -> list[dict]:
    """What was asked and said, and what left the party on it."""
    rows = [
        _row(
            _("Toestemming: %(what)s") % {"what": words_of(one, candidacy.language).title},
            "\n".join(filter(None, (one.recipient, one.reason, str(one.state.label), one.text))),
        )
        for one in consents_of(candidacy)
    ]
    rows += [
        _row(
            _("Doorgegeven aan %(recipient)s") % {"recipient": one.recipient},
            f"{WHAT[one.what]}, {one.at.date().isoformat()}",
        )
        for one in Disclosure.objects.filter(candidacy=candidacy)
    ]
    return rows


def _requests(candidacy) -> list[dict]:
    return [
        _row(
            f"{one.get_kind_display()}, {one.received_on.isoformat()}",
            "\n".join(
                filter(None, (one.wish, str(one.get_state_display()), one.extension_reason, one.answer, one.weighing))
            ),
        )
        for one in cases_of(candidacy)
    ] + [
        _row(
            _("Het wissen wachtte vanaf %(day)s") % {"day": one.set_at.date().isoformat()},
            "\n".join(filter(None, (one.named_person, one.reason))),
        )
        for one in holds_of(candidacy)
    ]


def _log(candidacy) -> list[dict]:
    lines = looked_lines(events_to_show(candidacy), candidacy.round.body)
    return [_row(f"{line['day']} {line['time']}", f"{line['who']}: {line['what']}") for line in lines]
