"""Two parties and their people: Bram, Carla and Daan of one, Farid of the other, and Henk the operator."""

import pytest
from django.db import transaction

from parties.accounts.trail import actor_of
from parties.actors import Actor
from parties.models import Member, Party, User
from parties.scope import party_scope

PASSWORD = "een-lang-wachtwoord-van-bram"


def make_member(party, name: str) -> Member:
    email = f"{name.split()[0].lower()}@voorbeeld.nl"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD, name=name)
    with party_scope(party):
        return Member.objects.create(party=party, user=user)


def queued(*args, **kwargs):
    """`queue`, in a transaction of its own."""
    from parties.outbox import queue

    with transaction.atomic():
        return queue(*args, **kwargs)


@pytest.fixture
def party(db) -> Party:
    return Party.objects.create(name="Lokaal Belang")


@pytest.fixture
def other_party(db) -> Party:
    return Party.objects.create(name="Dorpslijst")


@pytest.fixture
def bram(party) -> Member:
    return make_member(party, "Bram Visser")


@pytest.fixture
def carla(party) -> Member:
    return make_member(party, "Carla Smit")


@pytest.fixture
def farid(other_party) -> Member:
    return make_member(other_party, "Farid Amrani")


@pytest.fixture
def henk(db) -> User:
    return User.objects.create_user("henk@voorbeeld.nl", PASSWORD, name="Henk Bos", is_staff=True)


@pytest.fixture
def as_bram(bram) -> Actor:
    return actor_of(bram)


@pytest.fixture
def as_carla(carla) -> Actor:
    return actor_of(carla)


@pytest.fixture
def as_farid(farid) -> Actor:
    return actor_of(farid)


@pytest.fixture
def as_henk(henk) -> Actor:
    return Actor(kind="operator", user=henk, name=henk.name, role="operator")
