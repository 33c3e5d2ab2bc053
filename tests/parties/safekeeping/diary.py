"""A model to keep things in: a dossier's page with everything safekeeping offers, in tests only.

It lives in its own registry, so that no migration and no other test ever sees it.
"""

import uuid

from django.apps.registry import Apps
from django.db import models
from django_scopes import ScopedManager

from parties.models import Party
from parties.safekeeping.fields import SealedJSON, SealedText
from parties.safekeeping.retention import Retention, moment, register_trigger

REGISTRY = Apps()
register_trigger("diary", moment("t0_at"))


class Dossier(models.Model):
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", db_constraint=False)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    t0_at = models.DateTimeField(null=True)
    objects = ScopedManager(party="party")

    retention_anchor = ""
    retention_owner = "code"
    retention = (
        Retention("diary", 0, "destroy_key_only:criminal", rule="R-04"),
        Retention("diary", 28, "destroy_key_only:raw", rule="R-03"),
        Retention("diary", 28, "truncate:name", rule="R-11"),
        Retention("diary", 28, "end_record", rule="R-15"),
    )

    class Meta:
        app_label = "parties"
        apps = REGISTRY
        db_table = "test_dossier"

    @property
    def sealed_owner(self) -> str:
        return self.code


class Page(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", db_constraint=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="pages")
    number = models.IntegerField(default=0)
    text = SealedText(klass="raw", blank=True)
    facts = SealedJSON(klass=lambda page: "criminal" if page.number < 0 else "raw", null=True)
    dropped_at = models.DateTimeField(null=True)
    objects = ScopedManager(party="party")

    retention_anchor = "dossier"
    retention_owner = "dossier__code"
    retention = (
        Retention("diary", 28, "delete_row", rule="R-03"),
        Retention("field:dropped_at", 14, "delete_row", rule="R-07"),
    )

    class Meta:
        app_label = "parties"
        apps = REGISTRY
        db_table = "test_page"

    @property
    def sealed_owner(self) -> str:
        return self.dossier.code
