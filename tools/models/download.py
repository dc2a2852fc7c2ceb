"""One file, fetched so that nothing is lost and nothing wrong is kept: taken up where it broke off, checked when whole.

The part that has come lies beside its place as `NAME.part`, with the server's mark of that version (ETag) in
`NAME.etag`. It knows nothing of models; which file, and what it has to hash to, it is told.
"""

from __future__ import annotations

import errno
import hashlib
import http.client
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Thread

from tools.errors import DownloadFailed
from tools.models.hub import Hub, Interrupted, NoSuchPart, RemoteFile
from tools.models.meter import Meter

CHUNK = 1 << 18
TICK_S = 0.25
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


def fetch(hub: Hub, address: str, repo: str, file: RemoteFile, target: Path, meter: Meter) -> None:
    """The file at `target`, whole and checked. Raises DownloadFailed; what has come is kept for the next time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = beside(target, ".part")
    meter.turn("fetching", file.path)
    meter.skip(_here(part))
    for last in (False, True):
        _fetched(hub, address, repo, file, part, meter)
        if verified(part, file, meter):
            break
        _forget(part, meter)
        if last:
            raise DownloadFailed(
                f"{file.path} of {repo} arrived damaged twice: it is not what {hub.host} says it is.",
                "Nothing of it was kept. Try again later, or another mirror.",
            )
        meter.turn("fetching", file.path, "arrived damaged, fetched again")
    _settle(part, target)


def beside(target: Path, ending: str) -> Path:
    """A file of ours next to the one that is fetched."""
    return target.with_name(target.name + ending)


def verified(path: Path, file: RemoteFile, meter: Meter) -> bool:
    """Whether the content is what the hub says: by size, and by the hash that it names."""
    if path.stat().st_size != file.size:
        return False
    if not file.sha256 and not file.git_sha1:
        raise DownloadFailed(f"The hub names no hash of {file.path}, so it can't be checked.")
    meter.turn("checking", file.path)
    found = digest(path, meter, git=not file.sha256)
    meter.turn("fetching", file.path)
    return found == (file.sha256 or file.git_sha1)


def digest(path: Path, meter: Meter, *, git: bool = False) -> str:
    """A file's SHA-256, or the SHA-1 by which git names its content."""
    made = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False) if git else hashlib.sha256()
    told = time.monotonic()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            made.update(block)
            if time.monotonic() - told > TICK_S:
                told = time.monotonic()
                meter.tick()
    return made.hexdigest()


def _fetched(hub: Hub, address: str, repo: str, file: RemoteFile, part: Path, meter: Meter) -> None:
    """All bytes in `part`, whatever they are; a broken line is taken up again."""
    tries, pause = 0, meter.patience.pause_s
    while (before := _here(part)) < file.size or not part.exists():
        try:
            _stream(hub, address, repo, file, part, meter)
        except Interrupted as trouble:
            came = _here(part) > before
            tries, pause = (1, meter.patience.pause_s) if came else (tries + 1, pause * 2)
            if tries > meter.patience.tries:
                raise DownloadFailed(
                    f"{file.path} of {repo} broke off: {trouble}.",
                    "What has come is kept; the same command goes on from there.",
                ) from trouble
            _wait(trouble.wait_s if trouble.wait_s is not None else pause, str(trouble), meter)
    if _here(part) > file.size:
        _forget(part, meter)
        _fetched(hub, address, repo, file, part, meter)


def _wait(seconds: float, why: str, meter: Meter) -> None:
    """A pause that is told, so that nobody takes it for a download."""
    meter.turn("waiting", note=why)
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, TICK_S))
        meter.tick()
    meter.turn("fetching")


def _stream(hub: Hub, address: str, repo: str, file: RemoteFile, part: Path, meter: Meter) -> None:
    """One request, from where the part ends. Raises Interrupted where it ends too early."""
    start, mark = _here(part), beside(part.with_suffix(""), ".etag")
    etag = mark.read_text("utf-8") if start and mark.is_file() else ""
    headers = {"Range": f"bytes={start}-"} if start else {}
    if start and etag.startswith('"'):  # a weak mark may not be used for a part
        headers["If-Range"] = etag
    try:
        answer = _patiently(lambda: hub.open(address, repo, headers), meter)
    except NoSuchPart:
        _forget(part, meter)
        raise
    now = answer.headers.get("ETag", "")
    try:
        if start and not _goes_on(answer, start, file, etag, now):
            _forget(part, meter)
            if answer.status == 206:
                raise Interrupted("the file changed on the server", 0)
            start = 0
        _expect(answer, file, start)
    except (Interrupted, DownloadFailed):
        answer.close()
        raise
    mark.write_text(now if now.isascii() and len(now) < 300 else "", "utf-8")
    _write(answer, part, file.size - start, meter)


def _patiently(ask: Callable[[], http.client.HTTPResponse], meter: Meter) -> http.client.HTTPResponse:
    """The server's answer, awaited in a thread: a silent server is told of, and Ctrl-C is heard."""
    came: Queue[http.client.HTTPResponse | Exception] = Queue()

    def run() -> None:
        try:
            came.put(ask())
        except Exception as error:
            came.put(error)

    Thread(target=run, daemon=True).start()
    while True:
        with suppress(Empty):
            answer = came.get(timeout=TICK_S)
            if isinstance(answer, Exception):
                raise answer
            return answer
        meter.tick()


def _goes_on(answer: http.client.HTTPResponse, start: int, file: RemoteFile, etag: str, now: str) -> bool:
    """Whether an answer is the rest of the same file."""
    if answer.status != 206:
        return False
    told = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    same = not etag or not now or etag == now
    return bool(told and int(told[1]) == start and told[3] in ("*", str(file.size)) and same)


def _expect(answer: http.client.HTTPResponse, file: RemoteFile, start: int) -> None:
    """Raises DownloadFailed where the server is about to send another number of bytes."""
    length = answer.headers.get("Content-Length", "")
    if length.isdigit() and int(length) != file.size - start:
        raise DownloadFailed(
            f"{file.path} should have {file.size} bytes; the server has {int(length) + start}.",
            "Try again later, or another mirror.",
        )


def _write(answer: http.client.HTTPResponse, part: Path, left: int, meter: Meter) -> None:
    try:
        with part.open("ab") as stream:
            for block in _blocks(answer, meter):
                kept = block[:left]
                stream.write(kept)
                stream.flush()  # what is told to have come is in the file, whatever happens next
                left -= len(kept)
                meter.add(len(kept))
                if left <= 0:
                    return
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DownloadFailed("The disk is full.", "What has come is kept; make room and try again.") from error
        raise DownloadFailed(f"{part.name} can't be written: {error.strerror or error}.") from error
    if left:
        raise Interrupted("the connection ended too early")


def _blocks(answer: http.client.HTTPResponse, meter: Meter) -> Iterator[bytes]:
    """What comes, as it comes. A thread reads, so that time without a byte can be told and Ctrl-C is heard at once; it
    closes the answer too, as closing waits for a read that is under way.
    """
    came: Queue[bytes | Exception] = Queue(maxsize=16)
    stopped = Event()

    def give(item: bytes | Exception) -> None:
        while not stopped.is_set():
            with suppress(Full):
                came.put(item, timeout=TICK_S)
                return

    def read() -> None:
        try:
            while not stopped.is_set():
                block = answer.read1(CHUNK)
                give(block)
                if not block:
                    return
        except (OSError, ValueError, http.client.HTTPException) as error:
            give(error)
        finally:
            answer.close()

    Thread(target=read, daemon=True).start()
    try:
        while True:
            try:
                item = came.get(timeout=TICK_S)
            except Empty:
                meter.tick()
                continue
            if isinstance(item, TimeoutError):
                raise Interrupted(f"nothing came for {meter.patience.timeout_s:g} seconds") from item
            if isinstance(item, Exception):
                raise Interrupted(f"the connection broke ({str(item)[:100] or type(item).__name__})") from item
            if not item:
                return
            yield item
    finally:
        stopped.set()


def _here(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _forget(part: Path, meter: Meter) -> None:
    meter.skip(-_here(part))
    part.unlink(missing_ok=True)
    beside(part.with_suffix(""), ".etag").unlink(missing_ok=True)


def _settle(part: Path, target: Path) -> None:
    """The part becomes the file, and both are on the disk when this returns."""
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    part.replace(target)
    beside(target, ".etag").unlink(missing_ok=True)
