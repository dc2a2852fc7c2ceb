"""Acts that move in the history and leave it as it is: undo, redo, goto, branch, compare. Knows no store."""

from __future__ import annotations

from agent.planners.chinese import numbers
from agent.planners.chinese.numbers import NUMERAL
from agent.planners.chinese.said import EDIT, LAST, ORIGINAL, STEP, Said
from agent.planners.chinese.saying import QUOTE, fullmatch, pattern, search

_BACK = r"(?:撤销|撤回|取消|退回|回退|后退|倒退|返回|还原|倒回|回到|回|退|undo|ctrl\+?z)"
_STEPS = r"(?:步|次|个|项)(?:操作|修改|改动|编辑|更改)?"


def undo(clause: str) -> Said | None:
    """The last step, the last few, or all of them (which is going to the photograph)."""
    text = pattern(r"^(?:再|把|将|先|重新|算了,?(?=还|退|撤))+|了$|一下$|(?<=撤销)掉").sub("", clause)
    if fullmatch(
        (
            rf"(?:{_BACK})(?:到)?(?:{LAST})?(?:{EDIT})?|(?:{LAST})(?:{EDIT})?(?:不要|撤销|撤回|取消|不算|作废|删掉|"
            rf"去掉)(?:了|掉)?|上一步|上一版|上个版本|退一步|后退一步|撤|按错了?|点错了?|改错了?|反悔了?|我后悔了?|"
            rf"还是(?:之前|刚才|上一版|原先)的?(?:样子)?好(?:看)?|undo|退回去|倒回去|还是原来的?好|还是不改好"
        ),
        text,
    ) and text not in ("取消", "回到", "还原", "返回", "退", "回"):
        return Said("undo", {"n": 1})
    match = fullmatch(
        (
            rf"(?:{_BACK}|撤)(?:到)?(?:上|前|最近|最后|刚才|之前)?(?:的)?({NUMERAL}|几){_STEPS}|(?:往)?回退({NUMERAL})"
            rf"{_STEPS}"
        ),
        text,
    )
    if match:
        words = match[1] or match[2]
        return Said("undo", {"n": 3 if words == "几" else numbers.ordinal(words) or 1})
    if fullmatch(
        (
            rf"(?:{_BACK}|清除|丢弃|不要)(?:掉)?(?:全部|所有|一切|全)(?:的)?(?:{EDIT})?|(?:全部|全都|所有(?:的)"
            rf"?(?:{EDIT})?|都)(?:都)?(?:{_BACK}|不要)(?:掉|了)?"
        ),
        text,
    ):
        return Said("goto", {"where": "start"})
    return None


def redo(clause: str) -> Said | None:
    """Again what was undone."""
    text = pattern(r"^(?:再|把)+|一下$|回来$").sub("", clause)
    if fullmatch(
        (
            r"重做|恢复(?:撤销|刚才撤销的?|被撤销的?)?(?:的)?(?:操作|步骤|修改|那步|那一步)?|取消撤销|撤销(?:刚才的)"
            r"?撤销|前进(?:一步)?|反撤销|(?:刚才)?撤销的(?:那步)?(?:恢复|重做|弄回来?)|重做(?:刚才的|上一步|那一步|"
            r"那步)(?:操作)?|redo|还是恢复"
        ),
        text,
    ):
        return Said("redo", {"n": 1})
    match = fullmatch(rf"(?:重做|恢复|前进)(?:后|最近|刚才的?)?({NUMERAL}){_STEPS}", text)
    return Said("redo", {"n": numbers.ordinal(match[1]) or 1}) if match else None


_GO = (
    r"(?:回到|返回到?|退回到?|回退到|跳到|跳回到?|转到|去到|切换到|切到|切回|还原到|恢复到|恢复成|恢复|还原成|还原|"
    r"退到|看看?|显示|回|到|变回|改回|重置到|重置为|重置|我要|要|用回|用)"
)


def goto(clause: str) -> Said | None:
    """To the photograph, the latest step, before or after a named step, a number, or a branch."""
    text = pattern(
        r"^(?:再|把|将|给我|让我)*(?:它|图片?|照片|画面|整张图|一切)?(?=回|返|退|跳|转|去到|切|还原|恢复|重置|"
        r"变回|改回)|(?:那里|那边|去|吧|那时候?|的时候|的样子|的状态|状态)$"
    ).sub("", clause)
    if fullmatch(
        (
            rf"{_GO}{ORIGINAL}|从头(?:开始|再?来)过?|重新(?:开始|来过)|全部重来|重头(?:开始|来)|一切重来|重置|复原|还原|"
            rf"{ORIGINAL}"
        ),
        text,
    ):
        return Said("goto", {"where": "start"})
    if fullmatch(rf"{_GO}?(?:最新|最后|最近)(?:的)?(?:一步|版本|一版|状态|步骤)?", text) and len(text) > 2:
        return Said("goto", {"where": "end"})
    match = fullmatch(
        (
            rf"(?:{_GO}|撤销到?|撤回到?)?(?:还没(?:有)?|没(?:有)?)?(?P<name>.+?)(?:那一?步)?(?:的)?(?P<where>之前|"
            rf"以前|前|之后|以后|后)(?:的)?(?:版本|状态|样子|时候|那一步|步骤)?"
        ),
        text,
    )
    if match and search(rf"^(?:{_GO}|撤销到?|撤回到?|还没)", text) and not fullmatch(NUMERAL + "步?", match["name"]):
        return _beside(match["name"], "after" if "后" in match["where"] else "before")
    match = fullmatch(rf"(?:{_GO})?(?:到)?{STEP}(?:的)?(?:那个|那里|版本|状态|结果)?", text)
    if match:
        turn = numbers.ordinal(next(filter(None, match.groups())))
        bare = fullmatch(rf"{NUMERAL}步", text)
        return Said("goto", {"turn": turn}) if turn is not None and not bare else None
    return _to_branch(text)


def _beside(name: str, where: str) -> Said:
    number = fullmatch(STEP, name)
    if number is None:
        return Said("goto", {"where": where, "name": step_name(name)})
    turn = numbers.ordinal(next(filter(None, number.groups()))) or 1
    return Said("goto", {"turn": turn if where == "after" else max(0, turn - 1)})


def step_name(words: str) -> str:
    """The name in what is said of a step: "加帽子那一步" → "帽子", "变暖的效果" → "变暖"."""
    words = pattern(rf"^(?:把|将|刚才|刚刚|之前|那个|这个|那次|我|你|的|对)+|(?:{EDIT}|的|了|掉)+$").sub("", words)
    return pattern(r"^(?:加上?|添加|增加|戴上?|放上?|去掉|换成?|改成?|写上?)(?=..)").sub("", words) or words


_NAME = (
    rf"(?:叫做?|名为|命名为|名叫|取名|起名(?:叫|为)?|名字(?:叫|是)?|为|:)?(?P<name>{QUOTE}|[\w\u4e00-\u9fff -]{{1,40}})"
)


def _to_branch(text: str) -> Said | None:
    match = (
        fullmatch(
            (
                r"(?:回到|切换到|切到|切回到?|转到|打开|使用|换到|去|继续)(?:名为|叫)?(?P<a>.+?)(?:这个|那个|的)"
                r"?(?:分支|版本)"
            ),
            text,
        )
        or fullmatch(r"(?:切换|切换到|切到|打开|回到)(?:分支|版本)(?P<a>.+)", text)
        or fullmatch(r"(?:回到|切换到|切到|切回|换回)(?P<a>[^第上前之原新旧最]{1,12}版)", text)
        or fullmatch(rf"(?:回到|切换到|切到|切回)(?P<a>{QUOTE}|main|master|主线|主分支)", text)
    )
    if match is None or fullmatch(rf"{NUMERAL}|第.+|上一个?|之前的?|前一个?|最新的?|新", match["a"]):
        return None
    name = match["a"].strip("的")
    return Said("goto", {"where": "branch", "name": {"主线": "main", "主": "main", "主分支": "main"}.get(name, name)})


def branch(clause: str) -> Said | None:
    """As in "新建分支叫夜景", "另存一版叫…", "开个新版本"."""
    renamed = fullmatch(
        (
            rf"(?:[把将给])?(?:这个|当前|现在的)?(?:分支|版本)(?:的名字)?(?:改名|重命名|改)(?:为|叫做?|成)"
            rf"?(?P<name>{QUOTE}|[^,的]{{1,40}})"
        ),
        clause,
    )
    if renamed:
        return Said("branch", {"name": renamed["name"], "text": "rename"})
    called = fullmatch(
        rf"(?:叫|管|称|命名)(?:这个|当前|现在)的?(?:版本|分支)(?:叫做?|为|作)?(?P<name>{QUOTE}|[^,的]{{1,40}})", clause
    )
    if called:
        return Said("branch", {"name": called["name"], "text": "rename"})
    text = pattern(r"^(?:从这里|从现在|在这里|从这一步|就从这)(?:开始)?(?:,)?").sub("", clause)
    match = fullmatch(
        (
            rf"(?:(?:新建|创建|建立?|开|开辟|新开|拉|做|分出?|来|存|保存)(?:出|成|为|一?个?)*(?:新的?|另一个|单独的?)"
            rf"?(?:一?个)?(?:分支|版本|支线|副本)|另存(?:为|成)?(?:一版|一?[个份]|新的?|一个新的?)*(?:版本?|分支|"
            rf"副本|(?<=一版))|"
            rf"(?:存|保存)(?:成|为)?(?:一?[个份])?(?:新版本|新的?一版|新分支|另一版|一版)|另开一[版支]|分支)(?:,)"
            rf"?(?:{_NAME})?"
        ),
        text,
    )
    if match is None:
        return None
    name = match["name"].strip() if match["name"] else ""
    return Said("branch", {"name": name} if name else {})


def compare(clause: str) -> Said | None:
    """As in "和原图对比一下", "看看改了什么", "跟第2步比"."""
    text = pattern(r"^(?:把|将)?(?:现在的?|当前的?|它|这张|图片?|照片)?(?=[和跟与同])").sub("", clause)
    match = fullmatch(
        (
            r"(?:[和跟与同](?P<a>.+?)(?:做|进行|来)?(?:个|一下)?(?:对比|比较|比一比|比比|比)(?:一下|看看|看)?|"
            r"(?:对比|比较)(?:一下)?(?P<b>.+?)?(?:和现在)?(?:的)?(?:区别|差别|变化|效果)?|(?:看一?下|看看|看)?(?:前后|修改前后|改前改后)"
            r"(?:对比|比较)(?:一下|图)?|(?:看看?|给我看看?|显示)?(?:和|跟|与)?(?P<c>.*?)(?:有)?(?:什么|哪些|啥)"
            r"?(?:改了什么|区别|差别|不同|不一样|变化)(?:了)?)"
        ),
        text,
    )
    if match is None or search(r"对比度", clause) or (match["c"] is not None and not search("看|和|跟|与", text)):
        return None
    other = match["a"] or match["b"] or match["c"] or ""
    if search(r"上一|之前|刚才|前一", other):
        return Said("compare", {"where": "before"})
    number = search(STEP, other)
    if number:
        return Said("compare", {"turn": numbers.ordinal(next(filter(None, number.groups())))})
    branch_name = fullmatch(rf"(?P<n>{QUOTE}|.+?)(?:这个|的)?(?:分支|版本)", other)
    if branch_name and not search(ORIGINAL, other):
        return Said("compare", {"where": "branch", "name": branch_name["n"]})
    return Said(
        "compare",
        {"where": "start"} if search(ORIGINAL + "|原来|以前", other) or not other else {"name": step_name(other)},
    )
