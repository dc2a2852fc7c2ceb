"""The engines that an agent works with: those installed, and the remote one if the settings name a model for it.

It turns settings into plain values for the engine, and asks once before a picture leaves this machine. It makes no
pixels, sends nothing and knows no operation.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from agent.consent import Consents
from agent.errors import ConsentNeeded
from tools.errors import BadArguments, ModelUnavailable, PentimentoError

if TYPE_CHECKING:
    from agent.settings import Settings
    from tools.engines.remote import Endpoint, Remote
    from tools.studio import Engine

_OPENAI = "api.openai.com"
_HOW = "Set PENTIMENTO_REMOTE_MODEL, and for a server other than OpenAI's PENTIMENTO_REMOTE_BASE_URL."


class Engines:
    """Which engines there are, by the settings; without settings those that are installed."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings

    def called(self, name: str | None) -> tuple[Engine, ...] | None:
        """Only the engine of that name; without a name all, the remote one last: None where there is none of it.

        Raises BadArguments for a name that nobody has, and what keeps the remote engine from being used.
        """
        from tools.engines import installed

        if name is None:
            return (*installed(), self.remote) if self.remote else None
        if name == "remote" and self.remote is None and self.trouble is not None:
            raise self.trouble
        engines = (*installed(), *([self.remote] if self.remote else []))
        found = tuple(engine for engine in engines if engine.name == name)
        if not found:
            known = ", ".join(engine.name for engine in engines)
            raise BadArguments(f"There is no engine called “{name}”.", f"Installed: {known}.")
        return found

    def skills(self, name: str | None) -> frozenset[str]:
        """What the engines of that name, or all, can do."""
        from tools.engines import installed

        engines = (*installed(), *([self.remote] if self.remote else []))
        return frozenset(skill for engine in engines if name in (None, engine.name) for skill in engine.skills)

    @cached_property
    def remote(self) -> Remote | None:
        """The remote engine, if the settings describe one that could be asked."""
        if self._endpoint is None:
            return None
        from tools.engines.remote import Remote

        return Remote(self._endpoint, self._permit)

    @cached_property
    def trouble(self) -> PentimentoError | None:
        """What keeps the remote engine from being asked, and what mends it; whether its server answers is not tried."""
        if self._settings is None or not self._settings.remote_model:
            return ModelUnavailable("No remote engine is set.", _HOW)
        from tools.engines.remote.wire import need_client

        try:
            need_client()
            endpoint = _endpoint(self._settings)
        except PentimentoError as error:
            return error
        if endpoint.host == _OPENAI and not endpoint.api_key:
            return ModelUnavailable("OpenAI's images need a key.", "Set PENTIMENTO_REMOTE_API_KEY.")
        return None

    def told(self) -> str:
        """What the remote engine asks, where, and whether pictures go there."""
        if self._endpoint is None:
            return ""
        to, given = self._endpoint, self._given(self._endpoint.host)
        pictures = "here" if to.here else "asked first" if given is None else "sent" if given else "not sent"
        return f"{to.model} at {to.host}; pictures: {pictures}"

    def allow(self, host: str, given: bool) -> None:
        """Remember whether pictures may be sent to `host` to be edited."""
        if self._settings is not None:
            Consents(self._settings.home).put(_edits_at(host), given)

    @cached_property
    def _endpoint(self) -> Endpoint | None:
        """Also where the client library is missing: asking it then says what to install."""
        if self._settings is None or not self._settings.remote_model:
            return None
        try:
            endpoint = _endpoint(self._settings)
        except PentimentoError:
            return None
        return None if endpoint.host == _OPENAI and not endpoint.api_key else endpoint

    def _given(self, host: str) -> bool | None:
        if self._settings is None:
            return None
        told = {"always": True, "never": False}.get(self._settings.remote_send_pictures)
        return Consents(self._settings.home).of(_edits_at(host)) if told is None else told

    def _permit(self) -> None:
        """May pictures be sent? Raises ConsentNeeded, and ModelUnavailable where they may not."""
        endpoint = self._endpoint
        if endpoint is None or endpoint.here:
            return
        given = self._given(endpoint.host)
        if given is None:
            question = ConsentNeeded(
                f"The remote engine is at {endpoint.host}: may the part of the picture that is edited, with what lies "
                "around it and without its EXIF, be sent there?",
                "Yes is remembered for this host; after no, nothing is sent.",
                endpoint.host,
            )
            question.engine = True
            raise question
        if not given:
            raise ModelUnavailable(
                f"Nothing is sent to {endpoint.host}, as you said.",
                "PENTIMENTO_REMOTE_SEND_PICTURES=always would allow it.",
            )


def _edits_at(host: str) -> str:
    """What is remembered for a host: another answer than that about a planner's small copies."""
    return f"{host}/images"


def _endpoint(settings: Settings) -> Endpoint:
    """The plain values. Raises ToolError. OpenAI's own key goes to OpenAI alone."""
    from tools.engines.remote.endpoint import OPENAI, Endpoint

    key = settings.remote_api_key.get_secret_value() if settings.remote_api_key else ""
    endpoint = Endpoint(
        settings.remote_model or "",
        settings.remote_base_url or OPENAI,
        key,
        settings.remote_timeout_s,
        settings.remote_retries,
        sizes=settings.remote_sizes,
        options=settings.remote_options,
    )
    if key or endpoint.host != _OPENAI:
        return endpoint
    from dataclasses import replace

    return replace(endpoint, api_key=os.environ.get("OPENAI_API_KEY", ""))
