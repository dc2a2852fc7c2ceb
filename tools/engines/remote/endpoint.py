"""Where a remote model is and how it likes to be asked: plain values, checked once.

It sends nothing and looks up no name; whose settings these are others know.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tools.canvas import Canvases, parse_canvases
from tools.errors import ToolError

OPENAI = "https://api.openai.com/v1"
OURS = frozenset({"model", "prompt", "image", "image[]", "mask", "size", "n"})


@dataclass(frozen=True)
class Endpoint:
    """A server's images endpoints: `base_url` without /images, seconds and pixels as named.

    `options` are further fields of every request (quality, response_format …). The key is shown nowhere.
    """

    model: str
    base_url: str = OPENAI
    api_key: str = field(default="", repr=False)
    timeout_s: float = 180.0
    retries: int = 3
    back_off_s: float = 1.0
    sizes: str = "1024x1024,1536x1024,1024x1536"
    options: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ToolError for an address or an option that can't be meant."""
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ToolError(f"“{self.base_url}” is no address of a server.", "It begins with https://", "operator")
        if taken := sorted(OURS & set(self.options)):
            raise ToolError(f"The option {taken[0]} of the remote engine is filled in by the program.", mend="operator")
        parse_canvases(self.sizes)

    @property
    def host(self) -> str:
        """What a person is told and is asked about."""
        return (urlsplit(self.base_url).hostname or "").lower()

    @property
    def here(self) -> bool:
        """Whether that is this very machine, by its name or address; other names are never looked up."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost" or self.host.endswith(".localhost")

    @property
    def canvases(self) -> Canvases:
        return parse_canvases(self.sizes)

    def address(self, path: str) -> str:
        return f"{self.base_url.rstrip('/')}/{path}"

    def same_origin(self, url: str) -> bool:
        """Whether an address is on this very server."""
        ours, theirs = urlsplit(self.base_url), urlsplit(url)
        return (ours.scheme, ours.hostname, _port(ours)) == (theirs.scheme, theirs.hostname, _port(theirs))

    def hidden(self, text: str) -> str:
        """`text` without the key, which a server may repeat in what it says."""
        return text.replace(self.api_key, "…") if self.api_key else text


def _port(parts: object) -> int | None:
    try:
        port: int | None = getattr(parts, "port", None)
    except ValueError:
        return -1
    return port or {"http": 80, "https": 443}.get(str(getattr(parts, "scheme", "")))
