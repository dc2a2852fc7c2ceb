"""Models from a real HTTP server with the hub's layout: whole, cut off, slow, damaged, gated, and not what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tools.errors import DownloadFailed, ModelRefused
from tools.models import Hub, Installed, Patience, Progress, Shelf, pull, survey
from tools.models.pulling import check

Files = dict[str, bytes]
REPO = "llava-hf/llava-onevision-qwen2-0.5b-ov-hf"
NAME = "llava-onevision-0.5b"
WEIGHTS = "model.safetensors"
QUICK = Patience(stalled_s=0.3, timeout_s=10, tries=2, pause_s=0.01)


class Pulls:
    """A hub that serves one model, and a models folder; `told` is all progress so far."""

    def __init__(self, hub: Any, folder: Path) -> None:
        self.hub, self.shelf = hub, Shelf(folder)
        self.told: list[Progress] = []
        self.token = ""
        self.timeout_s = 10.0

    def __call__(self, name: str = REPO, *, accepted: bool = False, patience: Patience = QUICK) -> Installed:
        server = Hub(self.hub.address, self.token, self.timeout_s)
        found = survey(name, server)
        return pull(found, self.shelf, server, accepted=accepted, watch=self.told.append, patience=patience)

    @property
    def part(self) -> Path:
        """What has come of the weights."""
        return self.shelf.underway(NAME) / self.hub.commit / f"{WEIGHTS}.part"

    def starts(self, path: str = WEIGHTS) -> list[str]:
        """From where each request for a file asked for it."""
        return [headers.get("Range", "") for headers in self.hub.asked_for(path)]

    def failed(self, **given: Any) -> str:
        with pytest.raises(DownloadFailed) as caught:
            self(**given)
        assert "\n" not in caught.value.message
        assert self.shelf.installed() == []
        return f"{caught.value.message} {caught.value.hint}"


@pytest.fixture
def pulls(hub_of: Callable[..., Any], whole: Files, tmp_path: Path) -> Pulls:
    return Pulls(hub_of(REPO, whole), tmp_path / "models")


def is_whole(found: Installed, files: Files) -> None:
    for path, content in files.items():
        assert (found.path / path).read_bytes() == content
    assert check(found) == []


def test_a_complete_download(pulls: Pulls, whole: Files) -> None:
    found = pulls()
    assert found.path == pulls.shelf.folder / NAME
    is_whole(found, whole)
    told = found.manifest
    assert (told.repo, told.revision, told.licence, told.accepted) == (REPO, pulls.hub.commit, "apache-2.0", False)
    assert set(told.files) == set(whole)
    assert pulls.told[-1].done == pulls.told[-1].total == sum(map(len, whole.values()))
    assert all(before.done <= after.done for before, after in zip(pulls.told, pulls.told[1:], strict=False))
    assert not pulls.shelf.underway(NAME).exists()
    assert all(f"/resolve/{pulls.hub.commit}/" in path for path, _ in pulls.hub.asked[1:])  # never a branch


def test_pickles_and_code_are_not_fetched(pulls: Pulls, whole: Files) -> None:
    pulls.hub.files |= {
        "pytorch_model.bin": b"x",
        "handler.py": b"x",
        "sub/model.safetensors": b"x",
        ".gitattributes": b"",
    }
    is_whole(pulls(), whole)
    fetched = {path.rsplit("/", 1)[1] for path, _ in pulls.hub.asked if "/resolve/" in path}
    assert fetched == set(whole)


def test_a_line_that_breaks_is_taken_up_where_it_broke(pulls: Pulls, whole: Files) -> None:
    pulls.hub.cut = (WEIGHTS, 100_000, 2)
    is_whole(pulls(), whole)
    assert pulls.starts() == ["", "bytes=100000-", "bytes=200000-"]
    assert pulls.hub.asked_for(WEIGHTS)[1]["If-Range"] == '"one"'
    assert any(one.doing == "waiting" and "ended too early" in one.note for one in pulls.told)


def test_another_day_goes_on_with_what_has_come(pulls: Pulls, whole: Files) -> None:
    pulls.hub.cut = (WEIGHTS, 60_000, 1)
    assert "the same command goes on" in pulls.failed(patience=Patience(tries=0))
    assert pulls.part.stat().st_size == 60_000
    assert pulls.shelf.begun(NAME) > 60_000
    pulls.hub.asked.clear()
    is_whole(pulls(), whole)
    assert pulls.starts() == ["bytes=60000-"]
    assert pulls.starts("config.json") == []  # came whole the first time


def test_a_file_that_changed_in_between_begins_anew(pulls: Pulls, whole: Files) -> None:
    pulls.hub.cut = (WEIGHTS, 60_000, 1)
    pulls.failed(patience=Patience(tries=0))
    pulls.part.write_bytes(b"?" * 60_000)  # of what the file was before
    pulls.hub.etag = "two"
    is_whole(pulls(), whole)
    assert pulls.starts()[1:] == ["bytes=60000-"]  # and the server answered with all of it


def test_a_server_that_knows_no_ranges(pulls: Pulls, whole: Files) -> None:
    pulls.hub.cut, pulls.hub.ranges = (WEIGHTS, 60_000, 1), False
    is_whole(pulls(), whole)


def test_a_part_longer_than_the_file_is_thrown_away(pulls: Pulls, whole: Files) -> None:
    pulls.hub.cut = (WEIGHTS, 60_000, 1)
    pulls.failed(patience=Patience(tries=0))
    pulls.part.write_bytes(bytes(1_000_000))
    is_whole(pulls(), whole)


def test_a_slow_line_is_said_to_be_stalled(pulls: Pulls, whole: Files) -> None:
    pulls.hub.pause, pulls.hub.pause_s = (WEIGHTS, 50_000, 1), 1.2
    is_whole(pulls(), whole)
    stalled = [one for one in pulls.told if one.stalled]
    assert stalled
    assert all(one.rate == 0 and one.eta_s is None and one.idle_s >= QUICK.stalled_s for one in stalled)
    assert len({one.done for one in stalled}) == 1  # nothing is pretended to move
    assert not pulls.told[-1].stalled


def test_a_dead_line_is_dropped_and_taken_up(pulls: Pulls, whole: Files) -> None:
    pulls.hub.pause, pulls.hub.pause_s, pulls.timeout_s = (WEIGHTS, 50_000, 1), 3.0, 0.6
    is_whole(pulls(), whole)
    assert pulls.starts() == ["", "bytes=50000-"]


def test_a_damaged_file_is_fetched_once_more(pulls: Pulls, whole: Files) -> None:
    pulls.hub.spoil = {WEIGHTS: 1, "config.json": 1}
    is_whole(pulls(), whole)
    assert pulls.starts() == pulls.starts("config.json") == ["", ""]
    assert any("damaged" in one.note for one in pulls.told)


@pytest.mark.parametrize("path", [WEIGHTS, "config.json"])
def test_a_file_that_stays_damaged_is_refused(pulls: Pulls, path: str) -> None:
    pulls.hub.spoil = {path: 9}
    assert f"{path} of {REPO} arrived damaged twice" in pulls.failed()
    assert pulls.starts(path) == ["", ""]
    assert not pulls.part.exists()


def test_a_file_without_a_hash_is_not_believed(pulls: Pulls) -> None:
    pulls.hub.listed = {"config.json": {"blobId": None}}
    assert "names no hash of config.json" in pulls.failed()


def test_a_server_that_has_other_sizes(pulls: Pulls, whole: Files) -> None:
    pulls.hub.length = {WEIGHTS: 7}
    assert f"should have {len(whole[WEIGHTS])} bytes; the server has 7" in pulls.failed()
    del pulls.hub.length[WEIGHTS]
    pulls.hub.files[WEIGHTS] += b"more"
    pulls.hub.listed = {WEIGHTS: {"lfs": {"size": len(whole[WEIGHTS]), "sha256": "0" * 64}}}
    assert "the server has" in pulls.failed()


@pytest.mark.parametrize(("status", "tries"), [(503, 2), (429, 2), (500, 1)])
def test_a_bad_moment_of_the_server_passes(pulls: Pulls, whole: Files, status: int, tries: int) -> None:
    pulls.hub.refuse = {WEIGHTS: (status, "", tries)}
    is_whole(pulls(), whole)


def test_a_server_that_stays_bad_is_given_up(pulls: Pulls) -> None:
    pulls.hub.refuse = {WEIGHTS: (503, "", 99)}
    assert "answered 503" in pulls.failed()
    assert len(pulls.starts()) == 1 + QUICK.tries


@pytest.mark.parametrize(("status", "why", "said"), [
    (403, "GatedRepo", "Accept its licence at"), (401, "", "needs a token"), (404, "EntryNotFound", "lacks a file"),
    (404, "", "has no model"), (418, "", "answered 418"),
])  # fmt: skip
def test_what_no_try_will_mend_is_told_at_once(pulls: Pulls, status: int, why: str, said: str) -> None:
    pulls.hub.refuse = {WEIGHTS: (status, why, 9)}
    assert said in pulls.failed()
    assert len(pulls.starts()) == 1


def test_a_gated_model_needs_acceptance_and_a_token(pulls: Pulls, whole: Files) -> None:
    pulls.hub.told = {"gated": "manual", "cardData": {"license": "other", "license_name": "look-but-do-not-sell"}}
    said = pulls.failed(accepted=True)
    assert "accepted its licence (look-but-do-not-sell), so it needs a token" in said
    pulls.token = pulls.hub.token = "hf_secret"
    said = pulls.failed()
    assert "only to those who accept its licence (look-but-do-not-sell)" in said
    assert "--accept-licence" in said
    assert len(pulls.hub.asked) == 2  # the two listings; not one byte of the model
    found = pulls(accepted=True)
    is_whole(found, whole)
    assert found.manifest.accepted
    assert "hf_secret" not in (found.path / "pentimento-model.json").read_text()


def test_a_wrong_token(pulls: Pulls) -> None:
    pulls.hub.token, pulls.token = "hf_right", "hf_wrong"
    said = pulls.failed()
    assert "refuses your token" in said
    assert "hf_wrong" not in said


def test_the_token_does_not_follow_to_another_host(pulls: Pulls, whole: Files, hub_of: Callable[..., Any]) -> None:
    pulls.hub.elsewhere = store = hub_of(REPO, whole)
    pulls.token = pulls.hub.token = "hf_secret"
    store.cut = (WEIGHTS, 100_000, 1)
    is_whole(pulls(), whole)
    assert [headers.get("Range") for headers in store.asked_for(WEIGHTS)] == [None, "bytes=100000-"]
    assert not [headers for _, headers in store.asked if "Authorization" in headers]
    assert all(headers["Authorization"] == "Bearer hf_secret" for _, headers in pulls.hub.asked)


def test_a_token_is_not_sent_in_the_clear() -> None:
    hub = Hub("http://mirror.example.org", "hf_secret")
    assert "hf_secret" not in repr(hub)
    with pytest.raises(DownloadFailed, match="in the clear"):
        hub.listing(REPO)


@pytest.mark.parametrize("address", ["", "ftp://x", "huggingface.co", "file:///etc", "http://"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(DownloadFailed, match="no address of a hub"):
        Hub(address)


@pytest.mark.parametrize(
    "path", ["../outside.json", "/etc/x.json", "a/../../x.json", "a\\b.json", "x\n.json", "a//b.json"]
)
def test_a_listing_that_leads_out_of_the_folder(pulls: Pulls, path: str) -> None:
    pulls.hub.files[path] = b"{}"
    assert "leads out of its folder" in pulls.failed()


@pytest.mark.parametrize(
    "told",
    [{"sha": "main"}, {"siblings": None}, {"siblings": [{}]}, {"siblings": [{"rfilename": "a.json", "size": -1}]},
     {"siblings": [{"rfilename": "a.json"}] * 5001}, {"sha": None}, {"cardData": 3}],
)  # fmt: skip
def test_an_answer_that_makes_no_sense(pulls: Pulls, told: dict[str, Any]) -> None:
    pulls.hub.told = told
    assert "makes no sense" in pulls.failed()


def test_no_such_model_and_no_such_revision(pulls: Pulls) -> None:
    assert "has no model someone/else" in pulls.failed(name="someone/else")
    with pytest.raises(DownloadFailed, match="no such revision"):
        survey(REPO, Hub(pulls.hub.address), "0" * 40)


def test_a_full_disk_is_told_before_anything_comes(pulls: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 200_000_100})())
    assert "0.2 GB are free" in pulls.failed()
    assert pulls.starts("config.json") == []


def test_code_in_a_configuration_is_seen_before_the_weights_come(pulls: Pulls, whole: Files) -> None:
    config = {**json.loads(whole["config.json"]), "auto_map": {"AutoModel": "evil.Model"}}
    pulls.hub.files["config.json"] = json.dumps(config).encode()
    with pytest.raises(ModelRefused, match="its own code"):
        pulls()
    assert pulls.starts() == []
    assert pulls.shelf.installed() == []


def test_only_pickles(pulls: Pulls) -> None:
    pulls.hub.files["pytorch_model.bin"] = pulls.hub.files.pop(WEIGHTS)
    with pytest.raises(ModelRefused, match="only pickled weights"):
        pulls()


def test_two_at_once(pulls: Pulls) -> None:
    with pulls.shelf.lock(NAME):
        assert "Another process is busy with" in pulls.failed()
        made = f"Shelf(Path({str(pulls.shelf.folder)!r})).lock({NAME!r})"
        code = f"from pathlib import Path; from tools.models import Shelf\nwith {made}: pass"
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "busy with" in other.stderr
    pulls()


def test_what_lies_in_the_way_is_not_touched(pulls: Pulls) -> None:
    own = pulls.shelf.folder / NAME / "notes.txt"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    assert "is in the way" in pulls.failed()
    assert own.read_text() == "mine"


def test_a_damaged_model_is_mended_with_what_is_wrong_alone(pulls: Pulls, whole: Files) -> None:
    found = pulls()
    (found.path / "config.json").write_bytes(whole["config.json"].replace(b"2", b"3"))
    assert check(found) == ["config.json"]
    pulls.hub.asked.clear()
    is_whole(pulls(), whole)
    assert len(pulls.starts("config.json")) == 1
    assert pulls.starts() == []


def test_a_repository_that_the_catalogue_does_not_know(
    hub_of: Callable[..., Any], whole: Files, tmp_path: Path
) -> None:
    pulls = Pulls(hub_of("someone/model", whole), tmp_path / "models")
    found = pulls("someone/model")
    assert found.name == "someone--model"
    assert pulls.shelf.get("someone/model") == found


def test_a_pipeline_comes_in_one_variant(hub_of: Callable[..., Any], pipeline: Files, tmp_path: Path) -> None:
    repo, extra = "timbrooks/instruct-pix2pix", {}
    for path in [path for path in pipeline if path.endswith(".safetensors")]:
        extra[path.replace(".safetensors", ".fp16.safetensors")] = pipeline[path]
        extra[path.replace(".safetensors", ".non_ema.safetensors")] = b"x"
    names = (
        "vae_1_0/diffusion_pytorch_model.safetensors",
        "unet/model.onnx",
        "vae_decoder/model.onnx",
        "all.safetensors",
    )
    other = {**dict.fromkeys(names, b"x"), "vae_1_0/config.json": b"{}", "vae_decoder/config.json": b"{}"}
    pulls = Pulls(hub_of(repo, {**pipeline, **extra, **other}), tmp_path / "models")
    found = pulls(repo)
    assert (found.name, found.manifest.variant) == ("ip2p", "fp16")
    plain = {path for path in pipeline if not path.endswith(".safetensors")}
    assert set(found.manifest.files) == plain | {path for path in extra if "fp16" in path}
    del pulls.hub.files["vae/diffusion_pytorch_model.fp16.safetensors"]
    assert pulls.shelf.remove(found)[1] == []
    found = pulls(repo)  # a variant that one part lacks is no variant of the whole
    assert (set(found.manifest.files), found.manifest.variant) == (set(pipeline), "")
