"""One frozen Settings: the environment first, then `pentimento.toml` in the user's own configuration folder.

Only the agent reads it; tools and memory are handed plain values. A file in the current folder is never read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from agent.home import DATABASE, config_file
from tools.engines.options import Memory
from tools.errors import PentimentoError


class Settings(BaseSettings):
    """Every field can be set as PENTIMENTO_<NAME> or in `pentimento.toml`."""

    model_config = SettingsConfigDict(env_prefix="PENTIMENTO_", frozen=True, extra="ignore", populate_by_name=True)

    home: Path = Field(default_factory=lambda: user_data_path("pentimento"))
    planner: str = "rules"
    engine: str | None = None
    seed: int | None = Field(default=None, ge=0, lt=2**32)
    max_pixels: int = Field(default=200_000_000, ge=1)
    log: str = "WARNING"

    # The planner "chat": any LangChain chat model. An OpenAI-compatible server needs no more than base_url and model.
    chat_provider: str = "openai"
    chat_model: str | None = None
    chat_base_url: str | None = None
    chat_api_key: SecretStr | None = None
    chat_temperature: float = Field(default=0.0, ge=0, le=2)
    chat_timeout_s: float = Field(default=60.0, gt=0, le=3600)
    chat_deadline_s: float = Field(default=180.0, gt=0, le=7200)
    chat_retries: int = Field(default=3, ge=0, le=20)
    chat_context_tokens: int = Field(default=8000, ge=1500)
    chat_answer_tokens: int = Field(default=1500, ge=100)
    chat_picture_px: int = Field(default=896, ge=0, le=4096)
    chat_send_pictures: Literal["ask", "always", "never"] = "ask"

    # The planner "llava": a model in this process; a repository's id that was downloaded, or a folder.
    llava_model: str = "llava-hf/llava-onevision-qwen2-0.5b-ov-hf"
    llava_device: str = Field(default="", pattern=r"^(|cpu|mps|cuda(:\d+)?)$")  # "": the best there is
    llava_temperature: float = Field(default=0.0, ge=0, le=2)
    llava_timeout_s: float = Field(default=600.0, gt=0, le=7200)
    llava_context_tokens: int = Field(default=8000, ge=1000)
    llava_answer_tokens: int = Field(default=1000, ge=100)
    llava_picture_px: int = Field(default=768, ge=0, le=4096)

    # The engine "remote": any server with OpenAI's images endpoints; without an address it is OpenAI's own.
    remote_model: str | None = None
    remote_base_url: str | None = None
    remote_api_key: SecretStr | None = None
    remote_timeout_s: float = Field(default=180.0, gt=0, le=3600)
    remote_retries: int = Field(default=3, ge=0, le=20)
    remote_sizes: str = "1024x1024,1536x1024,1024x1536"  # that the model paints in; or "multiple:16:1.05" (megapixels)
    remote_options: dict[str, str] = Field(default_factory=dict)  # more fields of each request: quality, seed …
    remote_send_pictures: Literal["ask", "always", "never"] = "ask"

    # Engines and grounders that are models in this process: where they run, in how much memory, with their checkers on.
    device: str = Field(default="", pattern=r"^(|cpu|mps|cuda(:\d+)?)$")  # "": the best there is
    memory: Memory = "auto"  # fast, balanced, small: see tools/engines/options.py
    memory_gb: float | None = Field(default=None, gt=0, le=10_000)  # for all models together
    safety_checker: bool = True
    engines: dict[str, str] = Field(default_factory=dict)  # an operation or a skill, and the engine that shall serve it

    # Models: where they are kept (None: in `home`), and where they come from; a mirror's address, a token of one's own.
    models: Path | None = None
    hub_endpoint: str = Field(default="", validation_alias=AliasChoices("PENTIMENTO_HUB_ENDPOINT", "HF_ENDPOINT"))
    hub_token: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("PENTIMENTO_HUB_TOKEN", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
    )

    @field_validator("home", "models")
    @classmethod
    def _expanded(cls, value: Path | None) -> Path | None:
        return value and value.expanduser()

    @property
    def database(self) -> Path:
        """The one file in which sessions and pictures live."""
        return self.home / DATABASE

    @property
    def model_folder(self) -> Path:
        """The folder into which models are pulled, absolute."""
        return (self.models or self.home / "models").absolute()


def load(config: Path | None = None, **given: Any) -> Settings:
    """Settings from `given`, the environment and the configuration file, in this order. Raises PentimentoError."""
    file = config_file(config)

    class FromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file)

    try:
        return FromFile(**{key: value for key, value in given.items() if value is not None})
    except (ValidationError, ValueError, OSError) as error:
        raise PentimentoError(f"The settings can't be read: {_first_line(error)}", mend="operator") from error


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(error).splitlines()[0]
