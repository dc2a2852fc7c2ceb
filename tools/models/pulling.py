"""A model onto this machine: looked at first (`survey`), then fetched, checked, judged and put in its place at once.

From the hub or a mirror (`pull`), or from a folder that is here already (`adopt`). Nothing is fetched before its
licence could be shown, and nothing takes its place before every file is what the hub says and the folder was judged.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tools.errors import DownloadFailed, ModelRefused
from tools.models.catalog import REPOSITORY, Entry, known, named
from tools.models.choosing import INDEX, WEIGHTS, chosen, variant_of
from tools.models.configs import read
from tools.models.download import digest, fetch, verified
from tools.models.hub import Hub, RemoteFile
from tools.models.judging import Judged, components, files_of, judge, words
from tools.models.meter import Meter, Patience, Watch, unwatched
from tools.models.parts import judge_part
from tools.models.shelf import Installed, Kept, Manifest, Shelf

SPARE_BYTES = 200_000_000  # room that a full disk needs for everything else


@dataclass(frozen=True)
class Survey:
    """What a pull would fetch. `licence` is the hub's word, `entry` the catalogue's where it knows the model."""

    name: str
    repo: str
    commit: str
    files: tuple[RemoteFile, ...]
    licence: str
    gated: bool
    entry: Entry | None = None

    @property
    def size(self) -> int:
        """Bytes to fetch, all files together."""
        return sum(file.size for file in self.files)


def order(name: str) -> tuple[str, str, Entry | None]:
    """Folder name, repository and catalogue's entry for a name or an `owner/name`. Raises ModelRefused."""
    if entry := named(name):
        return entry.name, entry.repo, entry
    if REPOSITORY.fullmatch(name):
        return name.replace("/", "--"), name, None
    entry = known(name)
    return entry.name, entry.repo, entry


def survey(name: str, hub: Hub, revision: str = "") -> Survey:
    """Ask the hub what there is to fetch; nothing is fetched. Raises DownloadFailed and ModelRefused."""
    folder, repo, entry = order(name)
    listing = hub.listing(repo, revision or (entry.revision if entry else ""))
    licence = listing.licence or (entry.licence if entry else "not stated")
    if listing.gated and not hub.token:
        raise DownloadFailed(
            f"{repo} is given only to accounts that accepted its licence ({licence}), so it needs a token.",
            f"Read and accept it at {hub.endpoint}/{repo}, set HF_TOKEN to a token of that account, then: "
            f"pentimento models pull {folder} --accept-licence",
        )
    names = [file.path for file in listing.files]
    index = hub.told(hub.address(repo, listing.commit, INDEX), repo) if INDEX in names else {}
    paths = chosen(names, repo, *_wishes(entry), _parts(index, repo))
    files = tuple(file for file in listing.files if file.path in set(paths))
    return Survey(folder, repo, listing.commit, files, licence, listing.gated or bool(entry and entry.gated), entry)


def pull(
    found: Survey,
    shelf: Shelf,
    hub: Hub,
    *,
    accepted: bool = False,
    watch: Watch = unwatched,
    patience: Patience | None = None,
) -> Installed:
    """Fetch what was surveyed. Raises DownloadFailed and ModelRefused; what has come is kept for the next time."""
    if found.gated and not accepted:
        raise DownloadFailed(
            f"{found.repo} is given only to those who accept its licence ({found.licence}).",
            f"Read it at {hub.endpoint}/{found.repo}; then: pentimento models pull {found.name} --accept-licence",
        )
    with shelf.lock(found.name):
        made = shelf.underway(found.name) / found.commit
        _only(made)
        meter = Meter(found.size, watch, patience or Patience())
        _reuse(shelf.get(found.name), found, made, meter)
        todo = [file for file in found.files if not _fetched(made, file, meter)]
        _room(shelf, sum(file.size for file in todo) - _begun(made, todo))
        for heavy in (False, True):
            for file in (one for one in todo if one.path.endswith(WEIGHTS) == heavy):
                fetch(hub, hub.address(found.repo, found.commit, file.path), found.repo, file, made / file.path, meter)
            words(made, found.name)  # before the weights: what must not be opened is not fetched either
        _judged(made, found.name, found.entry)
        kept = {
            file.path: Kept(size=file.size, sha256=file.sha256 or digest(made / file.path, meter))
            for file in found.files
        }
        return shelf.put(made, _manifest(found, hub.host, kept, accepted=accepted))


def adopt(name: str, source: Path, shelf: Shelf, *, watch: Watch = unwatched, accepted: bool = False) -> Installed:
    """Take a model from a folder of this machine, as a hub's copy on a disk. Raises DownloadFailed and ModelRefused."""
    folder, repo, entry = order(name)
    here = {file.relative_to(source).as_posix(): file for file in files_of(source, folder)}
    paths = chosen(here, repo, *_wishes(entry), _parts(read(here[INDEX], folder) if INDEX in here else {}, folder))
    if entry is not None and entry.gated and not accepted:
        raise DownloadFailed(
            f"{repo} is given only to those who accept its licence ({entry.licence}).",
            "Read it, then say --accept-licence.",
        )
    with shelf.lock(folder):
        made = shelf.underway(folder) / "folder"
        _only(made)
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        meter = Meter(sum(here[path].stat().st_size for path in paths), watch)
        _room(shelf, meter.total)
        kept: dict[str, Kept] = {}
        for heavy in (False, True):
            for path in (one for one in paths if one.endswith(WEIGHTS) == heavy):
                kept[path] = _copied(here[path], made / path, path, meter)
            words(made, folder)
        _judged(made, folder, entry)
        licence = entry.licence if entry else "not stated"
        found = Survey(folder, repo, "", (), licence, bool(entry and entry.gated), entry)
        return shelf.put(made, _manifest(found, str(source.resolve()), kept, accepted=accepted))


def check(model: Installed, watch: Watch = unwatched) -> list[str]:
    """The files of an installed model that are not what they were when they were pulled."""
    meter = Meter(model.size, watch)
    wrong = set(model.missing())
    for path, kept in model.manifest.files.items():
        if path in wrong:
            continue
        meter.turn("checking", path)
        if digest(model.path / path, meter) != kept.sha256:
            wrong.add(path)
        meter.skip(kept.size)
    return sorted(wrong)


def _judged(made: Path, name: str, entry: Entry | None) -> Judged:
    """A whole model, or what the catalogue calls a part of one. Raises ModelRefused."""
    return judge_part(made, name) if entry is not None and entry.role == "part" else judge(made, name)


def _wishes(entry: Entry | None) -> tuple[str, Collection[str]]:
    return (entry.variant, entry.files) if entry else ("", ())


def _parts(index: object, name: str) -> list[str]:
    """The folders that a pipeline consists of; others of its repository are other versions of them."""
    return list(components(index, name)) if isinstance(index, dict) else []


def _only(made: Path) -> None:
    """Of another commit that was once begun nothing can be used."""
    for other in made.parent.iterdir() if made.parent.is_dir() else ():
        if other != made:
            shutil.rmtree(other, ignore_errors=True)
    made.mkdir(parents=True, exist_ok=True)


def _reuse(model: Installed | None, found: Survey, made: Path, meter: Meter) -> None:
    """What is installed of the same files and still whole need not come again."""
    if model is None:
        return
    for file in found.files:
        here, target = model.path / file.path, made / file.path
        if target.exists() or here.is_symlink() or not here.is_file() or not verified(here, file, meter):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(here, target)


def _fetched(made: Path, file: RemoteFile, meter: Meter) -> bool:
    """Whether a file came whole at an earlier time; only then does it have its own name."""
    there = (made / file.path).is_file() and (made / file.path).stat().st_size == file.size
    if there:
        meter.skip(file.size)
    return there


def _begun(made: Path, files: Collection[RemoteFile]) -> int:
    parts = [made / (file.path + ".part") for file in files]
    return sum(part.stat().st_size for part in parts if part.is_file())


def _room(shelf: Shelf, wanted: int) -> None:
    free = shutil.disk_usage(shelf.folder).free
    if wanted + SPARE_BYTES > free:
        raise DownloadFailed(
            f"{wanted / 1e9:.1f} GB are needed in {shelf.folder}, {free / 1e9:.1f} GB are free.",
            "Make room, or set PENTIMENTO_MODELS to a folder on another disk.",
        )


def _copied(source: Path, target: Path, path: str, meter: Meter) -> Kept:
    meter.turn("copying", path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as coming, target.open("wb") as stream:
        while block := coming.read(1 << 20):
            stream.write(block)
            meter.add(len(block))
    return Kept(size=target.stat().st_size, sha256=digest(target, meter))


def _manifest(found: Survey, source: str, kept: dict[str, Kept], *, accepted: bool) -> Manifest:
    if not kept:
        raise ModelRefused(f"{found.repo} has no files.")
    return Manifest(
        name=found.name, repo=found.repo, revision=found.commit, source=source, licence=found.licence,
        accepted=accepted, variant=variant_of(kept),
        pulled_at=datetime.now(UTC).isoformat(timespec="seconds"), files=kept,
    )  # fmt: skip
