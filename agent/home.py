"""Where Pentimento lives on this machine: the folder of its one file of sessions, and that of its configuration.

Answers without loading the settings: undoing a turn must not wait for pydantic. It knows nothing of the files' content.
"""

from __future__ import annotations

import os
from pathlib import Path

from tools.errors import PentimentoError

CONFIG_FILE = "pentimento.toml"
DATABASE = "pentimento.db"


def home(config: Path | None = None) -> Path:
    """$PENTIMENTO_HOME, else `home` of the configuration file, which must exist if given, else the data folder."""
    file = None if config is None else config_file(config)
    told = os.environ.get("PENTIMENTO_HOME") or _told(file or config_file())
    if told:
        return Path(told).expanduser()
    from platformdirs import user_data_path

    return user_data_path("pentimento")


def config_file(config: Path | None = None) -> Path:
    """`config` if given, which must exist, else `pentimento.toml` in the person's own configuration folder."""
    if config is None:
        from platformdirs import user_config_path

        return user_config_path("pentimento") / CONFIG_FILE
    if not config.is_file():
        raise PentimentoError(f"There is no configuration file “{config}”.", mend="operator")
    return config


def _told(file: Path) -> str:
    """What the configuration file says of `home`; "" where there is no file, or it is silent."""
    if not file.is_file():
        return ""
    import tomllib

    try:
        told = tomllib.loads(file.read_text("utf-8")).get("home", "")
    except (OSError, ValueError) as error:
        raise PentimentoError(f"The settings in {file} can't be read: {error}", mend="operator") from error
    if not isinstance(told, str):
        raise PentimentoError(f"In {file}, home must be a folder's name in quotes.", mend="operator")
    return told
