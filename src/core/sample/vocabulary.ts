// Values of the sample's requests. Few characters, often repeated: a model of 0.1 million parameters that starts from
// zero learns to copy what it has seen in many combinations.

const cities =
  '北京 上海 广州 深圳 杭州 南京 苏州 成都 重庆 武汉 西安 长沙 天津 青岛 厦门 昆明 大连 郑州 济南 福州 合肥 南昌 贵阳 海口 兰州 太原 无锡 宁波 三亚 桂林 洛阳 珠海 哈尔滨 石家庄'.split(
    ' ',
  );

/** Landmark → its city, which the map's answer names. */
const landmarkCities: Readonly<Record<string, string>> = {
  外滩: '上海',
  东方明珠: '上海',
  故宫: '北京',
  天坛: '北京',
  颐和园: '北京',
  西湖: '杭州',
  灵隐寺: '杭州',
  夫子庙: '南京',
  大雁塔: '西安',
  钟楼: '西安',
  武侯祠: '成都',
  黄鹤楼: '武汉',
  东湖: '武汉',
  洪崖洞: '重庆',
  广州塔: '广州',
  白云山: '广州',
  鼓浪屿: '厦门',
  岳麓山: '长沙',
  滇池: '昆明',
  拙政园: '苏州',
};

const facilities = ['站', '机场', '图书馆', '博物馆', '大学', '动物园', '体育馆', '植物园'];

/** Groups of subjects with what one may want to know of them. */
const topics: readonly { readonly subjects: readonly string[]; readonly aspects: readonly string[] }[] = [
  {
    subjects: ['Qwen模型', '人工智能', '机器学习', '量子计算', '区块链', 'Python'],
    aspects: ['的用途', '的原理', '的优点', '的最新消息', '的入门教程', '的历史'],
  },
  {
    subjects: ['唐诗', '京剧', '中医', '春节', '端午节', '书法'],
    aspects: ['的历史', '的由来', '的特点', '的最新消息', '的入门教程'],
  },
  {
    subjects: ['围棋', '太极拳', '羽毛球', '吉他', '法语', '游泳'],
    aspects: ['的入门教程', '的学习方法', '的好处', '的历史', '的特点'],
  },
  {
    subjects: ['咖啡', '绿茶', '红烧肉', '手机', '相机', '电动车'],
    aspects: ['的价格', '的品牌', '的历史', '的选购方法', '的优点'],
  },
];

/** The city a place is in, as the map tool answers. */
export function cityOf(place: string): string {
  return landmarkCities[place] ?? cities.find((city) => place.startsWith(city)) ?? place;
}

export const allCities: readonly string[] = cities;
/** Cities and landmarks: too few to hold any back from training. */
export const plainPlaces: readonly string[] = [...Object.keys(landmarkCities), ...cities];
export const composedPlaces: readonly string[] = cities.flatMap((city) => facilities.map((facility) => city + facility));
export const composedQueries: readonly string[] = topics.flatMap(({ subjects, aspects }) =>
  subjects.flatMap((subject) => aspects.map((aspect) => subject + aspect)),
);
