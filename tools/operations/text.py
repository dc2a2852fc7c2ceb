"""Text: write, replace or erase lettering. Knows nothing of how fonts are found or lines are broken."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.placement import PlaceName
from tools.types import Example, Operation, Words

Height = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]


class Text(Operation):
    """Lettering. action="write" puts `content` at `place` or into the region; "replace" writes `content` where `old`
    (or the region) was; "erase" takes lettering away. `size` is the height of a capital as a fraction of the picture's
    height; colour and outline are chosen to be readable unless given. Copy `content` exactly as quoted.
    """

    op: Literal["text"] = "text"
    action: Literal["write", "replace", "erase"] = "write"
    content: Words = ""
    old: Words | None = None
    place: PlaceName | None = None
    color: Annotated[str, Field(max_length=60)] | None = None
    size: Height | None = None
    font: Literal["sans", "serif", "mono", "hand"] = "sans"
    bold: bool = False
    outline: bool | None = None

    examples: ClassVar[tuple[Example, ...]] = (
        Example("add the text 'hello' at the top", {"content": "hello", "place": "top"}),
        Example("write Happy Birthday in big yellow letters", {
            "content": "Happy Birthday", "color": "yellow", "size": 0.12,
        }),
        Example("put a small caption saying 'Lisbon, 2019' in the bottom right corner, serif", {
            "content": "Lisbon, 2019", "place": "bottom right", "size": 0.025, "font": "serif",
        }),
        Example("change the sign from OPEN to CLOSED", {
            "action": "replace", "old": "OPEN", "content": "CLOSED", "region": {"phrase": "sign"},
        }),
        Example("remove the watermark text", {"action": "erase", "region": {"phrase": "watermark text"}}),
    )  # fmt: skip
