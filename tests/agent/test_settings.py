"""Settings: given values, then the environment, then the person's own file; never a file in the current folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.settings import Settings, load
from tools.errors import PentimentoError


def test_the_order_is_given_environment_file_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "pentimento.toml"
    file.write_text('planner = "file"\nseed = 1\nmax_pixels = 1000\n')
    monkeypatch.setenv("PENTIMENTO_SEED", "2")
    found = load(file, planner="given", engine=None)
    assert (found.planner, found.seed, found.max_pixels, found.log) == ("given", 2, 1000, "WARNING")
    assert load(file).planner == "file"


def test_home_is_expanded_and_holds_the_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PENTIMENTO_HOME", "~/pictures")
    assert load().home == tmp_path / "pictures"
    assert load().database.parent == tmp_path / "pictures"


@pytest.mark.parametrize("text", ["seed = -1", "seed = 4294967296", 'seed = "many"', "max_pixels = 0", "= 3", "\x00"])
def test_a_bad_file_is_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "pentimento.toml"
    file.write_text(text)
    with pytest.raises(PentimentoError) as caught:
        load(file)
    assert caught.value.message.startswith("The settings can't be read")
    assert "\n" not in caught.value.message
    assert caught.value.mend == "operator"


def test_unknown_keys_of_a_newer_version_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "pentimento.toml"
    file.write_text("hologram = true\n")
    assert load(file).planner == "rules"


def test_a_file_in_the_current_folder_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pentimento.toml").write_text('planner = "evil"\n')
    (tmp_path / ".env").write_text("PENTIMENTO_PLANNER=evil\n")
    monkeypatch.chdir(tmp_path)
    assert load().planner == "rules"


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().planner = "other"  # type: ignore[misc]
