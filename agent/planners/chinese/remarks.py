"""Acts that change no picture: none, rate, remember, answer, export. Knows no store."""

from __future__ import annotations

from typing import Any

from agent.planners.chinese.phrases import region
from agent.planners.chinese.said import Said
from agent.planners.chinese.saying import QUOTE, fullmatch, pattern, search

_NONE = (
    r"(?:那)?(?:还是)?(?:算了|没事|没事了|没关系|不用了?|不必了?|没什么|不改了|不修了|不弄了|不要了|先这样|就先这样|"
    r"取消|停|停止|停下|别管了|当我没说|忽略|无所谓|随便|等一下|等等|稍等|我想想|让我想想|一般般?|还行|凑合|马马虎虎)"
    r"(?:吧|了)?|"
    r"(?:你好|您好|嗨|哈喽|hello|hi|在吗|在么|早上好|晚上好|下午好|再见|拜拜|嗯+|哦+|好|好的|好吧|行|行吧|ok|okay|"
    r"知道了|明白|明白了|收到|了解|哈+|呵+|对|是的|是)(?:[呀啊啦吧哈])*"
)
_GOOD = (
    r"(?:哇+|嗯|哦|真的?|挺|很|太|非常|超级?|这|这个|这样|这张|现在|效果|看起来|看上去|确实|感觉|都|比较|好|还|特别|"
    r"相当|就|它|实在|蛮|颜色|我|已经|已)*(?:不错|绝绝子|yyds|6{3,}|高级|好看|漂亮|完美|很棒|棒|赞|喜欢|爱了|满意|好多了|可以了|可以的?|"
    r"厉害|牛|绝了|到位|好极了|太好了|很好|美|酷|正好|刚刚好|刚好|就这样|这样就好|就它了?|就是这样|好了|挺好|nice|拍得(?:真|很|挺)?(?:好|棒|不错)|"
    r"good|perfect|很自然|自然多了|舒服)(?:了|的|啊|呀|啦|哦|吧|极了|多了)*(?:谢谢(?:你|您|啦)?)?|"
    r"(?:好的?)?(?:谢谢|多谢|感谢|谢了|辛苦了?|thanks|thx)(?:你|您|啦|了|哈|啊|老师|大佬|大神|亲)*|(?:干|做)得(?:好|漂亮|不错)|我?(?:很|"
    r"挺|好)?喜欢(?:这个|这样|它)?"
)
_BAD = (
    r"(?:这|这个|这样|这张|现在|效果|看起来|感觉|还是|真的?|有点|太|好|很|一点都|一点也|完全|都|也|觉得|我|它|结果)"
    r"*(?:不好看|不好|不行|难看|丑|太丑|不满意|不喜欢|不太好|不太行|不怎么样|很差|差|糟糕|糟|不自然|假|太假|失败|"
    r"不是我想要的|不像|奇怪|怪|垃圾|什么鬼|什么玩意儿?|啥玩意儿?|啥东西|这啥|搞什么|辣眼睛|一言难尽)(?:了|的|啊|呀|死了|吧)*"
)
_TOLD = (
    r"(?:这|那)(?:张|幅|个|就|里|儿)*(?:照片?|图片?)?(?:就?是|里的?(?:人|猫|狗)?是)(?!不是|什么|谁|哪|怎么|用|要|想)"
    r"[^,把将给让换改]*(?:拍的?|[的家里]\S{1,6}|时候|生日|照|纪念|回忆)|"
    r"这(?:张)?(?:照片)?(?:就)?是(?:我|我们|他|她|咱)(?:们|家|妈|爸|的)?(?:和|跟|与)?[^,把将给让换改要想吗么的]{0,10}(?:的)?[^,把将给让换改要想吗么]{0,4}"
)
"""Something told about the photograph that asks for nothing: "这是去年在三亚拍的"."""
_AGAIN = (
    r"(?:再|重新|重)(?:来|试|做|生成|弄|画|修|跑)(?:一下|一次|一遍|一张|一个|一回|试|过)?(?:吧)?|重试|重新生成|"
    r"换(?:一)?(?:个|张)(?:结果|效果|试试|看看|别的)?|再换一[个张]|重来一[次遍]|重来|再试试"
)


def is_bare_remedy(clause: str) -> bool:
    """Whether a clause only asks to mend what was complained about before it: "提一提", "救一下", "帮忙处理"."""
    return (
        fullmatch(
            r"(?:帮忙|帮我|麻烦)*(?P<do>压|救|修|调|弄|处理|改|提|拉|想)(?:一?(?P=do)|一?下|想办法|办法)?(?:回来|好)?",
            clause,
        )
        is not None
    )


def forbids(clause: str) -> bool:
    """Whether a clause only says what is not to be done: "别裁剪", "不要调亮"."""
    return search(r"^(?:别|不要|不用|不必|无需)(?:再|去)?[裁调旋翻转改换删去动放缩压提加变弄做]", clause) is not None


def none(clause: str) -> Said | None:
    return Said("none") if fullmatch(_NONE, clause) or fullmatch(_TOLD, clause) else None


def rate(clause: str) -> Said | None:
    """Praise, blame, "再来一次"."""
    bare = pattern(r"[,.!~]+").sub(",", clause).strip(",")
    bare = pattern(r"([^,]{2,4})\1+").sub(r"\1", bare)  # "绝了绝了"
    parts = [part for part in bare.split(",") if part]
    if (
        parts
        and all(fullmatch(rf"(?:{_BAD})?(?:{_AGAIN})|{_BAD}|(?:不|不对|错了|不是这样的?)", part) for part in parts)
        and bare not in ("不", "假", "怪", "差")
    ):
        return Said("rate", {"value": "bad"})
    if (
        parts
        and all(fullmatch(rf"{_GOOD}|{_NONE}", part) for part in parts)
        and any(fullmatch(_GOOD, part) for part in parts)
    ):
        return Said("rate", {"value": "good"})
    return None


_WHENEVER = (
    r"(?:从现在(?:开始|起)|以后|今后|往后|接下来(?:的操作)?都?|之后都|后面都|始终|一直|永远|每次|每一步|任何时候|"
    r"全程|在整个过程中|请?记住|记得|记一下|记下来)"
)
_NEVER = (
    r"(?:请)?(?:千万|绝对|一定)?(?:不要|别|不许|不准|不能|禁止|勿)(?:再)?(?:去)?(?:动|碰|改变|改动|修改|改|变动|触碰|"
    r"更改|影响)(?P<what>.{1,30})"
)


_LEFT_ALONE = (
    r"[^,把将让给]{1,12}?(?:永远|始终|一直|绝对|千万)?(?:都)?(?:不要|别|不许|不准|不能)(?:再)?(?:动|碰|改动|修改|"
    r"改变|改)(?:了)?"
)


def remember(clause: str) -> Said | None:
    """A standing rule: "以后都保持黑白", "不要动人脸"."""
    match = fullmatch(rf"(?:请)?(?:你)?{_WHENEVER}(?:,|:|都|也|请|要|就|开始|一下)*(?P<rule>.{{2,}})", clause)
    if (
        match
        and not search(r"[吗么]$|什么|怎么|^(?:呢|吧)", match["rule"])
        and not fullmatch(r"再说|再看|再改|聊", match["rule"])
    ):
        return Said("remember", {"rule": match["rule"].strip(",")[:500]})
    never = fullmatch(_NEVER, clause) or fullmatch(_LEFT_ALONE, clause)
    return Said("remember", {"rule": clause[:500]}) if never else None


_CALLED = rf"(?P<name>{QUOTE}|[^,的把叫做为]{{1,20}})"
_NAMED: tuple[str, ...] = (
    (
        rf"(?:以后|就|从现在开始)*(?:叫|管|称|称呼)(?P<what>它|他|她|这[个只条辆位]?.{{0,8}}?|"
        rf"那[个只条辆位].{{0,8}}?)(?:叫|为|做)?(?:叫做|作)?{_CALLED}"
    ),
    (
        rf"(?:[把将给])(?P<what>.+?)(?:起名|取名|命名|改名|叫做|叫作|叫|称为|起(?:一?个)?名字?|取(?:一?个)?名字?)"
        rf"(?:叫做?|为|作|做|是)?{_CALLED}"
    ),
    (
        rf"(?P<what>它|他|她|[这那](?:[个只条辆位])?.{{0,12}}?|.{{1,12}}?)(?:的名字)?(?:就)?(?:叫做?|名叫|名字叫|"
        rf"名字是){_CALLED}"
    ),
)


def name(clause: str) -> Said | None:
    """A name for a thing: "叫它小白", "把左边的杯子叫做小红"."""
    for source in _NAMED:
        match = fullmatch(source, clause)
        if match is None or search(r"分支|版本|什么|存|导出|^(?:吗|谁)|[让喊]", clause):
            continue
        where = region(match["what"])
        if where is not None:
            return Said("remember", {"name": match["name"].strip(), "text": where["phrase"]})
    return None


_RULE = r"(?:规则|规定|要求|约定|限制)"
_FORGET: tuple[tuple[str, str], ...] = (
    (rf"(?:忘掉|忘记|取消|删掉|删除|去掉|解除|不要)(?:所有|全部|一切)(?:的)?{_RULE}(?:了)?", "all"),
    (rf"(?:忘掉|忘记|取消|删掉|删除|去掉|解除|不要)(?:那|这|上|刚才)*(?:一?[条个])?(?:的)?{_RULE}(?:了)?", ""),
    (rf"(?:忘掉|忘记|取消|删掉|删除|去掉|解除)(?P<rule>.+?)(?:的|这[条个]|那[条个])*{_RULE}(?:了)?", "rule"),
    (r"(?:以后)?(?:不用|不必|不需要|别)再(?P<rule>(?:保持|维持|都|保护).+?)(?:了)?", "rule"),
    (r"(?:现在)?(?:可以|能)(?:动|改|碰|修改)(?P<rule>.+?)(?:了)", "rule"),
)


def forget(clause: str) -> Said | None:
    """A standing rule that no longer holds: "忘掉那条规则", "不用再保持黑白了"."""
    for source, which in _FORGET:
        match = fullmatch(source, clause)
        if match:
            return Said("drop", {"rule": match["rule"] if which == "rule" else which})
    return None


def unsaid(clause: str) -> Said | None:
    """A wish that leaves out what decides it: "给花瓶换个颜色"."""
    if fullmatch(
        r"(?:我)?(?:不太?|很?不)喜欢(?:这个?|这种|它的?|现在的?|.{1,6}的)?颜色|颜色(?:不对|不好看?|太丑|难看|怪怪的|奇怪|不喜欢)",
        clause,
    ):
        return Said("ask", {"text": "color"})
    if fullmatch(r"(?:[给把将])?.{0,12}?(?:换|改|变)(?:一?个|一下|成)?(?:别的|其他)?的?颜色", clause):
        return Said("ask", {"text": "color"})
    return None


_FILE = r"(?P<file>[\w\u4e00-\u9fff./~\\-]*\.(?:jpe?g|png|tiff?|webp|gif|html|json|py|pent|bmp))"
_KIND = r"(?P<kind>jpe?g|png|tiff?|webp|gif|html)"
_SAVE = r"(?:导出|保存|另存|存储|存|下载|输出|export|save)"


def export(clause: str) -> Said | None:
    """As in "导出", "保存为a.jpg", "存成png，最长边1000像素"."""
    match = fullmatch(
        (
            rf"(?:[把将])?(?:这张|当前|最后的?|最终|成品|它|图片?|照片|结果|画面|的)*{_SAVE}(?:下来|出来|一下|这张|"
            rf"当前|图片?|"
            rf"照片|结果|好|到桌面|到本地|到相册)*(?:成|为|到|叫|名为|命名为|用|在)?(?:文件)?(?:一?[个张份])"
            rf"?(?:{_FILE}|{QUOTE}|{_KIND})?(?:格式|文件|图片?|的)*(?P<rest>(?:,?(?:最长边|长边|最大边|最大|不超过|"
            rf"边长|质量|品质|画质)[^,]*)*)"
        ),
        clause,
    )
    if match is None or search("版本|分支|一版|副本", clause):
        return None
    args: dict[str, Any] = {}
    quoted = search(QUOTE, clause)
    if match["file"] or quoted:
        args["file"] = match["file"] or quoted[0]  # type: ignore[index]
    elif match["kind"]:
        args["file"] = f".{match['kind'].lower()}"
    if side := search(r"(?:最长边|长边|最大边?|不超过|边长)\D{0,4}(\d{2,5})", match["rest"]):
        args["max_side"] = int(side[1])
    if quality := search(r"(?:质量|品质|画质)\D{0,3}(\d{1,3})", match["rest"]):
        args["quality"] = max(1, min(100, int(quality[1])))
    return Said("export", args)


_ASKING = (
    r"(?:你|您|我们|咱们|我)?(?:刚才|刚刚|之前|都|一共|到底)*(?:做了|改了|干了|动了|做过|改过|修改了|处理了)(?:些|"
    r"哪些|什么|几步|多少|啥)"
    r"+(?:修改|操作|步骤|步|改动|东西|处理|事)*(?:了)?|(?:到)?目前为止.*|(?:编辑|修改|操作)?(?:历史|记录|步骤)"
    r"(?:记录)?(?:是什么|有哪些|列出来|给我看看|看看|列一下)?|(?:列出|显示|看看?|给我看看?|告诉我)(?:所有|全部)"
    r"?(?:的)?(?:历史|步骤|操作|修改|记录)(?:记录)?|"
    r"(?:现在)?(?:是|在|到)?(?:第)?几步了?|我?(?:们)?(?:改|做)到哪(?:一步|里|儿)?了|(?:你|您)?(?:都)?(?:会|能|可以)"
    r"(?:做|干|帮我做)?(?:些|点)?(?:什么|啥|哪些)(?:事|操作|功能)?|有(?:什么|哪些|啥)功能|怎么(?:用|使用|操作|撤销|"
    r"保存|开始|修|做).*|帮助|help|使用说明|(?:你|您)是(?:谁|什么|干什么的|做什么的).*|你叫什么(?:名字)?|"
    r"(?:这张|这幅)?(?:图片?|照片|画面)(?:里|上|中)?(?:面)?(?:有|是|拍的是|画的是)?(?:些)?(?:什么|谁|哪里|哪儿|"
    r"几个人?|多少人?).*|(?:这|那|他|她|它)(?:是)(?:什么|谁|哪里|哪儿).*|.*(?:是什么颜色|在哪里?|在哪儿|有几个.*|"
    r"有多少.*|多大|是谁|叫什么)|为什么.*|.*是不是.*|你(?:能|可以)?看(?:得)?(?:见|到|懂|清).*|描述一下.*|"
    r".*能?(?:识别|认出|看见|看懂).*|(?:你|您)(?:在)?(?:到底)?(?:是不是|有没有|没|听不|听)(?:没)?(?:听)?懂.*|"
    r"(?:你|您)?(?:在)?(?:干嘛|干什么|干啥)(?:呢)?|你(?:搞|弄)错了.*"
)


def answer(clause: str) -> Said | None:
    """A question about the session, the program or the picture."""
    return Said("answer", {"text": clause[:2000]}) if fullmatch(_ASKING, clause) else None


def doing(question: str) -> str:
    """What a question is about: "missed" (it was not understood), "self", "how", "can", "done" or "picture"."""
    for kind, source in (
        ("missed", r"懂|干嘛|干什么呢|干啥|[搞弄]错"),
        ("self", r"你是(?:谁|什么)|你叫什么|您是"), ("how", r"^怎么|使用说明"),
        ("can", r"(?:会|能|可以)(?:做|干|帮我做)?(?:些|点)?(?:什么|啥|哪些)|功能|帮助|help"),
        ("done", r"做了|改了|干了|动了|做过|改过|修改了|处理了|目前|历史|记录|步骤|几步|到哪|操作"),
    ):  # fmt: skip
        if search(source, question):
            return kind
    return "picture"
