"""What the program says of models and of planners that ask one, and its Chinese, as in the phrasebook. Data only."""

from __future__ import annotations

MANNERS: dict[str, str] = {  # how a model makes it: patterns of the parts of a list
    r"image guidance(.*)": "图像引导{}",
    r"guidance(.*)": "引导{}",
    r"strength(.*)": "强度{}",
    r"steps()": "步数{}",
    r"(\d+) steps": "{}步",
    r"seed(.*)": "种子{}",
    r"the (\S+) scheduler": "{} 调度器",
    r"without a model()": "不用模型{}",
    r"on this machine()": "在本机{}",
    r"with (\S+)": "用 {}",
    r"by its edges()": "按它的边缘{}",
    r"by its sketch()": "按草图{}",
    r"by its pose()": "按姿势{}",
    r"by its depth()": "按深度图{}",
    r"by its segmentation()": "按分割图{}",
}

OF_MODELS: dict[str, str] = {
    # how a model makes it
    "Its numbers: {}.": "数值：{}。",
    "Step {} made anew: {}.": "第{}步重新做了：{}。",
    "No number of step {} can go further that way: {}.": "第{}步的数值不能再往那个方向调了：{}。",
    "Say it in other words.": "换个说法试试。",
    "Say another number.": "换一个数。",
    "Step {} (“{}”) is no work for a model, so there is nothing to make otherwise.": (
        "第{}步（“{}”）不需要模型，所以没有什么可以换个做法。"
    ),
    "Say what to do, and with which engine.": "说说要做什么，用哪个引擎。",
    "No model is needed for this, so it went without: {}.": "这一步不需要模型，所以没有用到：{}。",
    "A model's {} goes from {} to {}, not {}.": "模型的{}要在 {} 到 {} 之间，不能是 {}。",
    # models
    "{} needs a model such as {}.": "这需要一个模型，例如 {1}。",
    "Get it with: pentimento models pull {}": "获取命令：“pentimento models pull {}”。",
    "The model {} is not installed ({} GB).": "模型 {0} 没有安装（{1} GB）。",
    "The model {} is damaged ({}).": "模型 {0} 已损坏（{1}）。",
    "Mend it: pentimento models pull {}": "修复命令：“pentimento models pull {}”。",
    "This model needs {}, not installed here.": "这个模型需要 {}，这里没有安装。",
    "Found without {}.": "这次没有用到 {}。",
    "There is not enough memory for {}.": "内存不够运行 {}。",
    "Set PENTIMENTO_DEVICE=cpu.": "请设置 PENTIMENTO_DEVICE=cpu。",
    "Choose a smaller model, or PENTIMENTO_MEMORY=small.": "换一个小一点的模型，或设置 PENTIMENTO_MEMORY=small。",
    "The model's safety checker held its picture back.": "模型的安全检查拦下了这张图。",
    "Say it differently, or try another seed.": "换一种说法，或换一个种子再试。",
    "“{}” names no sizes.": "“{}”没有说明尺寸。",
    "A {} guide has to be given.": "需要附上一张{}引导图。",
    "{} needs a diffusion model such as {}; no engine for it is installed.": (
        "这需要一个扩散模型，例如 {1}；目前没有安装可用的引擎。"
    ),
    "The model {} failed: {}.": "模型 {} 运行失败（{}）。",
    "{} is another model: {}.": "{} 不是需要的那个模型（{}）。",
    "{} can't be read: {} is damaged.": "{} 无法读取：{} 已损坏。",
    "{} has {} ONNX files, and one was expected.": "{} 有 {} 个 ONNX 文件，应该只有一个。",
    "OpenCV can't load {}: {}.": "OpenCV 无法加载 {}（{}）。",
    "{} needs OpenCV {}; {} is installed.": "{} 需要 OpenCV {}，目前安装的是 {}。",
    "Download it again.": "请重新下载。",
    "Pull it again.": "请重新获取。",
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
    "The chat model at {} needs a key.": "{} 上的对话模型需要密钥。",
    "Set {}, or {} for a server that needs none.": "请设置 {}；服务器不需要密钥时设置 {}。",
    "Chat models need LangChain.": "对话模型需要 LangChain。",
    "Nothing is sent to {}, as you said.": "按你说的，没有向 {} 发送任何东西。",
    "PENTIMENTO_CHAT_SEND_PICTURES=always would allow it.": "PENTIMENTO_CHAT_SEND_PICTURES=always 会允许发送。",
    "No remote engine is set.": "没有设置远程引擎。",
    "The remote engine is at {}: may the part of the picture that is edited, with what lies around it and without its "
    "EXIF, be sent there?": "远程引擎在 {}：可以把要修改的部分和它周围的画面（不含 EXIF）发到那里吗？",
    "Yes is remembered for this host; after no, nothing is sent.": (
        "回答“可以”会为这个主机记住；回答“不要”则什么都不发送。"
    ),
    "PENTIMENTO_REMOTE_SEND_PICTURES=always would allow it.": "PENTIMENTO_REMOTE_SEND_PICTURES=always 会允许发送。",
    "OpenAI's images need a key.": "OpenAI 的图片需要密钥。",
    "I went by the rules.": "我按规则处理了。",
    "The chat model is at {}: may a small copy of the picture, without its EXIF, be sent there?": (
        "对话模型在 {}：可以把图片的小副本（不含 EXIF）发到那里吗？"
    ),
    "Yes is remembered for this host; after no, the rules read your words and nothing is sent.": (
        "回答“可以”会为这个主机记住；回答“不要”则由规则来理解，不发送任何东西。"
    ),
    "No font on this machine can draw “{}”.": "这台电脑上没有能写出“{}”的字体。",
    "Install a font that has it, such as {} (for example: {}).": "请安装包含这些字的字体，例如 {}（比如：{}）。",
    "This Pillow was built without FreeType, so nothing can be written.": "这个 Pillow 没有 FreeType，写不了字。",
    "Install Pillow again.": "请重新安装 Pillow。",
    "Text that runs from right to left needs the library FriBiDi, which is not installed.": (
        "从右往左写的文字需要 FriBiDi 库，目前没有安装。"
    ),
    "Install it (libfribidi0) and say it again.": "请安装它（libfribidi0），再说一遍。",
    "There is no turn “{}” in this session.": "这次对话里没有第{}步。",
    "The turns to the head are {} to {}.": "到当前为止有第{}步到第{}步。",
    "There is no folder {}.": "没有文件夹 {}。",
    "Make it first: {}": "请先建好：{}",
}
