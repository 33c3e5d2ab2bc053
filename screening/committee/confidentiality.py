"""The personal confidentiality statement (law.md P-85)."""

from django.db import transaction
from django.utils import timezone

from parties.models import Member
from parties.safekeeping.audit import record

STATEMENT_VERSION = "1"


def sign_confidentiality(member: Member, *, actor) -> None:
    """Sign once; a second click changes nothing."""
    with transaction.atomic():
        row = Member.objects.select_for_update().get(pk=member.pk)
        if row.confidentiality_signed_at is None:
            row.confidentiality_signed_at = timezone.now()
            row.confidentiality_version = STATEMENT_VERSION
            row.save(update_fields=["confidentiality_signed_at", "confidentiality_version"])
            record("member.confidentiality_signed", actor=actor, party=member.party, about=member.code,
                   codes={"version": STATEMENT_VERSION})  # fmt: skip
