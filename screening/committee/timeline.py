"""The round as a line to nomination day."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parties import terms
from parties.models import ProcedureVersion

LEFT, RIGHT = 14, 1130
HEIGHTS = (62, 58, 66, 70, 60)


def timeline_of(round, today: date) -> dict:
    """What `components/timeline.html` draws; the same content in words for who cannot see it."""
    marks = _marks(round)
    start = min(marks[0][0], today)
    end = max(round.election.nomination_day, start + timedelta(days=1))
    place = lambda day: int(LEFT + (RIGHT - LEFT) * min(max((day - start) / (end - start), 0), 1))  # noqa: E731
    points, last = [], None
    for number, (day, text) in enumerate(marks):
        x = place(day)
        above = last is not None and x - last < 190 and not points[-1]["above"]
        points.append({
            "kind": "done" if day <= today else "todo", "date": date_format(day, "j F"), "text": text, "x": x,
            "y": HEIGHTS[number % len(HEIGHTS)], "above": above, "anchor": "start" if number == 0 else "middle", "day": day,
        })  # fmt: skip
        last = x
    points.append({"kind": "today", "date": _("Vandaag, %(day)s") % {"day": date_format(today, "j F")}, "text": "", "day": today})
    points.sort(key=lambda point: point["day"])
    nomination = round.election.nomination_day
    points.append({"kind": "end", "weekday": date_format(nomination, "l"), "date": date_format(nomination, "j F"), "text": _("kandidaatstelling")})
    spoken = "; ".join(f"{point['date']}: {point['text']}" if point["text"] else point["date"] for point in points)
    today_x = max(place(today), LEFT + 1)
    return {"aria": _("Tijdlijn van de ronde. %(points)s") % {"points": spoken}, "today_x": today_x, "rest": 1138 - today_x, "points": points}


def _marks(round) -> list[tuple[date, str]]:
    first = ProcedureVersion.objects.filter(round=round).order_by("number").values_list("published_at", flat=True).first()
    marks = [(round.opened_at.date(), _("Ronde geopend"))]
    if first:
        marks.append((first.date(), _("Werkwijze staat online")))
    marks += [(round.submit_by, _("Vragenlijsten binnen")), (round.interviews_until, _("Laatste gesprek"))]
    if round.vog != "nobody":
        marks.append((round.election.nomination_day - terms.VOG_BEFORE_NOMINATION, _("Laatste veilige dag VOG")))
    marks.append((round.list_on, _("De lijst staat vast")))
    return sorted(marks)
