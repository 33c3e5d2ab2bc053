"""Fill the rehearsal when it is empty and print a way in for everybody."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from candidates.models import Candidacy, Invitation
from parties.actors import ROLE_LABELS
from parties.models import User
from parties.scope import party_scope
from screening.rehearsal.links import sign_in_link
from screening.rehearsal.party import NotARehearsal, build, empty, rehearsal_party, volunteers


class Command(BaseCommand):
    help = "Fill the rehearsal when it is empty; print one-time sign-in links and candidate links."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="throw the rehearsal away and start again")
        parser.add_argument("--json", action="store_true", help="print JSON for a program")

    def handle(self, *args, reset, json: bool, **options):
        try:
            if reset:
                empty()
            party = rehearsal_party() or build()
        except NotARehearsal as refused:
            raise CommandError("Oefenen kan alleen met REHEARSAL=1 op deze computer zelf.") from refused
        known = described(party)
        self.stdout.write(as_json(known) if json else as_text(known))


def described(party) -> dict:
    """base URL, people with role and one-time link, candidates with code, stage and link."""
    people = [
        {
            "name": member.name,
            "role": role,
            "label": ROLE_LABELS.get(role, lambda: "")(),
            "link": sign_in_link(member.user),
        }
        for member, role in volunteers(party)
    ]
    for user in User.objects.filter(rehearsal=True, is_staff=True):
        people.append({"name": user.name, "role": "operator", "label": "beheerder", "link": sign_in_link(user)})
    with party_scope(party):
        doors = {door.candidacy_id: door for door in Invitation.objects.filter(revoked_at__isnull=True)}
        candidates = [
            {
                "name": one.name,
                "code": one.code,
                "stage": one.stage,
                "label": one.committee_status,
                "link": _door(doors.get(one.pk)),
            }
            for one in Candidacy.objects.order_by("invited_at")
        ]
    return {"base_url": settings.BASE_URL, "party": party.code, "hub": settings.BASE_URL + reverse("screening:rehearsal"),
            "mail": settings.BASE_URL + reverse("rehearsal_mail"), "people": people, "candidates": candidates}  # fmt: skip


def _door(door) -> str:
    return settings.BASE_URL + reverse("candidates:arrive", args=[door.token]) if door else ""


def as_json(known: dict) -> str:
    return json.dumps(known, ensure_ascii=False, indent=2)


def as_text(known: dict) -> str:
    lines = ["", "Oefenpartij Dorpsbelang Veenkamp. Niets gaat de deur uit.", "", f"Kies wie je wilt zijn: {known['hub']}",
             f"Lees de mail (met codes):  {known['mail']}", "", "Of ga meteen naar binnen (elke link werkt één keer, een kwartier lang):"]  # fmt: skip
    lines += [f"  {person['label']:<18} {person['name']:<16} {person['link']}" for person in known["people"]]
    lines += ["", "Kandidaten (de code staat in de oefenmail):"]
    lines += [f"  {one['label']:<22} {one['name']:<16} {one['link']}" for one in known["candidates"]]
    return "\n".join(lines) + "\n"
