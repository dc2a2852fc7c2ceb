"""Where Pentimento lives: the environment, then the configuration file, then the platform's folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from platformdirs import user_config_path, user_data_path

from agent.home import config_file, home
from agent.settings import load
from tools.errors import PentimentoError


def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('home = "/elsewhere"\n')
    monkeypatch.setenv("PENTIMENTO_HOME", str(tmp_path / "here"))
    assert home() == home(file) == tmp_path / "here"
    assert load(file).home == home(file)


def test_then_the_file_then_the_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PENTIMENTO_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home() == load().home == user_data_path("pentimento")
    file = config_file()
    assert file == user_config_path("pentimento") / "pentimento.toml"
    file.parent.mkdir(parents=True)
    file.write_text('planner = "rules"\n')
    assert home() == user_data_path("pentimento")
    file.write_text('home = "~/pictures"\n')
    assert home() == load().home == tmp_path / "pictures"
    assert load().database == tmp_path / "pictures" / "pentimento.db"


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENTIMENTO_HOME", "")
    assert home() == user_data_path("pentimento")


@pytest.mark.parametrize(
    ("text", "told"), [("home = [1]", "quotes"), ("home =", "can't be read"), ("\xff", "can't be read")]
)
def test_a_bad_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, told: str) -> None:
    monkeypatch.delenv("PENTIMENTO_HOME")
    file = tmp_path / "bad.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(PentimentoError, match=told):
        home(file)


def test_a_file_that_was_named_has_to_be_there(tmp_path: Path) -> None:
    for ask in (config_file, load, home):  # also where the environment says enough
        with pytest.raises(PentimentoError, match="no configuration file"):
            ask(tmp_path / "none.toml")


def test_asking_loads_no_settings_library() -> None:
    import subprocess

    code = "import sys, agent.home; agent.home.home(); print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"pydantic", "pydantic_settings", "platformdirs"} & set(out.split())
