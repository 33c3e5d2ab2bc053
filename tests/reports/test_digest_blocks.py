"""The mark on paper (decision 30)."""

import hashlib
from collections import Counter

import pytest

from reports.digest_blocks import digest_blocks, match_blocks, outlined_blocks, tidy_block
from tests.reports.paper import DIGEST


def test_eight_blocks_of_which_two_are_outlined():
    blocks = digest_blocks(DIGEST)
    assert blocks == ["7f3a", "91c2", "d40e", "58b7", "0ac9", "e216", "3b9d", "f085"]
    assert [block.text for block in blocks if block.outlined] == ["d40e", "e216"]
    assert outlined_blocks(DIGEST) == ("d40e", "e216")


def test_which_two_follows_from_the_digest_and_every_pair_occurs():
    digests = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(2000)]
    pairs = Counter(tuple(i for i, b in enumerate(digest_blocks(d)) if b.outlined) for d in digests)
    assert len(pairs) == 28
    assert max(pairs.values()) < 3 * min(pairs.values())


@pytest.mark.parametrize(
    ("first", "second", "right"),
    [
        ("d40e", "e216", True), ("e216", "d40e", True), (" D4 0E ", "e2-16", True), ("d4oe", "e2l6", True),
        ("d40e", "d40e", False), ("d40e", "58b7", False), ("7f3a", "91c2", False), ("", "", False), ("d40e", "", False),
        ("d40ee216", "", False), ("d40é", "e216", False), ("d40e\0", "e216", False),
    ],
)  # fmt: skip
def test_typed_blocks(first, second, right):
    assert match_blocks(first, second, DIGEST) is right


def test_a_typed_block_is_tidied_as_it_is_compared():
    assert tidy_block(" D4.0-E ") == "d40e"


@pytest.mark.parametrize("wrong", ["", "7f3a", DIGEST.upper(), DIGEST + "0", "x" * 64])
def test_only_a_digest_has_blocks(wrong):
    with pytest.raises(ValueError, match="SHA-256"):
        digest_blocks(wrong)
