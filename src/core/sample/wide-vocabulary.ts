// Values of the starter's sample. They are many, of many lengths, and each is seldom repeated, so the model learns to
// copy. Those of the held-out records never occur in training. All characters are common ones, each a single token: a rare
// one takes several tokens, and a model this small often cuts it.

import type { ValuePools } from './values';

/** Cities, each with its landmarks. */
const famous: readonly (readonly string[])[] = lines(`
  北京 故宫 天坛 颐和园 八达岭长城 圆明园
  上海 外滩 东方明珠 豫园
  广州 白云山 小蛮腰
  杭州 西湖 灵隐寺 千岛湖 雷峰塔
  深圳 世界之窗
  南京 夫子庙 中山陵 玄武湖
  苏州 拙政园 虎丘 周庄
  西安 大雁塔 钟楼
  成都 宽窄巷子 锦里
  重庆 洪崖洞 磁器口
  武汉 黄鹤楼 东湖
  长沙 岳麓山
  天津 古文化街
  青岛 栈桥
  厦门 鼓浪屿 南普陀寺
  济南 大明湖
  昆明 滇池 石林
  大连 星海广场
  郑州 二七塔
  哈尔滨 中央大街 太阳岛
  福州 三坊七巷
  合肥 包公园
  贵阳 甲秀楼
  南昌
  海口 骑楼老街
  兰州 中山桥
  宁波 天一阁
  桂林 象鼻山 漓江
  沈阳 沈阳故宫
  拉萨 布达拉宫 大昭寺
  丽江 玉龙雪山 束河古镇
  大同 云冈石窟 恒山
  洛阳 龙门石窟 白马寺
  泰安 泰山
  敦煌 莫高窟 月牙泉
  黄山 宏村
  大理 洱海 崇圣寺三塔
  九江 庐山
  张家界 天门山
  乐山 乐山大佛
  湖州 莫干山
  长春
  太原
  南宁
  银川
  西宁
  石家庄
  乌鲁木齐
  呼和浩特
  无锡
  扬州 瘦西湖
  温州 雁荡山
  绍兴 鲁迅故里
  嘉兴 乌镇
  泉州 开元寺
  烟台
  威海 刘公岛
  开封 清明上河园
  宜昌 三峡大坝
  珠海
  佛山
  北海 银滩
  遵义
  咸阳
  延安 宝塔山
  吐鲁番 火焰山
  齐齐哈尔
  秦皇岛 山海关
  承德 避暑山庄
  包头
  景德镇
  赣州
  曲阜 孔庙`);

/** Towns without landmarks. */
const towns = words(`
  昆山 太仓 常熟 张家港 江阴 宜兴 丹阳 句容 扬中 泰兴 靖江 兴化 如皋 海门 启东 东台 新沂 义乌 东阳 永康
  兰溪 余姚 慈溪 海宁 桐乡 平湖 温岭 临海 瑞安 乐清 龙泉 建德 巢湖 桐城 天长 明光 界首 福清 长乐 石狮 晋江
  南安 龙海 邵武 武夷山 永安 福安 瑞昌 乐平 贵溪 丰城 樟树 高安 井冈山 瑞金 章丘 即墨 胶州 莱西 龙口 莱阳
  莱州 蓬莱 招远 青州 诸城 寿光 安丘 高密 荣成 乳山 新泰 肥城 巩义 新郑 登封 新密 林州 卫辉 沁阳 禹州 长葛
  灵宝 邓州 永城 项城 大冶 丹江口 宜都 枝江 钟祥 应城 汉川 麻城 武穴 赤壁 恩施 利川 湘乡 韶山 常宁
  武冈 临湘 津市 资兴 洪江 冷水江 吉首 增城 从化 台山 开平 鹤山 恩平 廉江 雷州 高州 化州 信宜 四会 兴宁
  陆丰 阳春 英德 普宁 罗定 桂平 北流 凭祥 东兴 琼海 文昌 万宁 五指山 江津 合川 永川 南川 彭州 崇州 广汉
  绵竹 江油 峨眉山 万源 简阳 西昌 康定 清镇 仁怀 赤水 凯里 都匀 兴义 安宁 宣威 腾冲 楚雄 个旧 开远
  蒙自 弥勒 文山 景洪 瑞丽 芒市 韩城 华阴 兴平 玉门 临夏 格尔木 德令哈 灵武 青铜峡 石河子 喀什 和田 伊宁 塔城 阿勒泰
  哈密 库尔勒 阿克苏`);

const places = [...famous, ...towns.map((town) => [town])];

const placeKinds = words('图书馆 博物馆 火车站 机场 动物园 体育馆 人民公园 大剧院 美术馆 第一中学 会展中心 科技馆');

const topics = words(`
  Qwen模型 量子计算 人工智能 深度学习 区块链 新能源汽车 太阳能板 机器人 卫星导航 唐诗 宋词 书法 国画 京剧 围棋 太极拳 羽毛球
  马拉松 游泳 红烧肉 咖啡 绿茶 月饼 火锅 糖醋排骨 酸奶 多肉植物 金鱼 猫粮 春节 端午节 中秋节 租房 装修 摄影 露营 骑行 自驾游
  公务员考试 Python TypeScript 笔记本电脑 手机 耳机 显卡 基金 黄金 股票 养老保险 减肥 失眠 近视 感冒 维生素 气候变化 垃圾分类 极光
  天文望远镜 火星探测 黑洞 恐龙 化石 地震 台风 潮汐 火山 冰川 珊瑚 熊猫 候鸟 蜜蜂 蝴蝶 蘑菇 玫瑰 兰花 盆景 竹编
  陶瓷 剪纸 刺绣 皮影戏 相声 昆曲 二胡 琵琶 钢琴 小提琴 吉他 爵士乐 交响乐 芭蕾 街舞 滑雪 冲浪 攀岩 射箭 击剑 柔道
  拳击 篮球 足球 排球 乒乓球 网球 台球 象棋 扑克 魔术 漫画 动画片 侦探小说 科幻电影 历史剧 纪录片 播客 烤鸭 饺子 包子
  凉皮 臭豆腐 麻婆豆腐 宫保鸡丁 叉烧 寿司 披萨 面包 蛋糕 巧克力 豆浆 果汁 红酒 啤酒 陈醋 酱油 花椒 生姜
  大蒜 番茄 土豆 黄瓜 菠菜 苹果 香蕉 葡萄 芒果 榴莲 驾照 护照 签证 社保 公积金 个税 房贷 车险 快递 外卖 共享单车 地铁
  高铁 无人机 充电桩 路由器 投影仪 洗衣机 空调 冰箱 微波炉 高血压 糖尿病 骨折 牙痛 过敏 针灸 按摩 疫苗 体检`);

const aspects = words('的历史 入门教程 价格 新闻 技巧 推荐 的好处 原理');

/** One in this many cities and topics is held out, with everything named after it. */
const HELD_OUT_EVERY = 4;

const cityOfLandmark = new Map(places.flatMap(([city = '', ...landmarks]) => landmarks.map((landmark) => [landmark, city])));

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

function lines(text: string): readonly (readonly string[])[] {
  return text.trim().split('\n').map(words);
}

/** Returns the items of one split. */
function ofSplit<Item>(items: readonly Item[], heldOut: boolean): Item[] {
  return items.filter((_, index) => (index % HELD_OUT_EVERY === HELD_OUT_EVERY - 1) === heldOut);
}

/** Joins every first part with `count` of the second parts, taken in turn. */
function pairs(firsts: readonly string[], seconds: readonly string[], count: number): string[] {
  return firsts.flatMap((first, index) =>
    Array.from({ length: count }, (_, turn) => first + (seconds[(index * count + turn) % seconds.length] ?? '')),
  );
}

/** Returns the values of one split. The other split has none of them. */
export function wideValues(heldOut: boolean): ValuePools {
  const ownPlaces = ofSplit(places, heldOut);
  const cities = ownPlaces.flatMap(([city]) => city ?? []);
  const ownTopics = ofSplit(topics, heldOut);
  return {
    cities,
    landmarks: [...ownPlaces.flatMap(([, ...landmarks]) => landmarks), ...pairs(cities, placeKinds, 1)],
    queries: [...ownTopics, ...pairs(ownTopics, aspects, 1)],
    citiesAsPlaces: 0,
    cityOf: (place) => cityOfLandmark.get(place) ?? cities.find((city) => place.startsWith(city)) ?? place,
  };
}
