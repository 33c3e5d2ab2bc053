"""Model fields that are sealed in the database and plain in Python.

A value is sealed when its row is saved and opened when its attribute is read, so a list of rows
costs no decryption, and a row whose key is destroyed still shows what is not sealed.
The model gives `party_id`, a UUID primary key (the place is known before the row is) and
`sealed_owner`: a candidacy's code, or "party".
"""

import json
from contextlib import contextmanager
from contextvars import ContextVar

from django import forms
from django.core import checks, validators
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from parties.safekeeping.crypto import KLASSES, Place, check_place, seal, unseal

# Inside, an attribute gives its token instead of its value: COPY as it lies there, between two copies
# of one row; WRITE as it goes to the database.
COPY, WRITE = "copy", "write"
_tokens: ContextVar[str] = ContextVar("toetssteen_tokens", default="")


@contextmanager
def _as_tokens(why: str):
    reset = _tokens.set(why)
    try:
        yield
    finally:
        _tokens.reset(reset)


class Sealed:
    """What a sealed field reads from the database. Shows nothing of itself."""

    __slots__ = ("token",)

    def __init__(self, token: bytes):
        self.token = token

    def __repr__(self) -> str:
        return "<sealed>"

    def __eq__(self, other) -> bool:
        return isinstance(other, Sealed) and self.token == other.token

    def __hash__(self) -> int:
        return hash(self.token)


class SealedAttribute(DeferredAttribute):
    """Opens the value at the first reading. Raises what `crypto.unseal` raises."""

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            super().__get__(instance, cls)
        value = instance.__dict__[name]
        if _tokens.get() == WRITE:
            return self.field.sealed(instance)
        if isinstance(value, Sealed) and _tokens.get() != COPY:
            value = self.field.opened(value.token, instance)
            instance.__dict__[name] = value
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):
    """Base of the sealed fields. `klass` is one of KLASSES, or a callable of the instance."""

    descriptor_class = SealedAttribute
    empty_values = list(validators.EMPTY_VALUES)

    def __init__(self, *args, klass, **kwargs):
        if isinstance(klass, str) and klass not in KLASSES:
            raise ValueError(f"unknown class of keys: {klass}")
        self.klass = klass
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "klass": self.klass}

    def contribute_to_class(self, cls, name, private_only=False):
        super().contribute_to_class(cls, name, private_only)
        if not getattr(cls.refresh_from_db, "carries_tokens", False):
            cls.refresh_from_db = _carrying_tokens(cls.refresh_from_db)

    def check(self, **kwargs):
        return [*super().check(**kwargs), *self._check_place()]

    def _check_place(self):
        if not isinstance(self.model._meta.pk, models.UUIDField):
            yield checks.Error("A model with sealed fields needs a UUID primary key.", obj=self, id="parties.E101")
        for name in ("sealed_owner", "party_id"):
            if not hasattr(self.model, name):
                yield checks.Error(f"A model with sealed fields needs `{name}`.", obj=self, id="parties.E102")

    def place(self, instance) -> Place:
        """Where this instance's value belongs. Raises ValueError when that is not known yet."""
        if instance.party_id is None or instance.pk is None or not instance.sealed_owner:
            raise ValueError(f"{self.model.__name__} needs party, owner and key before {self.name} is sealed")
        row = str(self.model._meta.pk.to_python(instance.pk))
        return Place(instance.party_id, instance.sealed_owner, self.model._meta.db_table, row, self.attname)

    def klass_for(self, instance) -> str:
        return self.klass(instance) if callable(self.klass) else self.klass

    def opened(self, token: bytes, instance):
        """The plain value of a token. Raises KeyDestroyed, WrongPlace, SealBroken."""
        return self.from_bytes(unseal(token, klass=self.klass_for(instance), place=self.place(instance)))

    def sealed(self, instance) -> Sealed | None:
        """The value as it goes to the database. An unread token is passed on, if it is in its place."""
        value = instance.__dict__[self.attname]
        if value is None:
            return None
        place = self.place(instance)
        if isinstance(value, Sealed):
            check_place(value.token, place)
            return value
        return Sealed(seal(self.to_bytes(value), klass=self.klass_for(instance), place=place))

    def pre_save(self, model_instance, add):
        return self.sealed(model_instance)

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None:
            return None
        if not isinstance(value, Sealed):
            # Reached by .update(field=...), bulk_update and expressions: they do not know the row.
            raise FieldError(f"{self.name} is sealed: set it on an instance and save that.")
        return connection.Database.Binary(value.token)

    def get_placeholder(self, value, compiler, connection):
        if hasattr(value, "resolve_expression") and _tokens.get() != WRITE:
            # .update(field=Value("...")) would pass by get_db_prep_value and lie there readable.
            raise FieldError(f"{self.name} is sealed: set it on an instance and save that.")
        return super().get_placeholder(value, compiler, connection)

    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(bytes(value))

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: only isnull can be asked.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name):
        raise FieldError(f"{self.name} is sealed: only isnull can be asked.")

    def get_default(self):
        return models.Field.get_default(self)

    def to_python(self, value):
        return value

    def value_to_string(self, obj):
        raise FieldError(f"{self.name} is sealed: it is not exported.")

    def _check_str_default_value(self):
        return []


class SealedText(SealedField):
    """A `str` in Python."""

    def to_bytes(self, value) -> bytes:
        if not isinstance(value, str):
            raise TypeError(f"{self.name} is text")
        return value.encode()

    def from_bytes(self, data: bytes) -> str:
        return data.decode()

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": forms.CharField, "max_length": self.max_length, **kwargs})


class SealedBytes(SealedField):
    """`bytes` in Python, for documents the product made itself."""

    def to_bytes(self, value) -> bytes:
        if not isinstance(value, bytes):
            raise TypeError(f"{self.name} is bytes")
        return value

    def from_bytes(self, data: bytes) -> bytes:
        return data


class SealedJSON(SealedField):
    """Any JSON value in Python; one changed in place is sealed again at the next save."""

    empty_strings_allowed = False
    empty_values = [None]

    def to_bytes(self, value) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()

    def from_bytes(self, data: bytes):
        return json.loads(data)


def sealed_bulk_update(rows, fields: list[str], batch_size: int | None = None) -> int:
    """`bulk_update` for rows of one model with sealed fields; returns the number of rows."""
    rows = list(rows)
    if not rows:
        return 0
    with _as_tokens(WRITE):
        return type(rows[0]).objects.bulk_update(rows, fields, batch_size=batch_size)


def _carrying_tokens(refresh):
    """Django copies a fresh row's attributes one by one; that must not open, nor need, any key."""

    def refresh_from_db(self, *args, **kwargs):
        with _as_tokens(COPY):
            return refresh(self, *args, **kwargs)

    refresh_from_db.carries_tokens = True
    return refresh_from_db
