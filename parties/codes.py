"""Codes for people to read and type: no look-alike characters, no vowels that make words."""

import secrets

ALPHABET = "23456789bcdfghjkmnpqrtvwxyz"
TYPED = "23456789BCDFGHJKMNPQRTVWXYZ"


def new_code(length: int = 10) -> str:
    """A random public code (about 4.75 bits a character). Never a permission by itself."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_typed_code(length: int = 6) -> str:
    """A code to type over from a mail or letter."""
    return "".join(secrets.choice(TYPED) for _ in range(length))


def tidy_typed_code(raw: str) -> str:
    """What a person typed or pasted, without spaces, dashes and case."""
    return "".join(ch for ch in raw.upper() if ch.isalnum())
