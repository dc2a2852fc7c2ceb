"""The words for the 80 kinds of things of COCO, in English and in simplified Chinese: nothing but tables.

One kind a line, its own name first (words of one name are joined by “_”), then other words for it; a line that goes
on is indented. Knows nothing of phrases. The kinds: Lin et al., Microsoft COCO, 2014.
"""

KINDS = (
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light",
    "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant",
    "bear", "zebra", "giraffe", "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard",
    "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle",
    "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange", "broccoli",
    "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch", "potted plant", "bed", "dining table", "toilet",
    "tv", "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave", "oven", "toaster", "sink",
    "refrigerator", "book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush",
)  # fmt: skip

ENGLISH = """
person: people human man woman guy lady gentleman girl boy kid child children toddler baby dude fellow
    pedestrian passerby passersby bystander tourist stranger crowd men women somebody someone everyone everybody
    adult teenager bride groom dancer runner cyclist biker driver skier surfer swimmer player worker photobomber
    rider visitor friend couple family humans folk folks
bicycle: bike cycle pushbike
car: automobile sedan taxi cab suv hatchback convertible
motorcycle: motorbike scooter moped vespa
airplane: aeroplane plane aircraft jet airliner jetliner
bus: coach minibus
train: tram locomotive streetcar
truck: lorry pickup
boat: ship sailboat yacht canoe kayak ferry dinghy vessel
traffic_light: stoplight traffic_signal
fire_hydrant: hydrant
bench: park_bench
bird: seagull gull pigeon duck goose swan sparrow crow parrot owl eagle hen chicken rooster geese
cat: kitten kitty tomcat tabby
dog: puppy pup doggy doggie hound terrier poodle labrador corgi dachshund
horse: pony stallion mare foal
sheep: lamb ram ewe
cow: bull calf cattle ox oxen calves
backpack: rucksack knapsack
umbrella: parasol
handbag: purse
tie: necktie
suitcase: luggage trolley_case
skis: ski
sports_ball: ball football basketball soccer_ball tennis_ball baseball volleyball
baseball_glove: catcher_mitt
tennis_racket: racket racquet
bottle: flask wine_bottle
wine_glass: goblet wineglass champagne_glass
cup: mug teacup coffee_cup coffee_mug paper_cup
sandwich: burger hamburger
donut: doughnut
cake: birthday_cake cupcake
hot_dog: hotdog
chair: armchair stool
couch: sofa settee loveseat
potted_plant: houseplant plant_pot flowerpot
dining_table: table desk kitchen_table
tv: television telly monitor tv_set computer_screen
laptop: notebook_computer macbook
mouse: computer_mouse
remote: remote_control
cell_phone: phone smartphone cellphone mobile mobile_phone iphone telephone
microwave: microwave_oven
oven: stove cooker
sink: washbasin basin
refrigerator: fridge freezer
clock: wall_clock
teddy_bear: teddy plush stuffed_animal stuffed_toy
hair_drier: hair_dryer hairdryer
"""
# words for several kinds
SEVERAL = """
animal: bird cat dog horse sheep cow elephant bear zebra giraffe
pet: dog cat
livestock: cow sheep horse
vehicle: car truck bus motorcycle bicycle train boat airplane
traffic: car truck bus motorcycle bicycle
van: car truck bus
bag: handbag backpack suitcase
fruit: banana apple orange
seat: chair couch
vegetable: broccoli carrot
furniture: chair couch bed dining_table bench
cutlery: fork knife spoon
drink: cup bottle wine_glass
computer: laptop tv
screen: tv laptop cell_phone
food: sandwich pizza hot_dog cake donut apple banana orange
"""
# words that often mean such a thing, and often another
NEAR = """
glass: wine_glass cup
plant: potted_plant
dish: bowl
racket: tennis_racket
pot: vase bowl potted_plant
board: surfboard skateboard snowboard
"""
CHINESE = """
person: 人 人物 行人 路人 男人 女人 男子 女子 男孩 女孩 男生 女生 孩子 小孩 儿童 宝宝 婴儿 老人 游客 人群 人们
    大人 小朋友 小女孩 小男孩 美女 帅哥 姑娘 小伙子 先生 女士 大叔 阿姨 大爷 大妈 陌生人 旁人 所有人 每个人 新娘
    新郎
bicycle: 自行车 单车 脚踏车
car: 车 汽车 轿车 小汽车 小车 出租车 小轿车
motorcycle: 摩托车 摩托 电动车 电瓶车
airplane: 飞机 客机
bus: 公交车 公共汽车 巴士 大巴 大巴车 公车
train: 火车 列车 高铁 电车
truck: 卡车 货车
boat: 船 小船 帆船 轮船 游艇
traffic_light: 红绿灯 交通灯 信号灯
fire_hydrant: 消防栓
stop_sign: 停车标志 停车牌
bench: 长椅 长凳
bird: 鸟 小鸟 鸽子 海鸥 鸭子 天鹅 鸡 麻雀
cat: 猫 小猫 猫咪 猫猫
dog: 狗 小狗 狗狗 狗子 金毛 哈士奇
horse: 马 小马
sheep: 羊 绵羊 小羊
cow: 牛 奶牛 小牛
elephant: 大象 象
bear: 熊
zebra: 斑马
giraffe: 长颈鹿
backpack: 背包 双肩包 书包
umbrella: 伞 雨伞 遮阳伞
handbag: 手提包 手袋 挎包
tie: 领带
suitcase: 行李箱 箱子 旅行箱
frisbee: 飞盘
skis: 滑雪板
sports_ball: 球 足球 篮球 网球 排球
kite: 风筝
skateboard: 滑板
surfboard: 冲浪板
tennis_racket: 网球拍 球拍
bottle: 瓶子 酒瓶 水瓶
wine_glass: 酒杯 红酒杯 高脚杯
cup: 杯子 茶杯 咖啡杯 马克杯 水杯
fork: 叉子
knife: 刀 刀子
spoon: 勺子 勺 汤匙
bowl: 碗
banana: 香蕉
apple: 苹果
sandwich: 三明治 汉堡
orange: 橙子 橘子
broccoli: 西兰花
carrot: 胡萝卜
hot_dog: 热狗
pizza: 披萨 比萨
donut: 甜甜圈
cake: 蛋糕
chair: 椅子 凳子
couch: 沙发
potted_plant: 盆栽 花盆
bed: 床
dining_table: 桌子 餐桌 书桌
toilet: 马桶
tv: 电视 电视机 显示器
laptop: 笔记本电脑 笔记本
mouse: 鼠标
remote: 遥控器
keyboard: 键盘
cell_phone: 手机 电话
microwave: 微波炉
oven: 烤箱
toaster: 烤面包机
sink: 水槽 洗手池
refrigerator: 冰箱
book: 书 书本
clock: 钟 时钟 钟表
vase: 花瓶
scissors: 剪刀
teddy_bear: 泰迪熊 玩具熊 毛绒熊
hair_drier: 吹风机 电吹风
toothbrush: 牙刷
"""
CHINESE_SEVERAL = """
动物: bird cat dog horse sheep cow elephant bear zebra giraffe
宠物: dog cat
车辆: car truck bus motorcycle bicycle train boat airplane
交通工具: car truck bus motorcycle bicycle train boat airplane
包: handbag backpack
水果: banana apple orange
家具: chair couch bed dining_table bench
餐具: fork knife spoon
电脑: laptop tv
屏幕: tv laptop
"""


def lines(table: str) -> dict[str, list[str]]:
    """A table as its first words with the other words of their lines."""
    joined = table.strip().replace("\n    ", " ").split("\n")
    return {name: words.split() for name, words in (line.split(":", 1) for line in joined)}
