"""What the operator sees: parties, accounts, places, counts, mail and health. Never a dossier (law.md X-04).

Everything allauth and Django would show of sessions, addresses and secrets is taken out.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from parties.accounts.members import end_sessions
from parties.accounts.resets import confirm_reset
from parties.accounts.second_factor import FACTORS
from parties.admin_forms import PartyForm, has_members
from parties.models import Election, FactorReset, Member, OutboxMail, Party, PublicBody, Round, User, WorkMark
from parties.outbox.queueing import try_again
from parties.safekeeping.audit import record
from parties.scope import all_parties, party_scope

OTHERS = ("account", "auth", "mfa", "sites", "usersessions")

_counts: list[tuple[str, Callable[[Round], int]]] = []


def register_counts(label, count: Callable[[Round], int]) -> None:
    """A floor above shows the operator a number per round, never a row. `count` runs in all parties' scope."""
    _counts.append((label, count))


def clear_foreign_pages() -> None:
    for model in list(admin.site._registry):
        if model._meta.app_label in OTHERS:
            admin.site.unregister(model)


def close_other_doors() -> None:
    """One way in and one way to a new password, both with allauth's second step and limits."""
    admin.site.login = secure_admin_login(admin.site.login)
    admin.site.password_change = lambda request, extra_context=None: redirect("account_change_password")
    admin.site.site_header = admin.site.site_title = _("Toetssteen, beheer")
    admin.site.index_title = _("Beheer")
    admin.site.enable_nav_sidebar = False


clear_foreign_pages()
close_other_doors()


def across_parties(view):
    """Run an admin page, its rendering included, with every party in sight."""

    @wraps(view)
    def wrapped(self, request, *args, **kwargs):
        with all_parties("the operator's pages list parties side by side"):
            response = view(self, request, *args, **kwargs)
            return response.render() if hasattr(response, "render") and not response.is_rendered else response

    return wrapped


class OperatorAdmin(admin.ModelAdmin):
    """A page for operators. What may be added or changed is said per class; nothing is deleted here."""

    adds = changes = False
    actions_on_bottom = False

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self.adds and self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.changes and self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    @across_parties
    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, extra_context)

    @across_parties
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    @across_parties
    def delete_view(self, request, object_id, extra_context=None):
        return super().delete_view(request, object_id, extra_context)

    @across_parties
    def history_view(self, request, object_id, extra_context=None):
        return super().history_view(request, object_id, extra_context)


@admin.register(Party)
class PartyAdmin(OperatorAdmin):
    adds = changes = True
    form = PartyForm
    list_display = ["name", "code", "people", "created_at", "left_at"]
    search_fields = ["name", "code"]
    readonly_fields = ["code", "created_at", "left_at"]

    def get_fields(self, request, obj=None):
        """The first chair can be invited as long as nobody works here."""
        fields = super().get_fields(request, obj)
        return [name for name in fields if not name.startswith("chair_")] if obj and has_members(obj) else fields

    @admin.display(description=_("mensen"))
    def people(self, party):
        return Member.objects.filter(party=party, left_at=None).count()

    def save_model(self, request, obj, form, change):
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            with party_scope(obj):
                verb = "party.changed" if change else "party.created"
                record(verb, actor=request.actor, party=obj, about=obj.code)
                form.invite_chair(request.actor)
        if form.cleaned_data.get("chair_email"):
            messages.info(request, _g("De uitnodiging voor de eerste voorzitter gaat per mail."))


@admin.register(User)
class UserAdmin(OperatorAdmin):
    """Accounts can be switched off here; making an operator is done on the machine itself."""

    changes = True
    list_display = ["email", "name", "is_active", "is_staff", "second_step", "last_login"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "is_staff", "last_login", "created_at"]
    readonly_fields = ["email", "name", "is_staff", "last_login", "created_at"]

    @admin.display(description=_("tweede stap"), boolean=True)
    def second_step(self, user):
        return any(factor.type in FACTORS for factor in user.authenticator_set.all())

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("authenticator_set")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            end_sessions(obj)


@admin.register(FactorReset)
class FactorResetAdmin(OperatorAdmin):
    """The operator vouches only where nobody else works for the party (decision 16)."""

    list_display = ["code", "party", "asked_at", "ready_at", "confirmed_at", "stopped_at", "done_at"]
    fields = list_display
    actions = ["vouch"]

    @admin.action(description=_("Bevestig, na een telefoongesprek"))
    def vouch(self, request, resets):
        for reset in resets.select_related("party", "member"):
            try:
                confirm_reset(reset, actor=request.actor)
            except PermissionDenied:
                messages.error(
                    request, _g("%(code)s: een ander lid van de partij bevestigt dit.") % {"code": reset.code}
                )


@admin.register(PublicBody)
class PublicBodyAdmin(OperatorAdmin):
    adds = changes = True
    list_display = ["name", "kind", "province", "regime", "time_zone", "fictional"]
    list_filter = ["kind", "regime", "fictional"]
    search_fields = ["name", "code"]


@admin.register(Election)
class ElectionAdmin(OperatorAdmin):
    adds = changes = True
    list_display = ["__str__", "body", "nomination_day", "vote_day", "source"]
    list_filter = ["kind"]
    autocomplete_fields = ["body"]


@admin.register(Round)
class RoundAdmin(OperatorAdmin):
    """A round as its dates and numbers; the people in it stay with the party."""

    list_display = ["code", "party", "body", "election", "numbers", "closed_at"]
    fields = ["code", "party", "body", "election", "submit_by", "interviews_until", "list_on", "opened_at", "closed_at"]
    list_select_related = ["party", "body", "election", "election__body"]

    @admin.display(description=_("aantallen"))
    def numbers(self, round):
        return ", ".join(f"{label}: {count(round)}" for label, count in _counts) or "-"


@admin.register(OutboxMail)
class OutboxMailAdmin(OperatorAdmin):
    """What went out and what did not; not to whom, nor about whom."""

    list_display = [
        "code",
        "purpose",
        "party",
        "state",
        "created_at",
        "due_at",
        "attempts",
        "last_error",
        "accepted_at",
    ]
    fields = [
        "code",
        "purpose",
        "party",
        "language",
        "state",
        "created_at",
        "due_at",
        "attempts",
        "last_error",
        "accepted_at",
    ]
    list_filter = ["state", "purpose"]
    list_select_related = ["party"]
    actions = ["again"]

    @admin.action(description=_("Probeer opnieuw te versturen"))
    def again(self, request, mails):
        tried = sum(try_again(mail) for mail in mails)
        messages.info(request, _g("%(count)s opnieuw in de wachtrij.") % {"count": tried})


@admin.register(WorkMark)
class WorkMarkAdmin(OperatorAdmin):
    """The worker's heartbeat and its daily rounds."""

    list_display = ["name", "at"]
    fields = list_display
