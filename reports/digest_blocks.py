"""The mark on paper: eight blocks of four characters, two of them outlined (decision 30).

Who holds only paper types the two outlined blocks. Which two they are follows from the digest itself, so nobody has to
know anything but the page. Two blocks are 32 bits: enough to find a record, far too little to prove a text.
"""

import hmac
import re

_HEX = re.compile(r"[0-9a-f]{64}")
_COUNT = 8


class Block(str):
    """Four characters of a digest; `outlined` when they are among the two to type."""

    outlined: bool

    def __new__(cls, text: str, outlined: bool) -> "Block":
        block = super().__new__(cls, text)
        block.outlined = outlined
        return block

    @property
    def text(self) -> str:
        return str(self)


def digest_blocks(hexdigest: str) -> list[Block]:
    """Return the first 32 characters of a SHA-256 digest as eight blocks. Raises ValueError for anything else."""
    if not _HEX.fullmatch(hexdigest):
        raise ValueError("not a SHA-256 digest in lower-case hexadecimal")
    chosen = _places(hexdigest)
    return [Block(hexdigest[4 * i : 4 * i + 4], i in chosen) for i in range(_COUNT)]


def _places(hexdigest: str) -> tuple[int, int]:
    """Choose the two places from the half of the digest that is not printed, so that all 28 pairs occur."""
    pairs = [(i, j) for i in range(_COUNT) for j in range(i + 1, _COUNT)]
    return pairs[int(hexdigest[32:], 16) % len(pairs)]


def outlined_blocks(hexdigest: str) -> tuple[str, str]:
    """Return the two outlined blocks, in the order of the page."""
    first, second = (block for block in digest_blocks(hexdigest) if block.outlined)
    return str(first), str(second)


def tidy_block(typed: str) -> str:
    """Return what somebody typed in the form in which blocks are compared: no spaces, lower case, o for 0 repaired."""
    return re.sub(r"[\s\-.]", "", typed).lower().replace("o", "0").replace("l", "1").replace("i", "1")


def match_blocks(first: str, second: str, hexdigest: str) -> bool:
    """Say whether two typed blocks are the outlined ones of `hexdigest`, in either order."""
    typed = sorted((tidy_block(first), tidy_block(second)))
    wanted = sorted(outlined_blocks(hexdigest))
    return hmac.compare_digest(" ".join(typed).encode(), " ".join(wanted).encode())
