// Words that generated values are made of, in both languages.

const list = (text: string): readonly string[] => text.split(' ');

export const english = {
  cities: list(
    'Paris London Tokyo Berlin Madrid Rome Vienna Oslo Lima Cairo Boston Denver Seattle Austin Dublin Lisbon Prague Seoul Sydney Toronto Chicago Mumbai Delhi Nairobi Geneva Hamburg Milan Kyoto Osaka Quito Athens Warsaw Zurich Munich Porto Bergen Leeds Tampa Dallas Perth',
  ),
  placeEndings: ['', '', ' Park', ' Street', ' Station', ' Hill', ' Bay'],
  firstNames: list(
    'Alice Bob Carol David Emma Frank Grace Henry Ivy Jack Karen Liam Mia Noah Olivia Peter Quinn Ruth Sam Tina Victor Wendy Xavier Zoe',
  ),
  lastNames: list('Smith Jones Brown Lee Chen Garcia Miller Davis Wilson Moore Taylor White Clark Lewis Hall Young King Wright Lopez Hill'),
  adjectives: list('quick small old new blue cheap happy quiet deep modern simple warm wild bright fresh local green heavy lucky famous'),
  nouns: list(
    'garden bridge guitar recipe engine museum jacket planet story market camera island laptop painting coffee forest bicycle festival novel castle harbor puzzle violin lantern kitchen blanket ladder basket tunnel orchard',
  ),
  months: list('January February March April May June July August September October November December'),
} as const;

export const chinese = {
  cities: list(
    '北京 上海 广州 深圳 杭州 南京 成都 重庆 武汉 西安 天津 苏州 青岛 大连 厦门 昆明 长沙 郑州 济南 沈阳 合肥 福州 南昌 贵阳 兰州 海口 三亚 拉萨 太原 银川 西宁 宁波 无锡 珠海 佛山 烟台 洛阳 桂林 丽江 大理 绍兴 温州 泉州 扬州',
  ),
  placeEndings: ['市', '县', '路', '广场', '公园', '大厦', '车站', '山'],
  surnames: [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'],
  nouns: list(
    '花园 大桥 吉他 菜谱 发动机 博物馆 外套 行星 故事 市场 相机 海岛 电脑 油画 咖啡 森林 自行车 节日 小说 城堡 港口 拼图 提琴 灯笼 厨房 毛毯 梯子 篮子 隧道 果园',
  ),
  topics: list(
    '人工智能 红烧肉做法 量子计算 足球比赛 旅游攻略 新能源汽车 健康饮食 编程入门 古典音乐 科幻小说 气候变化 减肥方法 春节习俗 宠物护理 装修风格 黑洞理论 露营装备 侦探小说 瑜伽教程 多肉植物',
  ),
  characters: [
    ...'天地人山水火木金土日月星云风雨雪花草树石河海江湖春夏秋冬东西南北中左右前后上下大小多少长短高低远近新旧明暗红黄蓝绿白黑青紫香甜酸苦咸心手口目耳头足身家门窗桌椅床灯书笔纸墨画琴棋歌舞文武诗词曲酒茶米面饭菜果豆瓜鱼虾鸡鸭牛羊马狗猫兔龙虎蛇鸟虫车船路桥城村街市园林楼台亭塔寺庙宫殿兄弟姐妹父母子女师友客主王侯将相士农工商兵民古今早晚朝夕年岁时刻分秒一二三四五六七八九十百千万元角斤两尺寸里亩刀剑弓箭旗鼓钟铃玉珠银铜铁钢铝锡丝棉麻毛皮革布衣帽鞋袜伞镜梳针线绳网罗盘杯碗瓶罐锅炉烟灰尘沙泥岩洞谷峰岭坡岸岛港湾池潭泉溪流波浪潮汐雷电虹霞雾霜露冰',
  ],
} as const;

/** Parts of an invented word's syllables. */
export const syllables = {
  onsets: list('b c d f g h j k l m n p r s t v w z br dr fr gr kr pr tr st sl pl sh th'),
  vowels: list('a e i o u ai ea oo ou'),
  codas: ['', '', 'n', 'r', 's', 'l', 'm', 'x', 'k', 'nd', 'rt'],
} as const;

export const currencies = list('USD EUR CNY JPY GBP AUD CAD CHF HKD SGD KRW INR BRL MXN SEK NOK DKK PLN THB NZD TRY ZAR');
