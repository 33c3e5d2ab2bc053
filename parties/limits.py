"""Limits on guessing and on sending mail: per target strict, per address wide.

A village hall with forty people behind one address must be able to sign in at once; one mailbox or
one link may be tried only a few times. The counts live in the shared cache, keyed by a digest.
"""

import ipaddress
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class Limit:
    """At most so many within a window: `target` and `address` are (number, seconds)."""

    target: tuple[int, int] | None = None
    address: tuple[int, int] | None = None


LIMITS = {
    "candidate.link": Limit(target=(30, 15 * MINUTE), address=(400, 15 * MINUTE)),
    "candidate.code_sent": Limit(target=(5, 15 * MINUTE), address=(200, 15 * MINUTE)),
    "candidate.code_tried": Limit(target=(15, 15 * MINUTE), address=(400, 15 * MINUTE)),
    "member.link": Limit(target=(30, 15 * MINUTE), address=(400, 15 * MINUTE)),
    "member.invited": Limit(target=(5, DAY), address=(200, HOUR)),
    "operator.link": Limit(address=(60, 15 * MINUTE)),
    "factor.lost": Limit(target=(3, DAY), address=(60, HOUR)),
    "seal.checked": Limit(address=(200, 15 * MINUTE)),
    "calendar.read": Limit(target=(60, 15 * MINUTE), address=(600, 15 * MINUTE)),
}


def allow(name: str, *, target: str = "", address: str = "") -> bool:
    """Count one attempt; False when it is one too many. Raises KeyError for an unknown limit.

    Call it outside a transaction: a count that is rolled back with the attempt stops nobody.
    """
    limit = LIMITS[name]
    if limit.address and address and not _count(_key(name, "address", address), *limit.address):
        return False
    return not (limit.target and target) or _take(_key(name, "target", target), *limit.target)


def client_address(request) -> str:
    """The address a request comes from, behind as many proxies as the operator says there are."""
    trusted = getattr(settings, "TRUSTED_PROXY_COUNT", 0)
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    told = hops[-trusted] if trusted and len(hops) >= trusted else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return ""


def address_block(request) -> str:
    """What counts as one address: a whole IPv4 address, or the /64 that one household gets."""
    address = client_address(request)
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False))


def _key(name: str, kind: str, value: str) -> str:
    digest = salted_hmac("parties.limits", value, algorithm="sha256").hexdigest()
    return f"limit:{name}:{kind}:{digest}"


def _take(key: str, most: int, seconds: int) -> bool:
    """Take one of `most` places; adding a key is atomic, so a burst of requests cannot take one too many."""
    window = int(time.time() // seconds)
    return any(cache.add(f"{key}:{window}:{place}", 1, seconds) for place in range(most))


def _count(key: str, most: int, seconds: int) -> bool:
    """Roughly `most`: a burst may slip a few past, which a wide limit can bear."""
    window = f"{key}:{int(time.time() // seconds)}"
    count = cache.get(window, 0) + 1
    cache.set(window, count, seconds)
    return count <= most
