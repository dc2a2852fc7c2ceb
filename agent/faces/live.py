"""A file that is kept at the head of a session, for any image viewer that watches it.

Each version replaces the last one whole, so a viewer never reads half a picture. It knows nothing of who moves the
head.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.errors import PictureError

if TYPE_CHECKING:
    from pathlib import Path

    from memory.store import Store


class Live:
    """Keeps `path` at the head. Raises PictureError where that would replace the photograph itself."""

    def __init__(self, path: Path, store: Store, session_id: str) -> None:
        self.path = path
        self.store = store
        self.session_id = session_id
        self._written = ""
        source = store.session(session_id).source
        if path.exists() and path.name == source:
            raise PictureError(
                f"{path} has the name of the photograph itself; it would be replaced at every turn.",
                f"Name another file, for example {path.stem}-now{path.suffix}.",
            )

    def update(self) -> bool:
        """Write the head's picture if it is not there yet. Returns whether it was written. Raises PictureError."""
        from agent.faces.export import profiles
        from agent.faces.making import making_of
        from tools.photo import save_photo

        session = self.store.session(self.session_id)
        head = self.store.turn(session.id, session.head_id)
        if head.picture == self._written and self.path.exists():
            return False
        icc, exif = profiles(self.store, session)
        making = making_of(self.store.path(session.id, head.id))
        save_photo(self.store.picture(head.picture), self.path, icc=icc, exif=exif, making=making)
        self._written = head.picture
        return True
