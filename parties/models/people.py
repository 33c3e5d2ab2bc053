"""Parties, accounts, members and their seats."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.codes import new_code
from parties.safekeeping.retention import Retention
from parties.scope import PartyOwned


class Party(models.Model):
    """A local party or branch: one controller, one tenant (law.md P-01)."""

    retention = (
        Retention(
            "party_left",
            30,
            "truncate:phone,email,website,confidant_name,confidant_phone,confidant_email,bes_representative",
            rule="R-33",
        ),
        Retention("party_left", 1856, "delete_row", rule="R-21: after its page versions"),
    )

    class Accent(models.TextChoices):
        OKER = "oker", _("Oker")
        PAARS = "paars", _("Paars")
        GROEN = "groen", _("Groen")
        BLAUW = "blauw", _("Blauw")
        ROOD = "rood", _("Rood")

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    name = models.CharField(_("naam"), max_length=120)
    legal_form = models.CharField(_("rechtsvorm"), max_length=60, blank=True)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    email = models.EmailField(_("e-mailadres van de partij"), blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True, validators=[URLValidator(["https", "http"])])
    accent = models.CharField(_("kleur van de streep"), max_length=10, choices=Accent, default=Accent.OKER)
    confidant_name = models.CharField(_("naam van de vertrouwenspersoon"), max_length=120, blank=True)
    confidant_phone = models.CharField(_("telefoon van de vertrouwenspersoon"), max_length=30, blank=True)
    confidant_email = models.EmailField(_("e-mail van de vertrouwenspersoon"), blank=True)
    # A party that runs an island's list from elsewhere names who represents it there (law.md B-04).
    bes_representative = models.CharField(_("vertegenwoordiger op de eilanden"), max_length=200, blank=True)
    rehearsal = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("partij")
        verbose_name_plural = _("partijen")

    def __str__(self):
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account of a member or an operator; never of a candidate (decision 11)."""

    retention = Retention("account_unused", 90, "delete_row", rule="P-85")

    email = models.EmailField(_("e-mailadres"), unique=True)
    name = models.CharField(_("naam"), max_length=120, blank=True)
    language = models.CharField(
        _("taal"), max_length=3, default="nl", choices=[("nl", _("Nederlands")), ("en", _("Engels"))]
    )
    is_staff = models.BooleanField(_("beheerder"), default=False)
    is_active = models.BooleanField(_("actief"), default=True)
    rehearsal = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self):
        return f"account {self.pk}"

    def get_full_name(self):
        return self.name


class Member(PartyOwned):
    """A person who works for the party here: committee, board, secretary, group chair."""

    retention = (
        Retention("party_left", 30, "delete_row", rule="R-33"),
        Retention("field:left_at", 730, "delete_row", rule="R-18: as the files this person worked on"),
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="members")
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True)
    confidentiality_signed_at = models.DateTimeField(null=True, blank=True)
    confidentiality_version = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "user"], name="member_once_per_party"),
            models.CheckConstraint(
                name="member_confidentiality_complete",
                condition=Q(confidentiality_signed_at__isnull=True, confidentiality_version="")
                | Q(confidentiality_signed_at__isnull=False) & ~Q(confidentiality_version=""),
            ),
        ]

    def __str__(self):
        return f"lid {self.code}"

    @property
    def name(self) -> str:
        return self.user.name or self.user.email


class Seat(PartyOwned):
    """A place of a member in a round (glossary: plek in de commissie of het bestuur)."""

    retention = Retention(
        "field:ended_at", 730, "delete_row", rule="R-18: who decided stays known as long as the files"
    )

    class Role(models.TextChoices):
        CHAIR = "chair", _("voorzitter van de commissie")
        MEMBER = "member", _("lid van de commissie")
        SECRETARY = "secretary", _("secretaris van de commissie")
        BOARD = "board", _("bestuurslid")
        GROUP_CHAIR = "group_chair", _("fractievoorzitter")

    round = models.ForeignKey("parties.Round", on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(_("rol"), max_length=12, choices=Role)
    criminal = models.BooleanField(_("mag strafrechtelijke onderwerpen lezen"), default=False)
    granted_at = models.DateTimeField(default=timezone.now, editable=False)
    granted_by = models.CharField(max_length=12, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "member", "role"], condition=Q(ended_at__isnull=True), name="seat_once_per_role"
            ),
            models.CheckConstraint(
                name="seat_role_known", condition=Q(role__in=["chair", "member", "secretary", "board", "group_chair"])
            ),
        ]

    def __str__(self):
        return f"plek {self.pk}"


class MemberInvitation(PartyOwned):
    """An invitation to take a place. The link is a door; its token is kept hashed (decision 12)."""

    retention = Retention("expired", 30, "delete_row", rule="R-01")

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=12, choices=Seat.Role, blank=True)
    criminal = models.BooleanField(default=False)
    round = models.ForeignKey("parties.Round", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    invited_by = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"uitnodiging {self.code}"


class Door(models.Model):
    """Entrances before a party is known: which party does this hash belong to (decision 9)."""

    retention = Retention("with_target", 0, "delete_row", rule="decision 9: no personal data")

    kind = models.CharField(max_length=16)
    hash = models.CharField(max_length=64)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "hash"], name="door_once")]

    def __str__(self):
        return f"deur {self.kind}"
