"""One frozen Settings: the environment first, then `pentimento.toml` in the user's own configuration folder.

Only the agent reads it; tools and memory are handed plain values. A file in the current folder is never read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from agent.home import DATABASE, config_file
from tools.errors import PentimentoError


class Settings(BaseSettings):
    """Every field can be set as PENTIMENTO_<NAME> or in `pentimento.toml`."""

    model_config = SettingsConfigDict(env_prefix="PENTIMENTO_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=lambda: user_data_path("pentimento"))
    planner: str = "rules"
    engine: str | None = None
    seed: int | None = Field(default=None, ge=0, lt=2**32)
    max_pixels: int = Field(default=200_000_000, ge=1)
    log: str = "WARNING"

    @field_validator("home")
    @classmethod
    def _expanded(cls, value: Path) -> Path:
        return value.expanduser()

    @property
    def database(self) -> Path:
        """The one file in which sessions and pictures live."""
        return self.home / DATABASE


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
