"""Editions: what was asked, frozen for ever."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from instruments.schema import Content
from parties.models import Party, Round
from parties.safekeeping.retention import Retention
from parties.scope import PartyOwned


class EditionChanged(Exception):
    """A released edition was about to change; make a new number instead."""


class EditionManager(models.Manager):
    def open_to(self, party):
        """The product's editions and this party's own."""
        return self.filter(Q(party__isnull=True) | Q(party=party))


class Edition(models.Model):
    """One edition of one instrument. Immutable once released (decision: content as data).

    `party` is empty for the product's own editions and names the party for a tailored one.
    """

    retention = Retention("none", 0, "keep", rule="R-21: content without persons")

    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    slug = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    # A tailored edition also says what the party left out or added, and why (`tailoring.Changes`).
    changes = models.JSONField(default=dict, blank=True)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    loaded_at = models.DateTimeField(default=timezone.now)

    objects = EditionManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "number"], condition=Q(party__isnull=True), name="edition_once"),
            models.UniqueConstraint(
                fields=["party", "slug", "number"], condition=Q(party__isnull=False), name="edition_once_per_party"
            ),
        ]
        ordering = ["slug", "number"]

    def __str__(self):
        return f"{self.slug} {self.number}"

    def save(self, *args, **kwargs):
        stored = Edition.objects.filter(pk=self.pk, released_at__isnull=False).first() if self.pk else None
        if stored and (stored.checksum, stored.content, stored.changes) != (self.checksum, self.content, self.changes):
            raise EditionChanged(f"{self} is released")
        super().save(*args, **kwargs)

    @property
    def parsed(self) -> Content:
        """The content as checked objects; parsed once per process and checksum."""
        from instruments.editions import parsed

        return parsed(self)

    @property
    def label(self) -> str:
        """The code on print and screen: "vragenlijst 1" or "vragenlijst 2 (eigen)"."""
        return f"{self.slug} {self.number}" + ("" if self.party_id is None else " (eigen)")


class RoundEdition(PartyOwned):
    """Which edition of an instrument a round uses now; sheets keep the one they started with."""

    retention = Retention("party_left", 30, "delete_row", rule="R-21")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="editions")
    slug = models.CharField(max_length=40)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "slug"], name="round_edition_once")]

    def __str__(self):
        return f"{self.slug} ronde {self.round_id}"


class Correction(PartyOwned):
    """A round went over to another edition of an instrument, and why; the way back of `RoundEdition` (decision 24)."""

    retention = Retention("party_left", 30, "delete_row", rule="R-21")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="corrections")
    slug = models.CharField(max_length=40)
    old = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=12)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="correction_to_another_edition", condition=~Q(old=models.F("new")))]

    def __str__(self):
        return f"{self.slug} ronde {self.round_id}"
