"""One way to write down what was shown, so that a digest of it can be made again (decision 28)."""

import hashlib
import json


def canonical(data) -> str:
    """JSON with sorted keys and no spaces; the same value always gives the same text."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest_of(data) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()
