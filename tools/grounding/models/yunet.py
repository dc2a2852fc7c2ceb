"""Faces, heads, eyes, mouths and noses: YuNet finds faces and five points in each, on the processor, without torch.

A face is an ellipse in its box, a mouth or an eye one around its points: near enough to lighten, to soften or to
blur, no outline to the pixel. Whose face it is, it does not know. Source: Wu et al., YuNet: A Tiny
Millisecond-level Face Detector, 2023.

OpenCV's own FaceDetectorYN runs the same network, but reads its answer without asking how long it is, which a damaged
file could make it read beyond the end of; so the answer is read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import atan2, ceil, degrees, floor
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from PIL import Image as PILImage

from tools import chinese
from tools.grounding.models.coco import PEOPLE
from tools.grounding.models.detected import Detection, Floats, kept, ordered, together
from tools.grounding.models.yolox import laid
from tools.grounding.phrase import SIDES, Phrase, parse_phrase
from tools.network import Network, Wanted, network
from tools.selection import Selection
from tools.types import Candidate, Frame

if TYPE_CHECKING:
    from PIL.Image import Image

SIDES_PX = (640, 320)  # it was trained on faces of 10 to 300 pixels: large ones are seen on the smaller copy
CANVAS_PX = 640
STRIDES = (8, 16, 32)
_ROWS = {stride: (CANVAS_PX // stride) ** 2 for stride in STRIDES}
_WIDTHS = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
WANTED = Wanted(
    {"input": (1, 3, CANVAS_PX, CANVAS_PX)},
    {f"{what}_{stride}": (1, _ROWS[stride], width) for what, width in _WIDTHS.items() for stride in STRIDES},
)
LEAST, OVERLAP = 0.6, 0.3  # the zoo's own limits
Ellipse = tuple[tuple[float, float], tuple[float, float]]
Part = Literal["face", "head", "eyes", "mouth", "nose"]
_PARTS: dict[Part, str] = {
    "face": "face faces 脸 人脸 面部 脸部 面孔 脸庞 脸蛋",
    "head": "head heads 头 头部 脑袋",
    "eyes": "eye eyes 眼睛 眼 双眼 眼部",
    "mouth": "mouth mouths lip lips smile 嘴 嘴巴 嘴唇 嘴部",
    "nose": "nose noses 鼻子 鼻",
}
_WORDS: dict[str, Part] = {word: part for part, words in _PARTS.items() for word in words.split()}
_OWNERS = PEOPLE | {"他", "她", "我", "你", "他们", "她们", "我们", "大家", "", "smiling", "human"}
_EVERY = {"all", "both", "every", "each", "everyone", "everybody", "people", "their", "他们", "她们", "大家"}
POINTED = 0.95  # what is left of a face's score for what is only told by its points


@dataclass(frozen=True)
class Face:
    """Box (x0, y0, x1, y1) and points (right eye, left eye, nose, corners of the mouth) in the picture's pixels."""

    box: tuple[float, float, float, float]
    points: Floats
    score: float

    @property
    def tilt(self) -> float:
        """Degrees by which the eyes lean, clockwise."""
        (x0, y0), (x1, y1) = self.points[:2]
        return degrees(atan2(float(y1 - y0), float(x1 - x0)))


@dataclass
class Yunet:
    """The grounder made from a pulled model's folder. `device` is not asked: OpenCV runs it on the processor."""

    folder: Path
    device: str = ""

    name = "yunet"

    def propose(self, phrase: str, image: Image) -> Sequence[Candidate]:
        """Faces, or what is asked of them. Raises ModelRefused, ToolError."""
        said = parse_phrase(phrase)
        part = None if said.everything_but or said.colours else part_of(said)
        if part is None:
            return ()
        shapes = [(face, shape) for face in self.faces(image) for shape in _shapes(face, part, said, image.size)]
        found = [Detection(shape.fractions, face.score) for face, shape in shapes]
        by_box = {one.box: shape for one, (_, shape) in zip(found, shapes, strict=True)}
        weight = 1.0 if part == "face" else POINTED
        placed = replace(said, sides=()) if part == "eyes" and _one_eye(said) else said  # left of a face, not of all
        each = [
            Candidate(by_box[one.box], one.score * weight, said.noun, whole=True)
            for one in ordered(found, placed, image)
        ]
        every = bool(_EVERY & set(said.words)) or (said.plural and part in ("face", "head"))
        return together(each) if every else each

    def faces(self, image: Image) -> list[Face]:
        """Every face, best first. Raises ModelRefused, ToolError."""
        net = network(self.folder, WANTED, self.folder.name)
        rgb = image if image.mode == "RGB" else image.convert("RGB")
        rows = np.concatenate([_seen(net, rgb, side) for side in SIDES_PX])
        best = kept(rows[:, :4], rows[:, 14], LEAST, OVERLAP)
        found = [
            Face(tuple(rows[one, :4].tolist()), rows[one, 4:14].reshape(5, 2), float(rows[one, 14])) for one in best
        ]
        return [face for face in found if min(face.box[2] - face.box[0], face.box[3] - face.box[1]) >= 2]


def part_of(said: Phrase) -> Part | None:
    """Which part of a face a phrase's noun is, of nobody or of a person; None for a dog's face, or that of a clock."""
    words = said.noun.split()
    if not words:
        return None
    head, owners = words[-1], words[:-1]
    if chinese.is_chinese(head) and head not in _WORDS:
        part = next((word for word in sorted(_WORDS, key=len, reverse=True) if head.endswith(word)), "")
        head, owners = part or head, [*owners, head.removesuffix(part)]
    return _WORDS.get(head) if all(word in _OWNERS or word in _EVERY or word in SIDES for word in owners) else None


def _seen(net: Network, image: Image, side_px: int) -> Floats:
    """What the network says of one size of the picture: rows of box, points and score, in the picture's pixels."""
    canvas = np.zeros((CANVAS_PX, CANVAS_PX, 3), np.uint8)
    canvas[:side_px, :side_px] = laid(image, side_px, 0)
    told = net.run({"input": canvas[..., ::-1].astype(np.float32).transpose(2, 0, 1)[None]})  # BGR, 0 to 255
    rows = np.concatenate([_decoded(told, stride) for stride in STRIDES])
    rows[:, :14] *= max(image.size) / side_px
    return rows[rows[:, 14] >= LEAST]


def _decoded(told: dict[str, Floats], stride: int) -> Floats:
    sure, there, box, points = (told[f"{what}_{stride}"].reshape(_ROWS[stride], -1) for what in _WIDTHS)
    y, x = np.divmod(np.arange(_ROWS[stride], dtype=np.float32), CANVAS_PX // stride)
    cell = np.stack([x, y], 1)
    box, points = np.clip(box, -CANVAS_PX, CANVAS_PX), np.clip(points, -CANVAS_PX, CANVAS_PX)
    centre = (cell + box[:, :2]) * stride
    half = np.exp(np.clip(box[:, 2:], -10, 10)) * stride / 2
    places = ((points.reshape(-1, 5, 2) + cell[:, None]) * stride).reshape(-1, 10)
    score = np.sqrt(np.clip(sure, 0, 1) * np.clip(there, 0, 1))
    return np.concatenate([centre - half, centre + half, places, score], 1).astype(np.float32)


def _shapes(face: Face, part: Part, said: Phrase, size: tuple[int, int]) -> list[Selection]:
    """What is asked of a face: one shape, or for one eye of the two, each of them that may be meant."""
    x0, y0, x1, y1 = face.box
    width, height = x1 - x0, y1 - y0
    apart = max(float(np.linalg.norm(face.points[1] - face.points[0])), 1.0)
    middle = (x0 + x1) / 2, (y0 + y1) / 2
    if part == "face":
        ellipses = [[(middle, (width / 2, height / 2))]]
    elif part == "head":  # with the hair, the ears and the chin
        ellipses = [[((middle[0], middle[1] - 0.12 * height), (0.68 * width, 0.72 * height))]]
    elif part == "mouth":
        wide = max(float(np.linalg.norm(face.points[4] - face.points[3])), 0.3 * apart)
        ellipses = [[(tuple(face.points[3:5].mean(0).tolist()), (0.65 * wide, 0.36 * wide))]]
    elif part == "nose":
        above = face.points[2] + 0.3 * (face.points[:2].mean(0) - face.points[2])
        ellipses = [[(tuple(above.tolist()), (0.3 * apart, 0.45 * apart))]]
    else:
        eyes = [(tuple(point.tolist()), (0.32 * apart, 0.2 * apart)) for point in face.points[:2]]
        ellipses = [[eyes[side]] for side in _sides(said)] if _one_eye(said) else [eyes]
    return [shape for one in ellipses if (shape := _drawn(one, face.tilt, size)) is not None]


def _one_eye(said: Phrase) -> bool:
    return said.noun.split()[-1] in ("eye", "眼") or (bool(said.sides) and chinese.is_chinese(said.noun))


def _sides(said: Phrase) -> tuple[int, ...]:
    """Which of a face's points are meant by left and right: as one sees the picture; both where nothing was said."""
    return (0,) if "left" in said.sides else (1,) if "right" in said.sides else (0, 1)


def _drawn(ellipses: Sequence[Ellipse], tilt: float, size: tuple[int, int]) -> Selection | None:
    """Ellipses (centre, half axes) that lean by `tilt` degrees, as a selection; None outside the picture."""
    import cv2

    reach = [(x - r, y - r, x + r, y + r) for (x, y), axes in ellipses for r in [max(axes) + 2]]
    left, top = (max(0, floor(min(one[side] for one in reach))) for side in (0, 1))
    right, bottom = (min(size[side], ceil(max(one[side + 2] for one in reach))) for side in (0, 1))
    if right <= left or bottom <= top:
        return None
    mask = np.zeros((bottom - top, right - left), np.uint8)
    for (x, y), axes in ellipses:
        # In sixteenths of a pixel, whose centres OpenCV puts on integers.
        centre = round((x - left - 0.5) * 16), round((y - top - 0.5) * 16)
        half = max(8, round(axes[0] * 16)), max(8, round(axes[1] * 16))
        cv2.ellipse(mask, centre, half, tilt, 0, 360, 255, -1, cv2.LINE_AA, 4)
    return Selection(PILImage.fromarray(mask), Frame.of((left, top, right, bottom), size)).trimmed()
