"""The hub over HTTP, or a mirror of it: what a repository holds at a commit, and the bytes of one file.

A token goes to the hub's own address alone, never along with a redirect to another host and never in the clear.
It knows nothing of folders; a file's content is checked by whoever keeps it.
"""

from __future__ import annotations

import http.client
import json
import re
import ssl
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import PurePosixPath
from typing import Any
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit

from tools.errors import DownloadFailed

HUB = "https://huggingface.co"
ANSWER_BYTES = 20_000_000
MOST_FILES = 5000
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PATH = re.compile(r"[^\x00-\x1f\\:*?\"<>|]{1,250}")


class Interrupted(Exception):
    """The line broke, or the server had a bad moment: worth another try after `wait_s`, or a usual pause."""

    def __init__(self, why: str, wait_s: float | None = None) -> None:
        super().__init__(why)
        self.wait_s = wait_s


class NoSuchPart(Interrupted):
    """The server has nothing from the asked place on."""


@dataclass(frozen=True)
class RemoteFile:
    """A file of a repository: its size in bytes, and what its content hashes to (SHA-256, or git's SHA-1 of a blob)."""

    path: str
    size: int
    sha256: str = ""
    git_sha1: str = ""


@dataclass(frozen=True)
class Listing:
    """A repository at one commit, as the hub tells of it."""

    repo: str
    commit: str
    files: tuple[RemoteFile, ...]
    licence: str
    gated: bool


class _Redirects(request.HTTPRedirectHandler):
    """Follows redirects; the token stays behind where they lead to another host, and https never becomes http."""

    max_redirections = 6

    def redirect_request(
        self, req: request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> request.Request | None:
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        if after.scheme not in ("http", "https") or (before.scheme, after.scheme) == ("https", "http"):
            raise DownloadFailed(f"{before.netloc} leads to an unsafe address ({after.scheme}://{after.netloc}).")
        made = super().redirect_request(req, fp, code, msg, headers, newurl)
        if made is not None and (before.scheme, before.netloc) != (after.scheme, after.netloc):
            made.remove_header("Authorization")
        return made


@dataclass(frozen=True)
class Hub:
    """Where models come from. `endpoint` is the hub or a mirror, `token` a person's own or ""."""

    endpoint: str = HUB
    token: str = field(default="", repr=False)
    timeout_s: float = 60.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "endpoint", self.endpoint.rstrip("/"))
        address = urlsplit(self.endpoint)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise DownloadFailed(
                f"“{self.endpoint[:80]}” is no address of a hub.", "Set HF_ENDPOINT to one like https://huggingface.co."
            )

    @property
    def host(self) -> str:
        return urlsplit(self.endpoint).netloc

    def listing(self, repo: str, revision: str = "") -> Listing:
        """What `repo` holds at `revision` (a commit, a branch, or "" for the newest). Raises DownloadFailed."""
        wanted = revision or "main"
        found = _listing(repo, self.told(f"/api/models/{repo}/revision/{quote(wanted, safe='')}?blobs=true", repo))
        if _COMMIT.fullmatch(wanted) and found.commit != wanted:
            raise DownloadFailed(f"{self.host} answered with another revision of {repo} than {wanted[:12]}.")
        return found

    def told(self, path: str, repo: str) -> Any:
        """The JSON at a path of the hub, which is no larger than an answer may be. Raises DownloadFailed."""
        try:
            with self.open(path, repo) as answer:
                return json.loads(answer.read(ANSWER_BYTES))
        except Interrupted as trouble:
            raise DownloadFailed(
                f"{self.host} can't be asked about {repo}: {trouble}.", "Try again later."
            ) from trouble
        except (OSError, ValueError, RecursionError, http.client.HTTPException) as error:
            raise DownloadFailed(f"{self.host} gave no proper answer about {repo}.", "Is it a hub?") from error

    def address(self, repo: str, commit: str, path: str) -> str:
        """Where a file of a repository lies on the hub, without the host."""
        return f"/{repo}/resolve/{commit}/{quote(path)}"

    def open(self, path: str, repo: str, headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
        """The answer to a GET of a path of the hub. Raises Interrupted, or DownloadFailed where no try will help."""
        asked = request.Request(self.endpoint + path, headers={"Accept-Encoding": "identity", **(headers or {})})  # noqa: S310
        asked.add_header("User-Agent", "pentimento")
        if self.token:
            asked.add_header("Authorization", f"Bearer {self._sendable()}")
        try:
            answer: http.client.HTTPResponse = _opener().open(asked, timeout=self.timeout_s)
        except HTTPError as error:
            error.close()
            raise self._refusal(error, repo) from error
        except URLError as error:
            raise self._unreached(error.reason) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._unreached(error) from error
        return answer

    def _sendable(self) -> str:
        address = urlsplit(self.endpoint)
        if address.scheme == "http" and address.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise DownloadFailed(
                f"Your token would go to {self.host} in the clear, where others can read it.",
                "Use an address that begins with https, or leave the token out.",
            )
        if not self.token.isascii() or not self.token.isprintable():
            raise DownloadFailed("The token of the hub has signs that no token has.", "Copy it again: HF_TOKEN.")
        return self.token

    def _unreached(self, reason: object) -> Exception:
        if isinstance(reason, ssl.SSLCertVerificationError):
            return DownloadFailed(
                f"{self.host} can't prove who it is: {reason.verify_message}.",
                "Set SSL_CERT_FILE to your organisation's certificates, if it has its own.",
            )
        return Interrupted(f"{self.host} can't be reached ({str(reason)[:120] or type(reason).__name__})")

    def _refusal(self, error: HTTPError, repo: str) -> Exception:
        """What a refusal means, and whether to try again."""
        code, why = error.code, error.headers.get("X-Error-Code", "")
        page = f"{self.endpoint}/{repo}"
        if why == "GatedRepo" or code == 403:
            return DownloadFailed(
                f"{self.host} does not give {repo} to {'this token' if self.token else 'those who have no token'}.",
                f"Accept its licence at {page}, then set HF_TOKEN to a token of that account.",
            )
        if why == "RevisionNotFound":
            return DownloadFailed(f"{self.host} has no such revision of {repo}.")
        if why == "EntryNotFound":
            return DownloadFailed(f"{self.host} lacks a file of {repo} that it listed.", "Try again later.")
        if code == 401:
            kind = "refuses your token" if self.token else "has no such model, or it needs a token"
            return DownloadFailed(
                f"{self.host} {kind} ({repo}).", "Look at the name, and set HF_TOKEN to a valid token."
            )
        if code in (404, 410):
            return DownloadFailed(f"{self.host} has no model {repo}.", "Look at its name; a mirror may lack it.")
        if code in (408, 425, 429) or code >= 500:
            after = error.headers.get("Retry-After", "")
            return Interrupted(f"{self.host} answered {code}", min(float(after), 120) if after.isdigit() else None)
        if code == 416:
            return NoSuchPart("the server has no such part", 0)
        return DownloadFailed(f"{self.host} answered {code} to a question about {repo}.", "Try again later.")


@cache
def _opener() -> request.OpenerDirector:
    context = ssl.create_default_context()
    if find_spec("certifi") is not None:  # some installations of Python bring no certificates of their own
        import certifi

        context.load_verify_locations(certifi.where())
    return request.build_opener(_Redirects, request.HTTPSHandler(context=context))


def _listing(repo: str, told: Any) -> Listing:
    """The hub's answer, with limits. Raises DownloadFailed where it makes no sense or names what can't be a file."""
    strange = DownloadFailed(f"The hub's answer about {repo} makes no sense.", "Is it a hub, or a mirror of one?")
    try:
        commit, files = str(told["sha"]), told["siblings"]
        if not _COMMIT.fullmatch(commit) or len(files) > MOST_FILES:
            raise strange
        found = tuple(_file(repo, one) for one in files)
        card = told.get("cardData") or {}
        named = card.get("license_name") or card.get("license") or ""
        licence = ", ".join(map(str, named)) if isinstance(named, list) else str(named)
        return Listing(repo, commit, found, "".join(filter(str.isprintable, licence))[:120], bool(told.get("gated")))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise strange from error


def _file(repo: str, told: Any) -> RemoteFile:
    path, lfs = str(told["rfilename"]), told.get("lfs") or {}
    place = PurePosixPath(path)
    if not _PATH.fullmatch(path) or place.is_absolute() or ".." in place.parts or str(place) != path:
        shown = "".join(filter(str.isprintable, path))[:80]
        raise DownloadFailed(f"{repo} lists a file that leads out of its folder: {shown}.")
    size, sha256 = int(lfs.get("size", told.get("size") or 0)), str(lfs.get("sha256") or lfs.get("oid") or "")
    git_sha1 = "" if lfs else str(told.get("blobId") or "")
    if size < 0 or (sha256 and not _SHA256.fullmatch(sha256)) or (git_sha1 and not _COMMIT.fullmatch(git_sha1)):
        raise ValueError(path)
    return RemoteFile(path, size, sha256, git_sha1)
