"""An operation as a Chinese imperative of a few words, from its own arguments, so that it is true. Knows no grammar."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from agent.planners.chinese import lexicon
from tools import chinese
from tools.types import Operation

_PLACES = {
    "left": "左边", "right": "右边", "top": "上方", "bottom": "下方", "center": "中间", "top left": "左上角",
    "top right": "右上角", "bottom left": "左下角", "bottom right": "右下角", "behind": "后方", "front": "前方",
}  # fmt: skip
_SOMEBODY = {"man": "男人", "woman": "女人", "people": "人"}


def phrase(operation: Operation, *, after: bool = False) -> str:
    """One operation as an imperative of a few words; what is brought back `after` a change has been kept from it."""
    if after and operation.op == "restore":
        return f"保持{where(operation)}不变"
    say = _SAY.get(operation.op)
    return say(operation) if say else operation.describe()


def place(name: str) -> str:
    """The Chinese name of a place: "top left" → "左上角"."""
    return _PLACES.get(name, name)


@cache
def _colours() -> dict[str, str]:
    """English names to the usual Chinese one."""
    found: dict[str, str] = {}
    for word, name in chinese.COLOURS.items():
        found.setdefault(name, f"{word}色")
    return {**found, "dark": "深色", "light": "浅色"}


def colour(name: str) -> str:
    """The Chinese name of a colour: "light blue" → "浅蓝色"; codes stay as they are."""
    shade, _, rest = name.partition(" ")
    shades = {"dark": "深", "light": "浅", "bright": "亮", "vivid": "鲜", "neon": "荧光"}
    if name not in _colours() and shade in shades and rest in _colours():
        return f"{shades[shade]}{_colours()[rest]}"
    return _colours().get(name, name)


def _word(table: dict[str, str], name: str) -> str:
    return next((word for word, english in table.items() if english == name), name)


def where(operation: Operation, otherwise: str = "画面") -> str:
    """The target as it was said."""
    region = operation.region
    if region is None:
        return otherwise
    if region.phrase:
        return _SOMEBODY.get(region.phrase, region.phrase)
    return "它" if region.object_id else "选中的部分"


def _degree(value: float) -> str:
    return "一点" if abs(value) <= 16 else "很多" if abs(value) >= 45 else ""


_TONES = {
    "exposure": ("调亮{}", "调暗{}"),
    "brightness": ("调亮{}", "调暗{}"),
    "contrast": ("提高对比度{}", "降低对比度{}"),
    "highlights": ("提亮高光{}", "压低高光{}"),
    "shadows": ("提亮阴影{}", "加深阴影{}"),
    "saturation": ("调得更鲜艳{}", "降低饱和度{}"),
    "vibrance": ("提高自然饱和度{}", "降低自然饱和度{}"),
    "temperature": ("调暖{}", "调冷{}"),
    "tint": ("偏品红{}", "偏绿{}"),
    "hue": ("转动色相{}", "反向转动色相{}"),
    "sharpness": ("锐化{}", "柔化{}"),
    "blur": ("模糊{}", ""),
    "vignette": ("加暗角{}", ""),
    "grain": ("加颗粒{}", ""),
    "pixelate": ("打马赛克", ""),
}


def _adjust(operation: Any) -> str:
    target = where(operation, "")
    if operation.auto:
        return f"自动优化{target or '画面'}的光线和色彩"
    said = [
        words[value < 0].format(_degree(value)) for name, words in _TONES.items() if (value := getattr(operation, name))
    ]
    if not said:
        return f"调整{target or '画面'}"
    of = "把" if said[0].startswith(("调", "模糊", "锐化", "柔化")) else "给"  # "把脸调亮", but "给脸提亮阴影"
    return f"{of if target else ''}{target}{'、'.join(said[:3])}"


_TASKS = {
    "denoise": "给{}降噪",
    "deblur": "让{}变清晰",
    "dehaze": "给{}去雾",
    "derain": "去掉{}里的雨",
    "desnow": "去掉{}里的雪",
    "low_light": "提亮{}的弱光",
    "shadow_removal": "去掉{}里的阴影",
    "white_balance": "校正{}的白平衡",
    "upscale": "高清放大{}",
}


def _add(operation: Any) -> str:
    many = f"{operation.count}个" if operation.count > 1 else ""
    kind = f"{colour(operation.color)}的" if operation.color else ""
    what = f"{many}{kind}{operation.material or ''}{operation.object}"
    if operation.region is not None:
        return f"给{where(operation)}加上{what}"
    return f"在{place(operation.place)}加上{what}" if operation.place else f"加上{what}"


_BACKGROUNDS = {
    "blur": "虚化背景", "darken": "调暗背景", "lighten": "调亮背景", "desaturate": "把背景变成黑白",
    "remove": "去掉背景",
    "picture": "用你的图片做背景",
}  # fmt: skip


def _background(operation: Any) -> str:
    if operation.mode == "color":
        return f"把背景换成{colour(operation.color or '') or '纯色'}"
    return _BACKGROUNDS.get(operation.mode) or f"把背景换成{operation.scene or '别的场景'}"


def _text(operation: Any) -> str:
    content = f"“{operation.content[:60]}”"
    if operation.action == "erase":
        return f"擦掉“{operation.old[:60]}”" if operation.old else f"擦掉{where(operation, '文字')}"
    if operation.action == "replace":
        old = f"“{operation.old[:60]}”" if operation.old else where(operation, "文字")
        return f"把{old}改成{content}"
    spot = f"在{place(operation.place)}" if operation.place else f"在{where(operation)}上" if operation.region else ""
    return f"{spot}写上{content}"


_VIEWS = {
    "from above": "俯视", "from below": "仰视", "from the side": "侧面", "from behind": "背面",
    "from the front": "正面",
    "at eye level": "平视", "from the left": "左侧", "from the right": "右侧",
}  # fmt: skip
_PARTS = ((1 / 2, "一半"), (1 / 3, "三分之一"), (1 / 4, "四分之一"), (1 / 5, "五分之一"), (2 / 3, "三分之二"))
_SIDES = {"left": "左边", "right": "右边", "top": "上面", "bottom": "下面"}


def _part(value: float) -> str:
    return next((name for size, name in _PARTS if abs(value - size) < 0.002), f"{value:.0%}")


def _crop(operation: Any) -> str:
    cut = [(name, getattr(operation, side)) for side, name in _SIDES.items() if getattr(operation, side)]
    if cut:
        return "裁掉" + "、".join(f"{name}{_part(value)}" for name, value in cut)
    if operation.ratio:
        return "裁成正方形" if operation.ratio == "1:1" else f"裁成{operation.ratio}"
    if operation.region is not None:
        return f"把{where(operation)}裁掉" if operation.action == "away" else f"裁剪到{where(operation)}"
    return "拉近画面中间"


def _rotate(operation: Any) -> str:
    way = "" if abs(operation.degrees) == 180 else "顺时针" if operation.degrees > 0 else "逆时针"
    return f"把{where(operation)}{way}旋转{abs(operation.degrees):g}度"


def _resize(operation: Any) -> str:
    if operation.scale is None:
        sides = ((operation.width_px, "宽"), (operation.height_px, "高"))
        return "把图片改成" + "、".join(f"{name}{side}像素" for side, name in sides if side)
    return f"把{where(operation, '图片')}{'放大' if operation.scale >= 1 else '缩小'}到{operation.scale:.0%}"


def _move(operation: Any) -> str:
    if operation.place:
        return f"把{where(operation, '它')}移到{place(operation.place)}"
    pairs = ((operation.dx, ("左", "右")), (operation.dy, ("上", "下")))
    ways = "".join(words[value > 0] for value, words in pairs if value)
    far = max(abs(operation.dx or 0), abs(operation.dy or 0))
    return (
        f"把{where(operation, '它')}往{ways}移{'一点' if far <= 0.1 else ''}"
        if ways
        else f"移动{where(operation, '它')}"
    )


def _extend(operation: Any) -> str:
    if operation.ratio:
        return f"把画布扩展到{operation.ratio}"
    sides = [name for side, name in _SIDES.items() if getattr(operation, side)]
    return "向四周扩展画面" if len(sides) == 4 else f"在{'和'.join(sides)}扩展画面"


def _restore(operation: Any) -> str:
    return f"把{where(operation)}恢复成{'最初' if not operation.turn else f'第{operation.turn}步'}的样子"


def _duplicate(operation: Any) -> str:
    spot = f"，放在{place(operation.place)}" if operation.place else ""
    return f"把{where(operation, '它')}复制{operation.count}份{spot}"


def _restyle(operation: Any) -> str:
    style = operation.style
    if style in lexicon.TIMES.values():
        return f"让{where(operation)}看起来像{_word(lexicon.TIMES, style)}"
    return f"把{where(operation)}变成{_word(lexicon.LOOKS, style)}{'' if style in ('black and white',) else '风格'}"


def _relight(operation: Any) -> str:
    way = f"从{place(operation.direction)}" if operation.direction else ""
    return f"{way}给{where(operation)}打光：{_light(operation.light)}"


def _light(words: str) -> str:
    whole = next((word for word, english in lexicon.LIGHTS.items() if english == words), None)
    return whole or words


_SAY: dict[str, Callable[[Any], str]] = {
    "adjust": _adjust, "add": _add, "background": _background, "text": _text, "crop": _crop, "rotate": _rotate,
    "resize": _resize, "move": _move, "extend": _extend, "restore": _restore, "duplicate": _duplicate,
    "restyle": _restyle, "relight": _relight,
    "enhance": lambda op: _TASKS[op.task].format(where(op, "照片")),
    "remove": lambda op: f"去掉{where(op, '它')}",
    "replace": lambda op: f"把{where(op, '它')}换成{op.object}",
    "extract": lambda op: f"抠出{where(op, '主体')}",
    "pose": lambda op: f"改变{where(op, '人物')}的姿态：{_word(lexicon.POSES, op.pose)}",
    "recolor": lambda op: f"把{where(op, '它')}变成{colour(op.color)}",
    "retexture": lambda op: f"把{where(op, '它')}变成{_word(lexicon.MATERIALS, op.material)}材质",
    "flip": lambda op: f"把{where(op)}{'左右' if op.axis == 'horizontal' else '上下'}翻转",
    "straighten": lambda op: "把画面拉正" + (f"{op.degrees:g}度" if op.degrees else ""),
    "viewpoint": lambda op: f"换个视角：{_VIEWS.get(op.view, op.view)}",
    "warp": lambda op: f"改变{where(op, '它')}的形状：{_word(lexicon.SHAPES, op.shape)}",
    "compose": lambda op: "把你的图片放进来" + (f"，在{place(op.place)}" if op.place else ""),
    "match": lambda op: f"让{where(op)}的颜色接近你的图片",
    "analogy": lambda _: "照着那两张图的变化来处理",
    "generate": lambda op: f"生成一张新图片：{op.prompt[:80]}",
    "instruct": lambda op: op.instruction[:120],
}  # fmt: skip
