"""What safekeeping asks of Django, connected once from `PartiesConfig.ready()`."""

from django.core import checks
from django.core.signals import request_finished, request_started
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from parties.safekeeping import guards, keyring, walls


def connect(app_config) -> None:
    """Put guards and policies back after every migration, check them, and let no key outlive a request."""
    pre_migrate.connect(before_migrate, sender=app_config, dispatch_uid="safekeeping.before_migrate")
    post_migrate.connect(after_migrate, sender=app_config, dispatch_uid="safekeeping.after_migrate")
    checks.register(guards.check_guards, checks.Tags.database)
    checks.register(walls.check_walls, checks.Tags.database)
    request_started.connect(keyring.empty_cache, dispatch_uid="safekeeping.request_started")
    request_finished.connect(keyring.empty_cache, dispatch_uid="safekeeping.request_finished")


def before_migrate(using, plan=(), **kwargs) -> None:
    """SQLite cannot rebuild a table that a trigger on another table speaks of."""
    if plan and connections[using].vendor == "sqlite":
        guards.lift_guards(using)


def after_migrate(using, **kwargs) -> None:
    guards.install_guards(using)
    walls.install_row_policies(using)
