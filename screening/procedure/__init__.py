"""The procedure page of a round: facts, words, versions and the public pages (law.md section 8)."""

from screening.procedure.content import build_content
from screening.procedure.facts import config_digest, facts_of
from screening.procedure.publishing import (
    NotComplete,
    missing_to_publish,
    newest_version,
    publish,
    short_notice,
    standing_of,
)

__all__ = ["NotComplete", "build_content", "config_digest", "facts_of", "missing_to_publish", "newest_version", "publish",
           "short_notice", "standing_of"]  # fmt: skip
