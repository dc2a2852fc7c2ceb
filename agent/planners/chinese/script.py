"""Which language an utterance is in, and Chinese made plain: traditional characters and usual slips of the keyboard.

Knows nothing of what is asked for.
"""

from __future__ import annotations

import re
from functools import cache

_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_QUOTED = re.compile("“[^”]*”|\"[^\"]*\"|「[^」]*」|『[^』]*』|《[^》]*》|(?<![a-zA-Z])'[^']*'|‘[^’]*’")
_ENGLISH = frozenset(
    [
        "the",
        "a",
        "an",
        "to",
        "at",
        "on",
        "in",
        "of",
        "with",
        "and",
        "make",
        "put",
        "write",
        "add",
        "it",
        "its",
        "please",
        "this",
        "that",
        "is",
        "are",
        "change",
        "turn",
        "into",
        "say",
        "move",
        "from",
        "by",
        "my",
        "his",
        "her",
        "you",
        "can",
        "i",
        "want",
        "let",
        "there",
        "go",
        "back",
        "text",
        "between",
        "replace",
        "for",
        "as",
    ]
)


def is_chinese(utterance: str) -> bool:
    """Whether to read it as Chinese: by its script, lettering in quotes left aside, the frame before borrowed words."""
    bare = _QUOTED.sub(" ", utterance)
    han = len(_HAN.findall(bare))
    if not han or _KANA.search(bare):
        return False
    words = re.findall(r"[A-Za-z]+", bare)
    if _HAN.match(bare.lstrip(" ,，.。、:：-")) and han >= 2:
        return True
    return han >= 2 * len(words) or not any(word.lower() in _ENGLISH for word in words)


_TRADITIONAL = (
    "車车變变紅红藍蓝綠绿黃黄換换圖图對对調调轉转顏颜後后間间邊边裏里裡里個个這这還还為为給给頂顶寫写畫画風风雙双隻只條条張张輛辆們们樣样幫帮請请讓让歲岁開开關关從从來来過过時时會会說说話话東东無无"
    "點点麼么與与樹树鳥鸟貓猫馬马魚鱼龍龙門门燈灯電电線线頭头髮发臉脸鏡镜褲裤襯衬領领繩绳紙纸筆笔書书報报牆墙橋桥塊块獸兽雲云霧雾陽阳陰阴濾滤飽饱銳锐強强減减幾几兩两萬万雜杂訊讯復复銷销導导檔档儲储"
    "歷历較较剛刚纔才謝谢錯错麗丽愛爱歡欢記记許许動动並并將将於于設设計计劃划處处廣广場场見见觀观視视覺觉親亲層层級级質质絲丝綢绸銀银銅铜鐵铁鋼钢磚砖壞坏舊旧裝装飾饰禮礼節节聖圣誕诞飛飞機机傘伞氣气"
    "蘋苹葉叶蘭兰園园樓楼島岛灘滩漁渔網网獨独單单簡简詞词語语標标題题額额鑽钻鏈链鐘钟錶表錢钱貨货買买賣卖運运遠远進进連连選选擇择區区國国圓圆團团縮缩縱纵橫横豎竖側侧傾倾擴扩補补刪删塗涂蓋盖淨净濃浓"
    "溫温涼凉熱热滿满靜静潔洁燦灿爛烂戲戏劇剧務务業业華华麥麦黨党齊齐齡龄當当應应該该認认識识讀读課课誰谁談谈論论證证評评議议護护貼贴貝贝購购貴贵賽赛贈赠體体髒脏鬆松鬧闹鬍胡鬚须麵面鹽盐鹹咸黴霉衝冲"
    "決决沒没況况淚泪滅灭潑泼濕湿灣湾爐炉爺爷牽牵狀状獅狮現现產产畢毕異异發发皺皱監监盤盘眾众著着矯矫礙碍稱称穩稳窮穷競竞籃篮紋纹細细終终組组結结統统絕绝經经維维綿绵緊紧編编緩缓練练縣县總总績绩織织"
    "繪绘繼继續续義义習习聲声聽听腦脑腳脚臨临興兴舉举艦舰艷艳藝艺藥药蘇苏蟲虫術术衛卫製制複复襪袜規规訂订試试詩诗詳详誤误輕轻輪轮輯辑輸输邏逻醜丑釋释針针鈕钮錄录鍵键鎖锁鎮镇長长閃闪閉闭闊阔隊队階阶"
    "隨随險险隱隐難难靈灵頁页項项順顺須须預预頻频顆颗願愿類类顯显飯饭飲饮餘余駕驾騎骑騰腾驗验驚惊鬥斗鴨鸭鵝鹅鷹鹰黏粘齒齿壓压嚴严喚唤嗎吗嘗尝嚇吓塵尘墊垫墜坠奪夺奮奋婦妇媽妈嬰婴孫孙學学寧宁寶宝實实"
    "寬宽尋寻專专屬属岡冈峽峡幣币幹干庫库廢废廠厂彈弹彎弯彙汇徑径徹彻恆恒惡恶慶庆憂忧懷怀懶懒懸悬戀恋戶户拋抛揚扬損损搖摇撐撑擋挡據据擊击擁拥攜携攝摄攤摊敗败數数斂敛斷断暈晕暫暂曉晓曬晒棄弃棟栋槍枪"
    "樂乐樸朴檢检櫃柜欄栏權权殘残殺杀殼壳氈毡灑洒測测渾浑湯汤準准溝沟滾滚漸渐潛潜澤泽濟济"
)
"""Pairs of a traditional character and its simplified form: those of this program's subject, not all."""
_SLIPS: tuple[tuple[str, str], ...] = (
    (r"撤消|撒销|撤肖|撒消", "撤销"), (r"裁减|裁煎|才剪|载剪", "裁剪"), (r"模湖|摸糊|模胡", "模糊"), (r"饱合", "饱和"),
    (r"对笔度|对必度|对此度", "对比度"), (r"暴光|爆光", "曝光"), (r"兰色", "蓝色"), (r"兰天", "蓝天"),
    (r"旋传|旋砖|悬转", "旋转"),
    (r"镜象", "镜像"), (r"左又(?=翻|对|镜|颠)", "左右"), (r"反转(?=一下|$|图|照|画)", "翻转"),
    (r"背影(?=换|虚|模|改|变)", "背景"),
    (r"在(?=(?:调|变|弄|稍微)?(?:[大小高低亮暗暖冷蓝红绿黄多少深浅淡浓]|清晰|鲜艳)(?:一?点|些))", "再"),
    (r"在(?=(?:加|来|添)[一两三四五六七八九十几\d])", "再"), ((
        r"(?<=[调变弄搞做])[的地](?=[^。，,]{1,5}[点些]|更|再)"
    ), "得"),
    (r"变程|变城", "变成"), (r"换程|换城", "换成"), (r"去调$", "去掉"), (r"删调", "删掉"), (r"滤静|虑镜|滤境", "滤镜"),
    (r"抠途|扣图", "抠图"), (r"草冒", "草帽"), (r"帽了", "帽子"), (r"水采", "水彩"), (r"由画", "油画"),
    (r"噪点太都", "噪点太多"),
    (r"虚话", "虚化"), (r"锐话", "锐化"), (r"顺时真", "顺时针"), (r"逆时真", "逆时针"), (r"垃机", "垃圾"),
    (r"沙摊", "沙滩"), (r"海摊", "海滩"),
    (r"导岀", "导出"), (r"象(?=(?:油画|水彩|素描|卡通|冬天|夏天|秋天|春天|梵高|莫奈|老照片|电影))", "像"),
    (r"恢夏", "恢复"), (r"(?<=调)搞(?=[点些一]|$)", "高"), (r"(?<=调)底(?=[点些一]|$)", "低"),
    (r"欢成|还成|换城", "换成"), (r"清淅", "清晰"), (r"背净|背京|北景", "背景"),
    (r"^吧(?=.{1,12}(?:[变改换去调]|弄))", "把"), (r"(?<=\d)[读渡](?=$|[,，。])", "度"),
    (r"(?<=[去删擦抹])调(?=水印|背景|路人|文字|那|这|它|日期)", "掉"),
)  # fmt: skip


@cache
def _simplified() -> dict[int, str]:
    pairs = zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)
    return {ord(old): new for old, new in pairs}


_BORROWED: tuple[tuple[str, str], ...] = (
    (r"(?:remove|delete|erase)\s?掉?", "去掉"), (r"crop", "裁剪"), (r"undo", "撤销"), (r"redo", "重做"),
    (r"blur", "虚化"), (r"sharpen", "锐化"), (r"sharp", "清晰"), (r"brightness", "亮度"), (r"contrast", "对比度"),
    (r"saturation", "饱和度"), (r"exposure", "曝光"), (r"highlights?", "高光"), (r"shadows?", "阴影"),
    (r"sharpness", "锐度"),
    (r"background", "背景"), (r"bg", "背景"), (r"filter", "滤镜"), (r"sky", "天空"),
    (r"(?:save|export)(?=\s?[成为到]|一下|图|$)", "保存"), (r"rotate", "旋转"), (r"flip", "翻转"), (r"zoom", "放大"),
)  # fmt: skip
"""English words of editing that stand inside Chinese sentences."""
_COMPILED = tuple((re.compile(source), right) for source, right in _SLIPS)
_WORDS = tuple((re.compile(rf"(?<![A-Za-z]){source}(?![A-Za-z])", re.IGNORECASE), right) for source, right in _BORROWED)
_LETTERING = re.compile("[写字牌]|标题|文案|存|导出|叫")


def plainly(text: str) -> str:
    """Simplified characters without the slips that a keyboard of pinyin makes."""
    text = text.translate(_simplified())
    borrowed = () if _LETTERING.search(text) else _WORDS  # what is to be written stays as it was said
    for source, right in (*_COMPILED, *borrowed):
        text = source.sub(right, text)
    return text
