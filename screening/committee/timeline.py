"""The round as a line to nomination day."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parties import terms
from parties.models import ProcedureVersion

LEFT, RIGHT = 14, 1130
LABEL = 190  # room one label takes
HEIGHTS = (62, 58, 66, 70, 60)


def timeline_of(round, today: date) -> dict:
    """What `components/timeline.html` draws; the same content in words for who cannot see it."""
    marks = _marks(round)
    nomination = round.election.nomination_day
    start = min(marks[0][0], today)
    days = max((nomination - start).days, 1)

    def place(day: date) -> int:
        return int(LEFT + (RIGHT - LEFT) * min(max((day - start).days / days, 0), 1))

    today_x = max(place(today), 40)  # the drawn streak needs some room
    points = [*_points(marks, place, today, today_x), _today(today, today_x)]
    points.sort(key=lambda point: point["day"])
    points.append(
        {
            "kind": "end",
            "weekday": date_format(nomination, "l"),
            "date": date_format(nomination, "j F"),
            "text": _("kandidaatstelling"),
        }
    )
    spoken = "; ".join(f"{point['date']}: {point['text']}" if point["text"] else point["date"] for point in points)
    return {
        "aria": _("Tijdlijn van de ronde. %(points)s") % {"points": spoken},
        "today_x": today_x,
        "rest": 1138 - today_x,
        "points": points,
    }


def _today(today: date, x: int) -> dict:
    return {"kind": "today", "date": _("Vandaag, %(day)s") % {"day": date_format(today, "j F")}, "text": "", "day": today,
            "anchor": "start" if x < LABEL / 2 else "middle"}  # fmt: skip


def _points(marks, place, today: date, today_x: int) -> list[dict]:
    """Labels below the line, above where they would touch; a label with no room gives way to the next."""
    taken = {"below": [], "above": [today_x]}
    points = []
    for number, (day, text) in enumerate(marks):
        x = place(day)
        side = next(
            (side for side in ("below", "above") if all(abs(x - other) >= LABEL for other in taken[side])), None
        )
        if side is None:
            continue
        taken[side].append(x)
        points.append({
            "kind": "done" if day <= today else "todo", "date": date_format(day, "j F"), "text": text, "x": x,
            "y": HEIGHTS[number % len(HEIGHTS)], "above": side == "above", "anchor": "start" if x < LABEL / 2 else "middle", "day": day,
        })  # fmt: skip
    return points


def _marks(round) -> list[tuple[date, str]]:
    first = (
        ProcedureVersion.objects.filter(round=round).order_by("number").values_list("published_at", flat=True).first()
    )
    opened = (first.date(), _("Werkwijze staat online")) if first else (round.opened_at.date(), _("Ronde geopend"))
    marks = [opened]
    marks += [(round.submit_by, _("Vragenlijsten binnen")), (round.interviews_until, _("Laatste gesprek"))]
    if round.vog != "nobody":
        marks.append((round.election.nomination_day - terms.VOG_BEFORE_NOMINATION, _("Laatste veilige dag VOG")))
    marks.append((round.list_on, _("De lijst staat vast")))
    return sorted(marks)
