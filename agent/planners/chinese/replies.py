"""The Chinese sentence that says what will be done. Knows no grammar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from agent.planners.chinese import telling
from tools.types import Operation

MENU = "调亮调暗、去掉或改变某样东西的颜色、裁剪、加文字，也可以撤销"
QUESTIONS = {
    "nothing": f"要我做什么？我可以{MENU}。",
    "long": "一次说得太多了。先做哪一个修改？",
    "unknown": f"我没听懂。我可以{MENU}；你想要什么？",
    "color": "换成什么颜色？说一个颜色，比如“换成蓝色”。",
    "which": "是哪一个？说说它在哪里（“左边那个”）、什么样子，或者指给我看。",
}
ANSWERS = {
    "self": f"我用对话来修照片：我可以{MENU}，而且什么都不会丢。",
    "missed": "也许我听错了。请换个说法再说一次，或者说“撤销”退回。",
    "how": f"直接说就行：我可以{MENU}。说“撤销”退回一步，说“从头开始”退回原图。",
    "can": f"我可以{MENU}，还有更多。每一步以后都能撤销、修改或拿掉。",
    "picture": "我看不见照片，只能告诉你做过什么、还能做什么。",
    "nothing": "还没有做任何修改。",
}


def will_do(operations: Sequence[Operation]) -> str:
    """What is done, in order."""
    said = [telling.phrase(operation, after=at > 0) for at, operation in enumerate(operations[:6])]
    return f"{'，'.join(said)}。" if said else ""


def remedied(operations: Sequence[Operation], reasons: Sequence[str]) -> str:
    """What is done about complaints: "既然太暗了，就调亮。"."""
    done = will_do(operations)
    return f"既然{'，'.join(reasons)}，就{done}" if done else ""


def _goto(args: dict[str, Any]) -> str:
    place, name = args.get("where"), args.get("name", "")
    if place == "start":
        return "回到原图。"
    if place == "end":
        return "到最新一步。"
    if place == "branch":
        return f"切换到“{name}”。"
    if place:
        return f"回到“{name}”{'之前' if place == 'before' else '之后'}。"
    return f"到第{args.get('turn')}步。"


def _named(args: dict[str, Any]) -> str:
    return f"第{args['turn']}步" if args.get("turn") is not None else f"“{args.get('name') or '它'}”这一步"


_ACTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "undo": lambda a: "已撤销。" if a.get("n", 1) == 1 else f"撤销最近{a['n']}步。",
    "redo": lambda a: "已重做。" if a.get("n", 1) == 1 else f"重做{a['n']}步。",
    "goto": _goto,
    "drop": lambda a: f"去掉{_named(a)}，其余保留。" if a.get("rule") is None else "这条规则不再有效。",
    "branch": lambda a: f"新分支“{a['name']}”。" if a.get("name") else "新分支。",
    "compare": lambda a: "和原图对比。" if a.get("where") == "start" else "对比如下。",
    "remember": lambda a: f"好的：{a['name']}。" if a.get("name") else f"记下了：{a['rule'].rstrip('。')}。",
    "rate": lambda a: "很高兴你喜欢。" if a["value"] == "good" else "我再试一次。",
    "export": lambda a: f"保存为{a['file']}。" if a.get("file") and not a["file"].startswith(".") else "正在保存。",
    "none": lambda _: "好的，什么都没有改动。",
}


def of_act(act: str, args: dict[str, Any]) -> str:
    """The reply of an act that edits nothing by itself."""
    return _ACTS[act](args) if act in _ACTS else ""


def amended(args: dict[str, Any], operations: Sequence[Operation]) -> str:
    """What will change: "减半。", "第3步改为：把它变成蓝色。"."""
    if operations:
        lead = f"第{args['turn']}步改为：" if args.get("turn") is not None else "改为："
        return f"{lead}{will_do(operations)}"
    factor = args.get("factor", 1.0)
    amount = "减半" if factor == 0.5 else "加倍" if factor == 2 else "加强一些" if factor > 1 else "减弱一些"
    return f"第{args['turn']}步{amount}。" if args.get("turn") is not None else f"{amount}。"


def left_out(words: str) -> str:
    """What was not understood beside what was."""
    return f"“{words[:60]}”我没听懂，先略过了。"
