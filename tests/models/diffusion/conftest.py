"""An editor's engine on a small canvas."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.models.editors import SIZE, Editor
from tools.canvas import Canvases
from tools.engines import pulled
from tools.engines.diffusion import Diffusion
from tools.engines.options import Options
from tools.models.shelf import Shelf
from tools.studio import Studio


@pytest.fixture
def engine(editor: Editor, have: Callable[..., Shelf], monkeypatch: pytest.MonkeyPatch) -> Diffusion:
    """The engine of the test's `editor`, on a canvas on which a picture of SIZE fills all."""
    shelf = have(editor.name, editor.build)
    model = shelf.get(editor.name)
    assert model is not None
    found = next(one for one in pulled(shelf, Options()) if one.name == model.name)
    assert isinstance(found, Diffusion)
    editor.small(monkeypatch)
    monkeypatch.setattr(type(found.kind), "canvases", Canvases((SIZE,), 16, SIZE[0] * SIZE[1] / 1e6))
    return found.working_for(Studio(engines=[]))
