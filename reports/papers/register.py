"""The register of seals: which marks exist, without persons (decision 28)."""

from reports.digest_blocks import match_blocks, tidy_block
from reports.models import SealRegister


def known_blocks(first: str, second: str) -> SealRegister | None:
    """The newest registered file whose two outlined blocks these are; None when there is none."""
    one, two = tidy_block(first), tidy_block(second)
    if len(one) != 4 or len(two) != 4:
        return None
    rows = (
        SealRegister.objects.filter(record_digest__contains=one)
        .filter(record_digest__contains=two)
        .order_by("-on", "-pk")
    )
    return next((row for row in rows if match_blocks(one, two, row.record_digest)), None)
