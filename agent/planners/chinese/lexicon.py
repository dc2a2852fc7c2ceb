"""Words by what they ask for, with the English that the tools know: looks, times, materials, poses. Data only."""

from __future__ import annotations

MEASURE = "[个只条顶朵把辆张棵座名位片些对双匹头件束盏根块支枝台架艘群道滴杯瓶碗本面幅扇串颗粒团股轮弯副缕]"

LOOKS: dict[str, str] = {
    "黑白": "black and white", "单色": "monochrome", "灰度": "grayscale", "棕褐色": "sepia", "褐色调": "sepia",
    "泛黄老照片": "sepia", "水彩画": "watercolor", "水彩": "watercolor", "油画": "oil painting",
    "铅笔画": "pencil sketch",
    "铅笔素描": "pencil sketch", "素描": "pencil sketch", "炭笔画": "charcoal drawing", "炭笔": "charcoal drawing",
    "线稿": "line art", "线描": "line drawing", "简笔画": "line drawing", "速写": "sketch", "卡通画": "cartoon",
    "卡通": "cartoon", "漫画": "comic", "美漫": "comic book", "动漫": "anime", "动画": "anime", "日漫": "manga",
    "二次元": "anime", "复古": "vintage", "怀旧": "vintage", "老照片": "old photo", "旧照片": "old photo",
    "做旧": "old photo",
    "赛博朋克": "cyberpunk", "蒸汽朋克": "steampunk", "蒸汽波": "vaporwave", "像素画": "pixel art",
    "像素": "pixel art",
    "梵高": "van gogh", "凡高": "van gogh", "莫奈": "monet", "毕加索": "picasso", "葛饰北斋": "hokusai",
    "安迪沃霍尔": "warhol",
    "吉卜力": "ghibli", "宫崎骏": "ghibli", "皮克斯": "pixar", "迪士尼": "disney", "迪斯尼": "disney",
    "水墨画": "ink wash",
    "水墨": "ink wash", "国画": "ink wash", "中国画": "ink wash", "钢笔画": "ink drawing", "浮世绘": "ukiyo-e",
    "波普艺术": "pop art",
    "波普": "pop art", "版画": "woodcut", "木刻": "woodcut", "彩色玻璃": "stained glass", "剪纸": "papercut",
    "胶片": "film",
    "胶卷": "film", "老电影": "old movie", "旧电影": "old movie", "电影感": "cinematic", "电影": "cinematic",
    "梦幻": "dreamy", "梦境": "dreamy",
    "印象派": "impressionist",
    "印象主义": "impressionist", "立体派": "cubist", "立体主义": "cubist", "超现实": "surrealist",
    "点彩": "pointillism",
    "蜡笔画": "crayon", "蜡笔": "crayon", "粉彩": "pastel drawing", "色粉画": "pastel drawing", "涂鸦": "graffiti",
    "哥特": "gothic",
    "巴洛克": "baroque", "文艺复兴": "renaissance", "极简": "minimalist", "低多边形": "low poly",
    "黏土": "claymation",
    "粘土": "claymation", "3d": "3d render", "负片": "negative", "底片": "negative", "反色": "negative",
    "反相": "negative",
    "宝丽来": "polaroid", "拍立得": "polaroid", "蓝晒": "cyanotype", "半调": "halftone", "双色调": "duotone",
    "刺绣": "embroidery",
    "十字绣": "cross-stitch", "折纸": "origami", "蓝图": "blueprint", "海报": "poster", "绘本": "storybook",
    "童话": "fairy tale",
    "壁画": "fresco", "黑色电影": "film noir", "抽象画": "abstract painting", "抽象": "abstract art",
    "装饰艺术": "art deco",
    "新艺术": "art nouveau", "蚀刻": "etching", "雕刻": "engraving", "游戏": "video game", "概念艺术": "concept art",
    "双重曝光": "double exposure", "日系清新": "japanese film", "日系": "japanese film", "清新": "fresh and airy",
    "港风": "hong kong film", "古风": "ancient chinese",
    "国潮": "chinese pop art", "莫兰迪": "muted pastel", "小清新": "fresh and airy", "ins风": "instagram",
    "ins": "instagram", "大片": "cinematic", "写实": "photorealistic", "毛毡": "felt craft", "霓虹": "neon",
    "vintage": "vintage", "retro": "retro", "lomo": "lomo", "hdr": "hdr", "cyberpunk": "cyberpunk", "sepia": "sepia",
}  # fmt: skip
LOOK = "|".join(sorted(LOOKS, key=len, reverse=True))
STYLED = (
    r"(?:化|一?点儿?|一些|画?风格?|画|滤镜|效果|风味|质感|色调|照片?|图片?|图像|模式|的样子|的?感觉|感|片|的|式|系|那种|那样|调调|味道|"
    r"画作|作品|艺术)*"
)

TIMES: dict[str, str] = {
    "冬天": "winter", "冬季": "winter", "冬日": "winter", "冬景": "winter", "夏天": "summer", "夏季": "summer",
    "夏日": "summer",
    "秋天": "autumn", "秋季": "autumn", "秋日": "autumn", "秋景": "autumn", "春天": "spring", "春季": "spring",
    "春日": "spring",
    "夜晚": "night", "夜景": "night", "晚上": "night", "黑夜": "night", "夜间": "night", "深夜": "night",
    "夜里": "night",
    "白天": "day", "白昼": "day", "黄昏": "dusk", "傍晚": "dusk", "日落": "sunset", "夕阳": "sunset",
    "落日": "sunset",
    "日出": "sunrise", "清晨": "morning", "早晨": "morning", "早上": "morning", "黎明": "dawn", "拂晓": "dawn",
    "雨天": "rainy",
    "下雨天": "rainy", "下雨": "rainy", "雨景": "rainy", "下雪": "snowy", "下雪天": "snowy", "雪天": "snowy",
    "雪景": "snowy",
    "雾天": "foggy", "大雾": "foggy", "起雾": "foggy", "晴天": "sunny", "晴朗": "sunny", "大晴天": "sunny",
    "阴天": "overcast",
    "多云": "cloudy", "暴风雨": "stormy", "雷雨": "stormy", "圣诞节": "christmas", "圣诞": "christmas",
    "万圣节": "halloween",
    "夕阳西下": "sunset", "日落西山": "sunset", "华灯初上": "dusk", "蓝调时刻": "blue hour", "大雪": "snowy",
    "下大雪": "snowy", "下大雨": "rainy", "暴雨": "stormy", "雨夜": "rainy night", "正午": "noon", "中午": "noon",
    "午夜": "midnight", "黄金时刻": "golden hour",
}  # fmt: skip
TIME = "|".join(sorted(TIMES, key=len, reverse=True))

MATERIALS: dict[str, str] = {
    "木头": "wood", "木质": "wood", "木制": "wood", "木": "wood", "实木": "wood", "金属": "metal",
    "不锈钢": "stainless steel",
    "钢": "steel", "铁": "iron", "铜": "copper", "黄铜": "brass", "青铜": "bronze", "纯金": "solid gold",
    "黄金": "gold",
    "纯银": "solid silver", "白银": "silver", "玻璃": "glass", "磨砂玻璃": "frosted glass", "水晶": "crystal",
    "大理石": "marble",
    "石头": "stone", "石": "stone", "花岗岩": "granite", "混凝土": "concrete", "水泥": "concrete", "砖": "brick",
    "皮革": "leather",
    "皮": "leather", "真皮": "leather", "丝绸": "silk", "绸缎": "satin", "天鹅绒": "velvet", "丝绒": "velvet",
    "棉": "cotton",
    "棉布": "cotton", "羊毛": "wool", "毛线": "knitted wool", "针织": "knitted", "亚麻布": "linen", "麻布": "linen",
    "牛仔布": "denim",
    "牛仔": "denim", "帆布": "canvas", "蕾丝": "lace", "毛绒": "plush", "皮草": "fur", "布": "fabric",
    "布料": "fabric",
    "塑料": "plastic", "橡胶": "rubber", "纸": "paper", "纸板": "cardboard", "硬纸板": "cardboard", "陶瓷": "ceramic",
    "瓷": "porcelain",
    "陶土": "clay", "黏土": "clay", "粘土": "clay", "冰": "ice", "雪": "snow", "火焰": "fire", "岩浆": "lava",
    "巧克力": "chocolate",
    "糖果": "candy", "乐高": "lego", "积木": "toy bricks", "竹子": "bamboo", "竹": "bamboo", "稻草": "straw",
    "草编": "straw",
    "藤编": "rattan", "钻石": "diamond", "玉": "jade", "翡翠": "jade", "蜡": "wax", "羽毛": "feathers",
    "毛毡": "felt", "泡沫": "foam",
    "沙子": "sand", "奶酪": "cheese", "碳纤维": "carbon fiber", "亮片": "sequins", "姜饼": "gingerbread",
}  # fmt: skip
MATERIAL = "|".join(sorted(MATERIALS, key=len, reverse=True))

POSES: dict[str, str] = {
    "微笑": "smiling", "大笑": "laughing", "笑起来": "smiling", "笑": "smiling", "露出笑容": "smiling",
    "哭": "crying", "皱眉": "frowning",
    "生气": "angry", "坐下来": "sitting", "坐下": "sitting", "坐着": "sitting", "坐": "sitting", "站起来": "standing",
    "站着": "standing", "站": "standing", "站立": "standing", "跑起来": "running", "跑步": "running",
    "奔跑": "running",
    "跑": "running", "跳起来": "jumping", "跳跃": "jumping", "跳舞": "dancing", "跳": "jumping", "走路": "walking",
    "走": "walking",
    "躺下": "lying down", "躺着": "lying down", "趴下": "lying on the belly", "睡觉": "sleeping", "睡着": "sleeping",
    "睁开眼睛": "eyes open", "睁开眼": "eyes open", "睁眼": "eyes open", "闭上眼睛": "eyes closed",
    "闭上眼": "eyes closed",
    "闭眼": "eyes closed", "眨眼": "winking", "挥手": "waving", "招手": "waving", "举起手": "hand raised",
    "举手": "hand raised",
    "举起双手": "both hands raised", "抬起头": "head raised", "抬头": "head raised", "低头": "head lowered",
    "转身": "turned around", "转过身": "turned around", "转过头": "head turned", "回头": "looking back",
    "张开嘴": "mouth open",
    "张嘴": "mouth open", "闭上嘴": "mouth closed", "闭嘴": "mouth closed", "看镜头": "looking at the camera",
    "看向镜头": "looking at the camera", "看着镜头": "looking at the camera", "飞起来": "flying", "飞": "flying",
    "蹲下": "squatting",
    "跪下": "kneeling", "鞠躬": "bowing", "拥抱": "hugging", "鼓掌": "clapping", "唱歌": "singing",
    "吐舌头": "tongue out", "严肃": "serious", "举起来": "raised", "伸直": "stretched", "张开": "open",
    "合上": "closed", "开心": "happy", "高兴": "happy", "难过": "sad", "悲伤": "sad",
    "惊讶": "surprised", "害怕": "scared", "害羞": "shy", "自信": "confident", "放松": "relaxed", "温柔": "gentle",
    "叉腰": "hands on hips", "交叉双臂": "arms crossed", "游泳": "swimming", "吃东西": "eating", "喝水": "drinking",
}  # fmt: skip
POSE = "|".join(sorted(POSES, key=len, reverse=True))

SHAPES: dict[str, str] = {
    "圆": "round", "圆形": "round", "方": "square", "方形": "square", "心形": "heart-shaped",
    "爱心形状": "heart-shaped",
    "三角形": "triangular", "椭圆": "oval", "椭圆形": "oval", "星形": "star-shaped", "五角星形": "star-shaped",
    "瘦": "slimmer",
    "苗条": "slimmer", "胖": "fatter", "高": "taller", "长": "longer", "短": "shorter", "细": "thinner",
    "粗": "thicker",
    "宽": "wider", "窄": "narrower", "弯": "bent", "直": "straight", "尖": "pointed", "扁": "flat",
}  # fmt: skip

LIGHTS: dict[str, str] = {
    "暖光": "warm light", "暖色灯光": "warm light", "冷光": "cool light", "柔光": "soft light", "聚光灯": "spotlight",
    "影棚光": "studio light", "摄影棚灯光": "studio light", "霓虹灯光": "neon light", "霓虹灯": "neon light",
    "烛光": "candlelight",
    "阳光": "sunlight", "月光": "moonlight", "逆光": "backlight", "轮廓光": "rim light", "灯光": "soft light",
    "光线": "soft light",
    "光": "soft light", "夕阳光": "evening sunlight", "伦勃朗光": "rembrandt light", "闪光灯": "flash",
}  # fmt: skip
LIGHT = "|".join(sorted(LIGHTS, key=len, reverse=True))

VIEWS: tuple[tuple[str, str], ...] = (
    (r"俯视|俯瞰|鸟瞰|俯拍|上帝视角|从上(?:面|方|往下)?", "from above"),
    (r"仰视|仰拍|从下(?:面|方|往上)", "from below"),
    (r"侧面|侧视|从侧(?:面|边)", "from the side"), (r"背面|后面|背后|从后(?:面|方)", "from behind"),
    (r"正面", "from the front"),
    (r"平视", "at eye level"), (r"左侧|左边", "from the left"), (r"右侧|右边", "from the right"),
)  # fmt: skip
