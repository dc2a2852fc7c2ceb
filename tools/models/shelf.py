"""The models folder: what was pulled into it, where it lies, and how it leaves again.

Each model is a folder with a manifest of its own, which says where every file came from and what it hashes to. Only
what a manifest names is ever deleted, and nothing outside the models folder. It knows nothing of networks.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from tools.errors import DownloadFailed, ModelRefused

MANIFEST = "pentimento-model.json"
MANIFEST_BYTES = 5_000_000
UNDERWAY = ".pulling"
_FOLDER = re.compile(r"[A-Za-z0-9][\w.-]{0,200}")


class Kept(BaseModel):
    """One file of a model: its size in bytes and its SHA-256, as it was when it was pulled."""

    model_config = ConfigDict(frozen=True)

    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """Where a model came from: `source` is a hub's host or a folder, `revision` the commit, "" from a folder."""

    model_config = ConfigDict(frozen=True)

    format: int = 1
    name: str
    repo: str
    revision: str
    source: str
    licence: str
    accepted: bool
    variant: str = ""
    pulled_at: str
    files: dict[str, Kept]

    @field_validator("files")
    @classmethod
    def _inside(cls, files: dict[str, Kept]) -> dict[str, Kept]:
        for path in files:
            place = PurePosixPath(path)
            if place.is_absolute() or ".." in place.parts or "\\" in path or not place.parts:
                raise ValueError("a file outside the folder")
        return files


@dataclass(frozen=True)
class Installed:
    """A model that was pulled."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def size(self) -> int:
        """Bytes that its files had when they were pulled."""
        return sum(kept.size for kept in self.manifest.files.values())

    @property
    def origin(self) -> str:
        """Repository and commit; from a folder, what its files hash to."""
        return f"{self.manifest.repo}@{self.manifest.revision or self.fingerprint}"

    @property
    def fingerprint(self) -> str:
        """What all its files hash to together, shortened."""
        told = "".join(f"{path}:{kept.sha256}" for path, kept in sorted(self.manifest.files.items()))
        return sha256(told.encode()).hexdigest()[:16]

    def missing(self) -> list[str]:
        """The files that are gone, or have another size than they had."""
        files = self.manifest.files.items()
        return [path for path, kept in files if _size(self.path / path) != kept.size]


@dataclass(frozen=True)
class Shelf:
    """The models folder, which need not exist yet."""

    folder: Path

    def installed(self) -> list[Installed]:
        """Every model that was pulled, by name; what has no manifest of ours is none."""
        if not self.folder.is_dir():
            return []
        found = (self._read(path) for path in sorted(self.folder.iterdir()) if not path.name.startswith("."))
        return [one for one in found if one is not None]

    def get(self, name: str) -> Installed | None:
        """The model of that name, or of that repository; None if it was not pulled."""
        return next((one for one in self.installed() if name in (one.name, one.manifest.repo)), None)

    def place(self, name: str) -> Path:
        """Where a model of that name lies, or would."""
        if not _FOLDER.fullmatch(name):
            raise ModelRefused(f"“{name[:80]}” is no name for a model's folder.")
        return self.folder / name

    def underway(self, name: str) -> Path:
        """Where what has come of a model is kept until it is whole."""
        return self.folder / UNDERWAY / self.place(name).name

    def begun(self, name: str) -> int:
        """Bytes that have come of a model that is not whole."""
        files = self.underway(name).rglob("*") if self.underway(name).is_dir() else []
        return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink())

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold one model against other processes. Raises DownloadFailed where another holds it."""
        folder = self.underway(name).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stream = (folder / f"{name}.lock").open("a")
        except OSError as error:
            raise DownloadFailed(f"The folder {self.folder} can't be written to: {error.strerror}.") from error
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise DownloadFailed(
                    f"Another process is busy with {name}.", "Wait until it has finished, or stop it."
                ) from error
            yield

    def put(self, made: Path, manifest: Manifest) -> Installed:
        """A folder that is whole takes its place; one of the same name that was pulled earlier leaves."""
        place = self.place(manifest.name)
        with (made / MANIFEST).open("w", encoding="utf-8") as stream:
            stream.write(manifest.model_dump_json(indent=1) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        self.free(manifest.name)
        made.rename(place)
        _to_disk(self.folder)
        shutil.rmtree(self.underway(manifest.name), ignore_errors=True)
        return Installed(place, manifest)

    def free(self, name: str) -> None:
        """Make room for a model of that name. Raises DownloadFailed where something that was not pulled lies there."""
        place = self.place(name)
        if before := self._read(place):
            self.remove(before)
        if place.is_symlink() or place.exists():
            raise DownloadFailed(f"{place} is in the way; it holds what was not pulled.", "Move it away first.")

    def remove(self, model: Installed) -> tuple[int, list[Path]]:
        """Delete what was pulled: the bytes freed, and what is left because somebody else put it there."""
        inside = self.folder.resolve()
        if model.path.is_symlink() or model.path.resolve().parent != inside:
            raise ModelRefused(f"{model.path} does not lie in the models folder, so it stays.")
        freed = 0
        for name in (*model.manifest.files, MANIFEST):
            file = model.path / name
            if not file.parent.resolve().is_relative_to(model.path.resolve()) or not (
                file.is_file() or file.is_symlink()
            ):
                continue
            freed += 0 if file.is_symlink() else file.stat().st_size
            file.unlink()
        for folder in sorted((one for one in model.path.rglob("*") if _bare(one)), reverse=True):
            _rmdir(folder)
        _rmdir(model.path)
        return freed, sorted(model.path.rglob("*")) if model.path.is_dir() else []

    def forget(self, name: str) -> int:
        """Delete what has come of a model that never became whole; the bytes freed."""
        begun = self.begun(name)
        if not self.underway(name).is_symlink():
            shutil.rmtree(self.underway(name), ignore_errors=True)
        return begun

    def _read(self, path: Path) -> Installed | None:
        file = path / MANIFEST
        if path.is_symlink() or not file.is_file() or file.stat().st_size > MANIFEST_BYTES:
            return None
        try:
            return Installed(path, Manifest.model_validate_json(file.read_bytes()))
        except (OSError, ValidationError):
            return None


def _bare(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink()


def _rmdir(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else -1


def _to_disk(folder: Path) -> None:
    """Names in a folder outlive a power cut only once the folder itself is on the disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
