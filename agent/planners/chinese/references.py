"""What refers to something else: attached pictures, "另一个", "天空也一样", "刚加的帽子". Reads the history as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from agent.planners import Request
from agent.planners.chinese.phrases import Draft, clean, nounlike, region, whole
from agent.planners.chinese.placing import whereto
from agent.planners.chinese.saying import fullmatch, pattern, search
from agent.planners.english import earlier
from tools import chinese

_LEAD = (
    r"^(?:不是?|不对|错了|等等|等一下|我(?:是)?说的?(?:是)?|我指的?(?:是)?|我的意思是|应该是|弄错了|是|,|这个|那个|"
    r"而是)+(?=.)"
)
_OTHER = r"(?:是|换)?(?:另|另外|别的?)(?:那)?一?[个只条辆张顶朵棵](?:才对)?|另外那[个只条辆张]|不是这[个只条辆张]"
_PICTURE = r"(?:这张|那张|附上的?|附件里?的?|上传的?|发的?|给你的?|我的?|参考)+(?:图片?|照片|图像|图)?(?:里|中)?(?:的)?"


def refer(clause: str, pictures: Sequence[str]) -> list[Draft]:
    """Operations with attached pictures: put in, behind, or matched."""
    first = pictures[0]
    if len(pictures) > 1 and search(r"一样的?(?:变化|修改|处理|操作)|同样|照着|按照", clause):
        return [{"op": "analogy", "example_before": first, "example_after": pictures[1]}]
    if search(r"背景", clause) and search(r"换|用|做|当|改|变", clause):
        return [{"op": "background", "mode": "picture", "reference": first}]
    if search(r"色调|颜色|配色|风格|氛围|色彩|调色|光线", clause) and search(
        r"一样|匹配|参考|参照|套用|接近|像|统一|模仿|用", clause
    ):
        return [{"op": "match", "reference": first}]
    if search(r"放|贴|加|插|p(?:上|到|进)|合成|嵌", clause):
        found = chinese.place_in(clause)
        spot = search(r"[到在](?P<to>[^到在]+)$", clause)
        place = whereto(spot["to"] if spot else None) or (chinese.place(found[0]) if found else None)
        return [{"op": "compose", "reference": first, **({"place": place} if place else {})}]
    match = fullmatch(rf"(?:[把将])?(?P<a>.+?)(?:换成|替换成|变成|改成){_PICTURE}(?P<b>.*)", clause)
    if match:
        return [
            {"op": "replace", "object": match["b"] or "图里的东西", "reference": first, "region": region(match["a"])}
        ]
    return []


def same(text: str, request: Request) -> list[Draft]:
    """The last operation, of the thing that the clause names: "天空也一样", "墙也要"."""
    match = fullmatch(
        (
            r"(?:[把将让对给])?(?P<a>.+?)(?:也|同样)(?:是|要|这样|一样|这么|来一?个|做一?下|处理|改|弄|调|来|如此|给)"
            r"+(?:做|处理|改|弄|调)?(?:一样的?)?(?:的|一下)?|对(?P<b>.+?)(?:也)?(?:做|进行|来)(?:同样|一样|相同)"
            r"的?(?:处理|操作|修改|事|调整)?"
        ),
        text,
    )
    words = (match["a"] or match["b"]) if match else ""
    if not words or whole(clean(words)) or not nounlike(words) or (region(words) or {}).get("phrase") == "it":
        return []
    return [_of(draft, clean(words)) for draft in earlier.last(request)[-1:]]


def instead(text: str, request: Request) -> list[Draft] | None:
    """The last operation, of the thing that was meant: "另一个", "我说的是左边那个".

    None where the clause says no such thing; nothing where it can't be told which one.
    """
    bare = pattern(_LEAD).sub("", text)
    if fullmatch(_OTHER, bare) or fullmatch(_OTHER, text):
        found = request.scene.find("另一个") if request.scene else None
        return (
            [{**_of(draft, ""), "region": {"object_id": found.id}} for draft in earlier.last(request)[-1:]]
            if found
            else []
        )
    told = earlier.last(request)
    named = fullmatch(r"(?P<which>[^,]{1,12}?)(?:的)?(?:那|这)?(?:一)?[个只条辆张顶朵棵位件]", bare)
    if named and search(r"[那这]|^(?:左|右|上|下|中|最|前|后|旁)", bare) and not search(r"[加添来放戴画再]", bare):
        if not told:
            return []
        noun = chinese.noun(str((told[-1].get("region") or {}).get("phrase") or ""))
        return [_of(told[-1], f"{named['which'].rstrip('的那这')}的{noun}")] if noun else []
    other = fullmatch(r"不是(?P<old>[^,]{1,12}),?(?:而)?是(?P<new>[^,]{1,20})", text)
    if other and told and chinese.noun(str(told[-1].get("object") or "")).endswith(other["old"][-1:]):
        return [{**told[-1], "object": other["new"]}]
    thing = bare if bare != text and search(r"^(?:不是?|不对|错了|我)", text) else ""
    if thing and told and nounlike(thing) and chinese.noun(thing) and not search(r"[改变换成加去删要写调一]", thing):
        return [_of(told[-1], clean(thing))]
    return None


def _of(draft: Draft, phrase: str) -> Draft:
    told = {name: value for name, value in draft.items() if name not in ("seed", "region", "source", "mapping")}
    return {**told, "region": {"phrase": phrase}}


_ADDED = (
    r"(?:我|你)?(?P<when>第一个|第二个|第三个|最先|最早|先|一开始|最后|刚才|刚刚|刚|新|后来|最近|)(?:你|我)?(?:新)"
    r"?(?:加|添加|添|放|戴|画|增加)(?:上|进来|进去|上去)?的(?:那[个只顶条辆])?(?P<what>.+)"
)


def pointed(draft: Draft, request: Request) -> Draft:
    """The draft with a thing told by when it was put in ("我第一个加的帽子") named by its id, or by its bare name."""
    phrase = str((draft.get("region") or {}).get("phrase") or "")
    match = fullmatch(_ADDED, phrase) if phrase else None
    if match is None:
        return draft
    things = [one for one in (request.scene.objects if request.scene else ()) if one.visible]
    fitting = [one for one in things if any(chinese.noun(name) == chinese.noun(match["what"]) for name in one.names)]
    fitting.sort(key=lambda one: one.number)
    if not fitting:
        return {**draft, "region": {"phrase": clean(match["what"])}}
    at = {"第二个": 1, "第三个": 2}.get(
        match["when"], 0 if match["when"] in ("第一个", "最先", "最早", "先", "一开始") else -1
    )
    found = fitting[at] if -1 <= at < len(fitting) else fitting[-1]
    return {**draft, "region": {"phrase": clean(match["what"]), "object_id": found.id}}
