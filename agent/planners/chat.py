"""The planner `chat`: any LangChain chat model, on a server of one's own or hosted, as the settings say.

It makes the model and knows where it is; asking, mending and falling back are ModelPlanner's.
"""

from __future__ import annotations

import os
import weakref
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

from agent.consent import Consents
from agent.errors import ConsentNeeded, PlanError, PlannerUnavailable
from agent.planners.calling import Limits
from agent.planners.destination import destination, is_web_address
from agent.planners.messages import View
from agent.planners.model import ModelPlanner

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from pydantic import SecretStr

    from agent.planners import Request
    from agent.settings import Settings

MEND = (
    "For one on your own machine: ollama pull qwen2.5vl:7b, then set PENTIMENTO_CHAT_MODEL=qwen2.5vl:7b and "
    "PENTIMENTO_CHAT_BASE_URL=http://localhost:11434/v1"
)


class ChatPlanner(ModelPlanner):
    """Plans by the chat model that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._consents = Consents(settings.home)
        limits = Limits(settings.chat_timeout_s, settings.chat_deadline_s, settings.chat_retries)
        view = View(settings.chat_context_tokens, settings.chat_picture_px)
        super().__init__("chat", self._made, limits=limits, view=view)

    def missing(self) -> PlannerUnavailable | None:
        """What the settings or an installation lack; whether the server answers is not tried."""
        return missing(self.settings)

    def told(self) -> str:
        """What is asked, where, and whether pictures go there."""
        to = destination(self.settings)
        given = self._given(to.host)
        if not self.settings.chat_picture_px:
            pictures = "are not shown to it"
        elif to.here:
            pictures = "stay on this machine"
        else:
            pictures = "are sent after asking" if given is None else "are sent" if given else "are not sent"
        return f"{self.settings.chat_model} at {to.address}; pictures {pictures}"

    def where(self) -> str:
        return destination(self.settings).address

    def _why(self, trouble: PlanError) -> str:
        """Without the key, which some servers repeat: this sentence is shown and stored."""
        return self._unkeyed(super()._why(trouble))

    def _unkeyed(self, told: str) -> str:
        key = self.settings.chat_api_key
        hidden = key.get_secret_value() if key else ""
        return told.replace(hidden, "…") if hidden else told

    def _given(self, host: str) -> bool | None:
        """Whether pictures may go to `host`, by the settings or by what was answered; None if nobody has said."""
        told = {"always": True, "never": False}.get(self.settings.chat_send_pictures)
        return self._consents.of(host) if told is None else told

    def permit(self, request: Request) -> None:
        """May the pictures of this request be sent? Raises ConsentNeeded, and PlannerUnavailable where they may not."""
        to = destination(self.settings)
        if to.here or not self.settings.chat_picture_px or (request.picture is None and not request.references):
            return
        given = self._given(to.host)
        if given is None:
            raise ConsentNeeded(
                f"The chat model is at {to.host}: may a small copy of the picture, without its EXIF, be sent there?",
                "Yes is remembered for this host; after no, the rules read your words and nothing is sent.",
                to.host,
            )
        if not given:
            raise PlannerUnavailable(
                f"Nothing is sent to {to.host}, as you said.", "PENTIMENTO_CHAT_SEND_PICTURES=always would allow it."
            )

    def sees(self) -> bool:
        """A picture leaves this machine only after a yes; nobody is asked for one in the middle of an edit."""
        to = destination(self.settings)
        return super().sees() and (to.here or self._given(to.host) is True)

    def _blind(self, trouble: PlanError) -> str:
        return self._unkeyed(super()._blind(trouble))

    def allow(self, host: str, given: bool) -> None:
        self._consents.put(host, given)

    def _made(self) -> BaseChatModel:
        """The model. Raises PlannerUnavailable."""
        if trouble := missing(self.settings):
            raise trouble
        from langchain.chat_models import init_chat_model

        settings, given = self.settings, options(self.settings)
        if client := given.get("http_client"):
            weakref.finalize(self, client.close)
        try:
            made = init_chat_model(settings.chat_model, model_provider=settings.chat_provider, **given)
        except ImportError as error:
            package = f"langchain-{settings.chat_provider.replace('_', '-')}"
            raise PlannerUnavailable(
                f"The provider {settings.chat_provider} needs a package that is not installed.",
                f"pip install {package}",
            ) from error
        except Exception as error:  # a key that is missing, a provider that nobody knows
            what = " ".join(str(error).split())[:200].rstrip(".")
            hint = "Check PENTIMENTO_CHAT_PROVIDER, PENTIMENTO_CHAT_MODEL and PENTIMENTO_CHAT_API_KEY."
            raise PlannerUnavailable(f"The chat model can't be set up: {what}.", hint) from error
        return cast("BaseChatModel", made)


def missing(settings: Settings) -> PlannerUnavailable | None:
    """What keeps the planner from being asked at all, with what mends it; None if nothing is missing here."""
    if not settings.chat_model:
        return PlannerUnavailable("No chat model is set.", MEND)
    if settings.chat_base_url and not is_web_address(settings.chat_base_url):
        return PlannerUnavailable(
            "PENTIMENTO_CHAT_BASE_URL is no web address.", "It looks like http://localhost:11434/v1"
        )
    if find_spec("langchain") is None:
        return PlannerUnavailable("Chat models need LangChain.", "pip install 'pentimento[chat]'")
    if settings.chat_provider == "openai" and not (_key(settings) or os.environ.get("OPENAI_API_KEY")):
        return PlannerUnavailable(
            f"The chat model at {destination(settings).address} needs a key.",
            "Set PENTIMENTO_CHAT_API_KEY, or PENTIMENTO_CHAT_BASE_URL for a server that needs none.",
        )
    return None


def _key(settings: Settings) -> str | SecretStr | None:
    """The key that the settings name. The one that the environment has for OpenAI is not for a server that the settings
    name, nor for one on this machine: these get a word in its place.
    """
    to = destination(settings)
    elsewhere = to.here or (settings.chat_base_url is not None and to.host != "api.openai.com")
    return settings.chat_api_key or ("none" if settings.chat_provider == "openai" and elsewhere else None)


def options(settings: Settings) -> dict[str, Any]:
    """What the model's constructor is given."""
    given: dict[str, Any] = {
        "temperature": settings.chat_temperature,
        "timeout": settings.chat_timeout_s,
        "max_retries": 0,
        "max_tokens": settings.chat_answer_tokens,
    }
    if settings.chat_base_url:
        given["base_url"] = settings.chat_base_url
    if key := _key(settings):
        given["api_key"] = key
    if settings.chat_provider == "openai":
        given |= {"http_client": _straight_client(destination(settings).here), "openai_proxy": None}
    return given


def _straight_client(here: bool) -> Any:
    """A client that goes where it was sent: it follows no redirection, and to this machine it takes no proxy."""
    import httpx2

    proxy = None if here else os.environ.get("OPENAI_PROXY") or None
    return httpx2.Client(follow_redirects=False, trust_env=not here, proxy=proxy)
