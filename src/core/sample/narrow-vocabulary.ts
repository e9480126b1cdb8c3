// Values of the from-zero model's sample. They are few, short and often repeated, and no two cities or landmarks begin
// alike, so a model of 0.15 million parameters learns to copy the value that is asked for instead of guessing it.

import type { ValuePools } from './values';

const cities: readonly string[] =
  '北京 上海 广州 深圳 杭州 南京 苏州 成都 重庆 武汉 西安 长沙 天津 青岛 厦门 昆明 大连 郑州 济南 福州 合肥 贵阳 海口 兰州 宁波 哈尔滨'.split(
    ' ',
  );

/** Landmark → its city, which the map tool answers. */
const landmarkCities: Readonly<Record<string, string>> = {
  外滩: '上海',
  东方明珠: '上海',
  故宫: '北京',
  颐和园: '北京',
  灵隐寺: '杭州',
  夫子庙: '南京',
  钟楼: '西安',
  黄鹤楼: '武汉',
  洪崖洞: '重庆',
  白云山: '广州',
  鼓浪屿: '厦门',
  岳麓山: '长沙',
  滇池: '昆明',
  拙政园: '苏州',
  栈桥: '青岛',
  趵突泉: '济南',
  宽窄巷子: '成都',
  中山陵: '南京',
  兵马俑: '西安',
  橘子洲: '长沙',
};

const queries: readonly string[] = [
  'Qwen模型的用途',
  '人工智能原理',
  '量子计算',
  '区块链新闻',
  '唐诗',
  '中医知识',
  '春节习俗',
  '书法入门',
  'Python教程',
  '围棋规则',
  '羽毛球技巧',
  '咖啡做法',
  '绿茶品牌',
  '红烧肉做法',
  '电动车价格',
  '股票行情',
  '电影推荐',
  '减肥食谱',
  '跑步姿势',
  '世界杯赛程',
];

export const narrowValues: ValuePools = {
  cities,
  landmarks: Object.keys(landmarkCities),
  queries,
  citiesAsPlaces: 20,
  cityOf: (place) => landmarkCities[place] ?? place,
};
