"""Where a chat model's messages go: the host they reach, and whether that is this very machine.

Read from the settings and the providers' own environment variables, without loading any client. It sends nothing.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from agent.settings import Settings

_VARIABLES = {
    "openai": ("OPENAI_API_BASE", "OPENAI_BASE_URL"),
    "anthropic": ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL"),
    "ollama": ("OLLAMA_HOST",),
}
_HOSTS = {
    "openai": "https://api.openai.com/v1",
    "anthropic": "https://api.anthropic.com",
    "google_genai": "https://generativelanguage.googleapis.com",
    "mistralai": "https://api.mistral.ai",
    "groq": "https://api.groq.com",
    "ollama": "http://127.0.0.1:11434",
}


@dataclass(frozen=True)
class Destination:
    """`host` is what a person is asked about; `here` is True where nothing leaves this machine; `address` is the host
    with its port, where one is named.
    """

    host: str
    here: bool
    address: str = ""


def destination(settings: Settings) -> Destination:
    """Where the settings send a picture; a provider that is not known is told by its own name."""
    provider = settings.chat_provider
    told = settings.chat_base_url or next(filter(None, map(os.environ.get, _VARIABLES.get(provider, ()))), None)
    address = told or _HOSTS.get(provider)
    if address is None:
        return Destination(provider, here=False, address=provider)
    parts = urlsplit(address if "//" in address else f"//{address}")
    host = (parts.hostname or "").lower()
    return Destination(host or provider, is_loopback(host), parts.netloc.rpartition("@")[2] or provider)


def is_web_address(url: str) -> bool:
    """Whether a client can ask there: it has a scheme and a host, and its port is a number."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or address; other names are never looked up."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
