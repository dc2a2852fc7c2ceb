"""Names and instants: ids that sort by time, and the clock's text; knows nothing of what they name."""

import os
import threading
import time
from datetime import UTC, datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26

_lock = threading.Lock()
_newest = [0]


def new_id() -> str:
    """26 characters: 48 bits of milliseconds, then 80 random bits; ids of one process never go backwards."""
    with _lock:
        value = (time.time_ns() // 1_000_000 << 80) | int.from_bytes(os.urandom(10), "big")
        _newest[0] = value = max(value, _newest[0] + 1)
    return "".join(ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))


def now() -> str:
    """The instant as ISO 8601 in UTC with microseconds, so that text order is time order."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
