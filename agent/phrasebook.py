"""The program's own sentences and their Chinese. `{}` is a gap, filled alike in both; `{1}` the second. Data only."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "left": "左边", "right": "右边", "top": "上方", "bottom": "下方", "center": "中间", "top left": "左上",
    "top right": "右上", "bottom left": "左下", "bottom right": "右下",
}  # fmt: skip
THINGS: dict[str, str] = {
    "the lettering": "文字", "no step": "没有步骤", "it": "它", "undo": "撤销", "redo": "重做", "horizon": "地平线",
    "recolor": "改颜色", "remove": "去掉", "move": "移动", "duplicate": "复制", "replace": "替换",
    "retexture": "改材质",
    "pose": "改姿态", "warp": "改形状",
}  # fmt: skip

CHINESE: dict[str, str] = {
    # finding a place
    "I can't tell where “{}” is.": "我找不到“{}”在哪里。",
    "I can't tell which part is meant.": "我不确定指的是哪一部分。",
    "Say a number, draw a box or click.": "说一个编号，画个框，或者点一下。",
    "Draw a box or click.": "画个框，或者点一下。",
    "Draw a box around it.": "在它周围画个框。",
    "Which one: {}?": "是哪一个：{}？",
    "What should I {}?": "要{}什么？",
    "The mask selects nothing.": "这个蒙版没有选中任何东西。",
    "Draw it again.": "请重新画一次。",
    "There is nothing in the picture at that place.": "画面的那个位置什么都没有。",
    # what an operation asks for
    "Which colour should the background have?": "背景要什么颜色？",
    "Name a colour.": "说一个颜色。",
    "Which picture should be the background?": "用哪张图片做背景？",
    "Attach it.": "请附上它。",
    "What should the background show?": "背景上要有什么？",
    "Describe it in a few words.": "用几个字描述一下。",
    "Crop it to what?": "裁剪成什么样？",
    "Say an edge (“the bottom third”), a ratio (“16:9”) or draw a box.": (
        "说哪一边（“下面三分之一”）、一个比例（“16:9”），或者画个框。"
    ),
    "Extend it on which side, and by how much?": "向哪边扩展，扩展多少？",
    "Say for instance “a quarter to the left”.": "比如说“向左四分之一”。",
    "Where should it go?": "要移到哪里？",
    "Say a direction (“a bit to the left”) or a place (“top right”).": "说一个方向（“往左一点”）或位置（“右上角”）。",
    "How big should it be?": "要多大？",
    "Say a factor (“half as big”) or a size in pixels.": "说一个倍数（“缩小一半”）或像素尺寸。",
    "I can't find a clear horizon. How many degrees, and which way?": "我找不到清楚的地平线。转多少度，朝哪边？",
    "Say for instance “two degrees clockwise”.": "比如说“顺时针两度”。",
    "What should it say?": "要写什么？",
    "Put the words in quotes.": "把文字放在引号里。",
    "Where is {}? I can't read yet.": "{}在哪里？我还不会认字。",
    # history
    "Back to the photograph as it was opened.": "已回到打开时的照片。",
    "Now at step {}: “{}”.": "现在是第{}步：“{}”。",
    "There is nothing to undo.": "没有可以撤销的步骤。",
    "There is nothing to redo.": "没有可以重做的步骤。",
    "There is only {} to undo, not {}.": "只有{}步可以撤销，没有{}步。",
    "There are only {} to undo, not {}.": "只有{}步可以撤销，没有{}步。",
    "There is only {} to redo, not {}.": "只有{}步可以重做，没有{}步。",
    "There are only {} to redo, not {}.": "只有{}步可以重做，没有{}步。",
    "This is as far back as it goes.": "已经到头了。",
    "Only what was undone comes back, until a new edit is made; goto leads to any turn.": (
        "只有撤销过的才能重做，一有新的修改就不行了；“回到第几步”总是可以的。"
    ),
    "I find no step called “{}”.": "没有找到叫“{}”的步骤。",
    "The last steps: {}.": "最近的步骤：{}。",
    "Nothing was done yet.": "还没有做任何修改。",
    "Nothing was done yet; the photograph is as you opened it.": "还没有做任何修改，照片和打开时一样。",
    "Nothing was done yet that could be changed.": "还没有可以修改的步骤。",
    "There is no edit here to try again.": "这里没有可以再试一次的修改。",
    "Say what you would like.": "说说你想要什么。",
    "Say what you'd like.": "说说你想要什么。",
    "So far: {}.": "到现在做了：{}。",
    "I can't tell which step you mean.": "我不确定你指的是哪一步。",
    "Say a number, or what was done there.": "说第几步，或者那一步做了什么。",
    "There is no step {}.": "没有第{}步。",
    "The last one is {}.": "最后一步是第{}步。",
    "That is the photograph itself; there is nothing to change about it.": "那是原图本身，没有什么可改的。",
    "Say a later step.": "说一个后面的步骤。",
    "That step is not on the way to the picture you see.": "那一步不在通往当前画面的路上。",
    "Say “go to” and its number first.": "先说“回到”和它的编号。",
    "I can't tell what should change about that step.": "我不确定那一步要改什么。",
    "Say, for example, “make it blue instead”.": "比如说“改成蓝色”。",
    "Step {} (“{}”) has no amount to change.": "第{}步（“{}”）没有可以增减的强度。",
    "Step {} (“{}”) could not be done, so it can't be changed.": "第{}步（“{}”）没有做成，所以不能修改。",
    "Step {} (“{}”) was made by another version of this program and can't be done again here.": (
        "第{}步（“{}”）是这个程序的另一个版本做的，在这里不能重做。"
    ),
    "Undo and “go to” still work, and so does changing what comes after it.": (
        "撤销和“回到”仍然可用，也可以改它后面的步骤。"
    ),
    "Its object is gone, or its place lies outside the picture.": "它的对象不在了，或者位置在画面之外。",
    "There is no earlier picture to take it from.": "没有更早的画面可以取用。",
    "Undo goes back as well.": "撤销也可以退回去。",
    "That picture was {} × {}, this one is {} × {}.": "那张画面是{}×{}，现在是{}×{}。",
    "Go back to before the change of size.": "请回到改变尺寸之前。",
    # branches, comparing
    "Branch “{}” begins here; “{}” stays as it is.": "分支“{}”从这里开始，“{}”保持原样。",
    "Branch “{}” is now called “{}”.": "分支“{}”现在叫“{}”。",
    "Now on branch “{}”, step {}.": "现在在分支“{}”，第{}步。",
    "There is no branch called “{}”.": "没有叫“{}”的分支。",
    "Branches: {}.": "现有分支：{}。",
    "Against step {}: {} % of the pixels differ. In between: {}.": "和第{}步相比：{}% 的像素不同。中间做了：{}。",
    "Against step {}: {} became {}. In between: {}.": "和第{}步相比：{}变成了{}。中间做了：{}。",
    # rules and names
    "Noted, and kept from now on: “{}”.": "记下了，从现在起一直保持：“{}”。",
    "Noted for this session: “{}”.": "在这次对话里记下了：“{}”。",
    "Noted: “{}”. But I can't find “{}” in this picture, so I can't protect it yet: draw a box around it and say "
    "“never touch this”.": "记下了：“{}”。但我在画面里找不到“{}”，还不能保护它：请在它周围画个框，说“不要动它”。",
    "From now on no edit changes {} ({} % of the picture).": "从现在起，任何修改都不会动{}（占画面 {}%）。",
    "Forgotten: “{}”.": "已忘掉：“{}”。",
    "What it did is off the picture again; “undo” brings it back.": "它的效果已经去掉；说“撤销”可以找回来。",
    "There is no standing rule.": "现在没有任何规则。",
    "“From now on …” makes one.": "说“以后都……”就能定一条。",
    "I find no rule about “{}”.": "没有关于“{}”的规则。",
    "The rules are: {}.": "现有规则：{}。",
    "I can't tell what is to be called so.": "我不知道要给谁起这个名字。",
    "Say what it is: “call the red cup Rex”.": "说清楚是什么，比如“把红杯子叫做小红”。",
    "All right: {}.": "好的：{}。",
    "You asked me to leave it alone: {}.": "你让我不要动它：{}。",
    "“You may touch it again” lifts that.": "说“可以动它了”就解除。",
    "As always: “{}”.": "一如既往：“{}”。",
    # nothing changed, trying again
    "All right; nothing was changed.": "好的，什么都没有改动。",
    "All right.": "好的。",
    "Nothing in the picture changed.": "画面没有任何变化。",
    "Nothing in the picture changed: {}.": "画面没有任何变化：{}。",
    "Interrupted; nothing was changed.": "已中断，什么都没有改动。",
    "“{}” would come out the same again, to the last pixel. What should be different: more, less? “Undo” takes it "
    "back.": (
        "“{}”再做一次结果也完全一样。想要哪里不同：多一点、少一点？说“撤销”可以退回。"
    ),
    "“{}” would come out the same again, to the last pixel. What should be different: more, less, or somewhere else "
    "than “{}” (“the one on the left”, a box, a click)? “Undo” takes it back.": (
        "“{}”再做一次结果也完全一样。想要哪里不同：多一点、少一点，还是不在“{}”"
        "（“左边那个”、画个框、点一下）？说“撤销”可以退回。"
    ),
    "Step {} is now: {}.": "第{}步现在是：{}。",
    "Left out: {}.": "略过了：{}。",
    # files
    "Files can't be written from here.": "这里不能写文件。",
    "Use “pentimento export” on your own machine.": "请在自己的电脑上用“pentimento export”。",
    "The file can't be written: {}.": "文件写不了：{}。",
    "Name another place.": "换一个位置。",
    # models
    "{} needs a diffusion model such as {}; no engine for it is installed.": (
        "这需要一个扩散模型，例如 {1}；目前没有安装可用的引擎。"
    ),
    "{} needs a diffusion model that is not installed; no engine for it is installed.": (
        "这需要一个没有安装的扩散模型。"
    ),
    "Attach a picture of it and I'll put it behind the subject.": "附上一张图片，我就把它放到主体后面。",
    "Attach a picture of {} and I'll put it in.": "附上一张{}的图片，我就把它放进去。",
    "Or attach a picture of {} and I'll put it in.": "或者附上一张{}的图片，我就把它放进去。",
    "Recoloring can give it the colour of {}.": "改颜色可以让它有{}的颜色。",
    "Cropping can come closer, turning can tilt the picture.": "裁剪可以拉近，旋转可以倾斜画面。",
    "Moving, turning and mirroring can place the figure as it is.": "可以移动、旋转或翻转这个人物。",
    "Resizing can stretch the object, dragging can pull points of it.": "可以缩放它，或者拖动它上面的点。",
    "Say “a warm light from the left” for a soft light from one side.": "说“从左边打一束暖光”可以得到一侧的柔光。",
    "Say “make it twice as big” for a plain enlargement.": "说“放大两倍”可以直接放大。",
    "Open another photograph and go on with that.": "请打开另一张照片继续。",
    "Without one I can extend a side by up to {}.": "没有它，每边最多能扩展{}。",
    "Without one there are these looks: {}.": "没有它，可以用这些风格：{}。",
    "Say it as a smaller change, such as a colour, an amount of light, or something to remove.": (
        "换成小一点的修改，比如颜色、亮度，或者去掉什么。"
    ),
    "remove can take single streaks out; enhance with denoise calms fine rain.": (
        "可以去掉单条雨丝；降噪能让细雨不明显。"
    ),
    "remove can take single flakes out; enhance with denoise calms fine snow.": (
        "可以去掉单片雪花；降噪能让细雪不明显。"
    ),
    "adjust with more shadows opens them: say “open up the shadows”.": "说“提亮阴影”可以让它们变亮。",
    # planners that ask a model
    "The {} model gave no usable plan, so I went by the rules.": "{}模型没有给出可用的方案，我按规则处理了。",
    "The {} model was of no help: {}. I went by the rules.": "{}模型帮不上忙：{}。我按规则处理了。",
    "what came back is no chat completion": "返回的不是对话模型的回答",
    "it refused the request ({})": "它拒绝了请求（{}）",
    "it sends us elsewhere (HTTP {}), where nothing is sent": "它要转到别处（HTTP {}），那里没有发送任何东西",
    "A higher PENTIMENTO_{}_TIMEOUT_S gives it more time.": "把 PENTIMENTO_{}_TIMEOUT_S 调高可以多给它一些时间。",
    "Check {}, and {}, which mostly ends in /v1.": "请检查 {} 和 {}，后者多半以 /v1 结尾。",
    "Check {}, which mostly ends in /v1.": "请检查 {}，它多半以 /v1 结尾。",
    "Set PENTIMENTO_{}_BASE_URL to the address that it has now.": "请把 PENTIMENTO_{}_BASE_URL 设为它现在的地址。",
    "PENTIMENTO_CHAT_BASE_URL is no web address.": "PENTIMENTO_CHAT_BASE_URL 不是网址。",
    "It looks like {}": "它应当像 {}",
    "it is asked too often": "请求太频繁",
    "it took too long to answer": "回答太慢",
    "it can't be reached": "连接不上",
    "it has trouble (HTTP {})": "它出错了（HTTP {}）",
    "it refused the key (HTTP {})": "密钥被拒绝（HTTP {}）",
    "there is no such model or address ({})": "没有这个模型或地址（{}）",
    "the prompt is too long for it": "提示太长",
    "Start the server at {}, or set {}.": "请启动 {} 上的服务器，或设置 {}。",
    "Set the key in PENTIMENTO_CHAT_API_KEY.": "请在 PENTIMENTO_CHAT_API_KEY 里设置密钥。",
    "Lower PENTIMENTO_{}_CONTEXT_TOKENS.": "请调低 PENTIMENTO_{}_CONTEXT_TOKENS。",
    "No chat model is set.": "没有设置对话模型。",
    "Chat models need LangChain.": "对话模型需要 LangChain。",
    "Nothing is sent to {}, as you said.": "按你说的，没有向 {} 发送任何东西。",
    "PENTIMENTO_CHAT_SEND_PICTURES=always would allow it.": "PENTIMENTO_CHAT_SEND_PICTURES=always 会允许发送。",
    "I went by the rules.": "我按规则处理了。",
    "The chat model is at {}: may a small copy of the picture, without its EXIF, be sent there?": (
        "对话模型在 {}：可以把图片的小副本（不含 EXIF）发到那里吗？"
    ),
    "Yes is remembered for this host; after no, the rules read your words and nothing is sent.": (
        "回答“可以”会为这个主机记住；回答“不要”则由规则来理解，不发送任何东西。"
    ),
    "No font on this machine can draw {}": "这台电脑上没有能写出“{}”的字体。",
    "Install a font that has it, such as DejaVu or Noto.": "请安装包含这些字的字体，例如 Noto Sans CJK。",
    "There is no turn “{}” in this session.": "这次对话里没有第{}步。",
    "The turns to the head are {} to {}.": "到当前为止有第{}步到第{}步。",
    "There is no folder {}.": "没有文件夹 {}。",
    "Make it first: {}": "请先建好：{}",
    # what makes no sense
    "I don't know a colour called “{}”.": "我不认识“{}”这个颜色。",
    "Say a common colour name, or a code such as #1e90ff.": "说一个常见的颜色，或者像 #1e90ff 这样的代码。",
    "Nothing of it would be left in the picture.": "这样画面里就什么都不剩了。",
    "Cut away less.": "少裁一点。",
    "It is too far in the middle: cropping it away would cost most of the picture.": (
        "它太靠近中间了：裁掉它会丢掉大半画面。"
    ),
    "Say “remove it” instead.": "可以说“去掉它”。",
    "That is too much text to be legible there.": "那里放不下这么多字。",
    "Say less, or draw a larger box.": "少写一点，或者画个大一点的框。",
    "The attached picture is empty.": "附上的图片是空的。",
    "The copies would lie outside the picture.": "复制出来的会在画面之外。",
    "Say a smaller distance, or fewer copies.": "距离小一点，或者少复制几个。",
    "{} × {} is too large a canvas.": "{}×{}的画布太大了。",
    "Extend it by less.": "少扩展一点。",
    "There is not enough memory for this edit.": "内存不够做这次修改。",
    "Try a smaller region or picture.": "换小一点的区域或图片试试。",
    "The whole picture would have to be made up; nothing is left to go by.": (
        "整个画面都要凭空补出来，没有可以参考的部分。"
    ),
    "The picture that this step refers to is not at hand.": "这一步用到的图片不在手边。",
    "Attach the picture again.": "请重新附上图片。",
    # remarks of a receipt, inside other sentences
    "it is straight already ({}° by {})": "已经是正的（{}°）",
    "it is there already": "已经在那里了",
    "what stands out was kept, since nothing finds it by its name": "按名字没有找到，所以保留了画面中最突出的部分",
    "it has that shape already": "已经是那个比例了",
    "light and colour measure well already": "光线和色彩已经很好",
}  # fmt: skip
