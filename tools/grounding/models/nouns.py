"""English words for what is often pointed at in Chinese, for models that only know English: a table and nothing else.

It goes before the words for the kinds of COCO (vocabulary.py), which are fewer and wider: there a bride is a person.
What is none of these words is not guessed. Each English word is followed by the Chinese ones that mean it.
"""

CHINESE = """
person: 大家 观众; man: 男人 男子 男生 男士 先生 大叔 大爷 帅哥 小伙子;
woman: 女人 女子 女生 女士 阿姨 大妈 美女 姑娘 太太; boy: 男孩 小男孩; girl: 女孩 小女孩; child: 孩子 小孩 儿童 小朋友;
baby: 宝宝 婴儿 小宝宝; old man: 老人 老头; bride: 新娘; groom: 新郎; face: 脸 脸部 面部 面孔; eye: 眼 眼睛;
nose: 鼻子; mouth: 嘴 嘴巴; lips: 嘴唇; tooth: 牙 牙齿; ear: 耳朵; hair: 头发; beard: 胡子 胡须; head: 头 脑袋;
hand: 手; arm: 手臂 胳膊; leg: 腿; foot: 脚; finger: 手指; tail: 尾巴; wing: 翅膀; paw: 爪子; tattoo: 纹身;
pimple: 痘痘 青春痘; dog: 柴犬 泰迪 犬; pigeon: 鸽子; seagull: 海鸥; duck: 鸭子 鸭; goose: 鹅; swan: 天鹅; chicken: 鸡;
eagle: 老鹰 鹰; owl: 猫头鹰; parrot: 鹦鹉; goat: 山羊; pig: 猪; rabbit: 兔子 兔; mouse: 老鼠; panda: 熊猫; lion: 狮子;
tiger: 老虎 虎; monkey: 猴子 猴; deer: 鹿; fox: 狐狸; squirrel: 松鼠; fish: 鱼; shark: 鲨鱼; whale: 鲸鱼 鲸;
dolphin: 海豚; turtle: 乌龟 海龟; frog: 青蛙; snake: 蛇; butterfly: 蝴蝶; bee: 蜜蜂; insect: 虫子 昆虫; spider: 蜘蛛;
animal: 动物; pet: 宠物; taxi: 出租车; van: 面包车; tram: 电车; helicopter: 直升机; drone: 无人机; ship: 轮船 大船;
wheel: 轮子 车轮 轮胎; license plate: 车牌 车牌号; street sign: 路牌 指示牌; sign: 牌子 标志 标牌 招牌;
billboard: 广告牌; street lamp: 路灯 街灯; pole: 杆子 柱子 电线杆; power line: 电线 电缆; fence: 围栏 栅栏 栏杆;
trash can: 垃圾桶 垃圾箱; trash: 垃圾; traffic cone: 路锥 锥桶; flag: 旗子 旗帜 国旗; poster: 海报; logo: 商标 标识;
text: 文字 字 字幕; watermark: 水印; balloon: 气球; tent: 帐篷; bag: 包 袋子 塑料袋; box: 箱子 盒子; hat: 帽子 帽 草帽;
glasses: 眼镜; sunglasses: 墨镜 太阳镜; mask: 口罩 面具; scarf: 围巾; shirt: 衬衫 衬衣; t-shirt: T恤 t恤;
jacket: 外套 夹克; coat: 大衣; sweater: 毛衣; clothes: 衣服; dress: 裙子 连衣裙; trousers: 裤子 长裤; jeans: 牛仔裤;
shoe: 鞋 鞋子 运动鞋; boot: 靴子; sock: 袜子; glove: 手套; necklace: 项链; earring: 耳环; ring: 戒指; watch: 手表;
bracelet: 手链 手镯; belt: 皮带 腰带; coffee cup: 咖啡杯; mug: 马克杯; glass: 玻璃杯; can: 罐子 易拉罐;
plate: 盘子 碟子; saucer: 茶托 杯托; chopsticks: 筷子; pot: 锅; teapot: 茶壶; kettle: 水壶; coffee: 咖啡;
food: 食物 菜; fruit: 水果; lemon: 柠檬; strawberry: 草莓; grapes: 葡萄; watermelon: 西瓜; tomato: 西红柿 番茄;
bread: 面包; hamburger: 汉堡; egg: 鸡蛋 蛋; ice cream: 冰淇淋; candle: 蜡烛; table: 桌子 餐桌; desk: 书桌 办公桌;
stool: 凳子; sofa: 沙发; pillow: 枕头 靠枕; blanket: 毯子 被子; curtain: 窗帘; carpet: 地毯; lamp: 灯 台灯 吊灯;
mirror: 镜子; cabinet: 柜子; shelf: 架子 书架; painting: 画 油画; picture frame: 相框 画框; television: 电视 电视机;
screen: 屏幕 显示器; computer: 电脑; computer mouse: 鼠标; phone: 手机 电话; camera: 相机 照相机;
remote control: 遥控器; pen: 笔; paper: 纸; toy: 玩具; doll: 娃娃; ball: 球 皮球; football: 足球; basketball: 篮球;
guitar: 吉他; piano: 钢琴; bathtub: 浴缸; towel: 毛巾; air conditioner: 空调; fan: 风扇; cable: 线 数据线;
building: 楼 大楼 建筑 建筑物 高楼 楼房; house: 房子 房屋; tower: 塔; bridge: 桥 大桥; church: 教堂; temple: 寺庙;
door: 门 大门; window: 窗户 窗 窗子; roof: 屋顶 房顶; chimney: 烟囱; stairs: 楼梯 台阶; statue: 雕像 雕塑;
fountain: 喷泉; wall: 墙 墙壁 墙面; floor: 地板 地面; ceiling: 天花板; road: 路 马路 道路 公路; street: 街道 街;
sky: 天空; cloud: 云 云彩 云朵 白云; sun: 太阳; moon: 月亮; star: 星星; rainbow: 彩虹; lightning: 闪电;
mountains: 山 山脉 大山; rock: 石头 岩石; tree: 树 大树 树木; branch: 树枝; leaf: 树叶 叶子; bush: 灌木 灌木丛;
flower: 花 花朵 鲜花; plant: 植物 盆栽 绿植; flower pot: 花盆; grass: 草 草地 草坪; forest: 森林 树林; water: 水 水面;
sea: 海 大海 海面; river: 河 河流; lake: 湖 湖水 湖面; waterfall: 瀑布; wave: 海浪 浪花; beach: 沙滩; sand: 沙子;
snow: 雪 积雪; snowman: 雪人; ice: 冰; fire: 火 火焰; smoke: 烟 烟雾; fog: 雾; robot: 机器人; scarecrow: 稻草人;
hippopotamus: 河马; camel: 骆驼; table leg: 桌腿; helmet: 头盔 安全帽; wheelchair: 轮椅; stroller: 婴儿车;
shopping cart: 购物车; fire truck: 消防车; ambulance: 救护车; police car: 警车
"""
