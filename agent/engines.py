"""The engines and grounders that an agent works with: those installed, those of models that were pulled, and the remote
one if the settings name a model for it.

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
from tools.routing import called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.settings import Settings
    from agent.spoken import Spoken
    from tools.engines.remote import Endpoint, Remote
    from tools.studio import Engine, Grounder, Segmenter

_OPENAI = "api.openai.com"
LOCAL = "local"  # every engine on this machine, by one name
_HOW = "Set PENTIMENTO_REMOTE_MODEL, and for a server other than OpenAI's PENTIMENTO_REMOTE_BASE_URL."


class Engines:
    """Which engines there are, by the settings; without settings those that are installed."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings

    def called(self, name: str | None) -> tuple[Engine, ...] | None:
        """All engines to work with; with a name only those called so, and the one that is always there beside a model.

        None where only those of other packages and the embedded one are there. Raises BadArguments for a name that
        nobody has, and what keeps the remote engine from being used.
        """
        from tools.engines import installed

        if name is None:
            return self.all if self.local or self.remote else None
        if name == LOCAL:
            return tuple(engine for engine in self.all if engine is not self.remote)
        if name == "remote" and self.remote is None and self.trouble is not None:
            raise self.trouble
        found = tuple(engine for engine in self.all if called(engine, name))
        if not found:
            raise self._nobody(name)
        always = installed()[-1]
        return found if always in found or not _models(found) else (*found, always)

    @cached_property
    def all(self) -> tuple[Engine, ...]:
        """Every engine: other packages' and the embedded one, those of pulled models, the remote one."""
        from tools.engines import installed

        return (*installed(), *self.local, *([self.remote] if self.remote else []))

    def skills(self, name: str | None) -> frozenset[str]:
        """What the engines of that name, or all, can do."""
        local = name == LOCAL
        chosen = (one for one in self.all if (one is not self.remote if local else name is None or called(one, name)))
        return frozenset(skill for engine in chosen for skill in engine.skills)

    @property
    def models(self) -> bool:
        """Whether any engine is a model, which samples; the embedded one computes."""
        return _models(self.all)

    @cached_property
    def spoken(self) -> Spoken:
        """What people call the engines that there are, and those of the catalogue that could be there."""
        from agent.spoken import Spoken
        from tools.models.catalog import entries

        return Spoken.of(self.all, [entry for entry in entries() if entry.role == "engine"])

    @property
    def preferred(self) -> dict[str, str]:
        """Which engine the settings want for an operation or a skill."""
        return dict(self._settings.engines) if self._settings else {}

    @cached_property
    def local(self) -> tuple[Engine, ...]:
        """The engines of the models that were pulled."""
        if self._settings is None or not self._settings.model_folder.is_dir():
            return ()
        from tools.engines import pulled
        from tools.engines.options import Options
        from tools.models.shelf import Shelf

        told = self._settings
        options = Options(told.device, told.memory, told.memory_gb, told.safety_checker)
        return pulled(Shelf(told.model_folder), options)

    @cached_property
    def grounders(self) -> tuple[Grounder, ...] | None:
        """What finds things: the models that were pulled for it, then the rest; None where there are no such models."""
        if self._settings is None or not self._settings.model_folder.is_dir():
            return None
        from tools.grounding import installed
        from tools.grounding.models import grounders
        from tools.models.shelf import Shelf

        found = grounders(Shelf(self._settings.model_folder), self._settings.device)
        return (*found, *installed()) if found else None

    @cached_property
    def segmenter(self) -> Segmenter | None:
        """The model that cuts out what is pointed at, if one was pulled."""
        if self._settings is None or not self._settings.model_folder.is_dir():
            return None
        from tools.grounding.models import segmenter
        from tools.models.shelf import Shelf

        return segmenter(Shelf(self._settings.model_folder), self._settings.device)

    def _nobody(self, name: str) -> PentimentoError:
        from tools.models.catalog import named

        entry = named(name)
        if entry is not None and entry.role == "engine":
            return ModelUnavailable(
                f"The model {name} is not installed ({entry.disk_gb:g} GB).",
                f"Get it with: pentimento models pull {name}",
            )
        known = ", ".join(engine.name for engine in self.all)
        return BadArguments(f"There is no engine called “{name}”.", f"Installed: {known}.")

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


def _models(engines: Sequence[Engine]) -> bool:
    """Whether they are models, which do not do everything."""
    return any(getattr(engine, "drifts", False) for engine in engines)


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
