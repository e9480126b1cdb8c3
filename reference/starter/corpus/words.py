"""Words of the corpus: verbs, nouns, domains, parameters and enumerations, each in English and Chinese.

`held_out` decides by a checksum which words and values belong to the evaluation: training never draws them, and the
evaluation draws nothing else. The rule needs no list, covers every value that can be composed, and gives the same result
on every machine.
"""

import zlib
from dataclasses import dataclass

HELD_OUT_SHARE = 8  # one of eight


def held_out(text: str) -> bool:
    """Returns whether `text` (a noun, a parameter's name, a value as written) is kept for the evaluation."""
    return zlib.crc32(text.encode("utf-8")) % HELD_OUT_SHARE == 0


@dataclass(frozen=True)
class Word:
    en: str
    zh: str

    def of(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class ParameterWord:
    """A parameter's name with its labels. `kind` is the kind of its values (values.py)."""

    name: str
    zh: str
    kind: str


def _words(text: str) -> list[Word]:
    return [Word(*pair.split("|")) for pair in text.split()]


def _parameters(text: str) -> list[ParameterWord]:
    return [ParameterWord(*entry.split("|")) for entry in text.split()]


VERBS = _words(
    """get|查 find|找 search|搜索 create|创建 delete|删除 update|更新 send|发送 book|预订 cancel|取消 list|列出 check|检查
    set|设置 add|添加 remove|移除 open|打开 close|关闭 start|启动 stop|停止 track|跟踪 calculate|计算 convert|转换
    translate|翻译 play|播放 pause|暂停 show|显示 lookup|查询 fetch|获取 schedule|安排 order|订购 buy|购买 sell|出售
    rent|租 share|分享 print|打印 scan|扫描 upload|上传 download|下载 rename|重命名 move|移动 copy|复制 archive|归档
    approve|批准 reject|拒绝 assign|分配 compare|比较 rate|评价 review|审阅 subscribe|订阅 estimate|估算 measure|测量
    monitor|监控 lock|锁定 unlock|解锁 query|查看 read|读取 write|写 invite|邀请 join|加入 follow|关注 block|屏蔽
    reset|重置 deploy|部署 merge|合并 split|拆分 sort|排序 filter|筛选 export|导出 import|导入 tag|标记 mute|静音
    cook|做 clean|清理 repair|修理 install|安装 report|上报 verify|核实"""
)

NOUNS = _words(
    """hotel|酒店 flight|航班 train|火车 ticket|票 invoice|发票 order|订单 package|包裹 recipe|菜谱 song|歌曲 movie|电影
    book|书 news|新闻 stock|股票 price|价格 currency|汇率 email|邮件 message|消息 contact|联系人 calendar|日历 event|活动
    meeting|会议 reminder|提醒 alarm|闹钟 timer|计时器 note|笔记 task|任务 file|文件 folder|文件夹 photo|照片 video|视频
    document|文档 report|报告 user|用户 account|账户 password|密码 payment|付款 refund|退款 coupon|优惠券 product|商品
    cart|购物车 store|商店 restaurant|餐厅 menu|菜单 table|餐桌 taxi|出租车 bus|公交 route|路线 parking|停车位 car|汽车
    bike|自行车 fuel|燃油 light|灯 lamp|台灯 door|门 window|窗户 camera|摄像头 thermostat|温控器 heater|暖气 fan|风扇
    oven|烤箱 robot|机器人 vacuum|吸尘器 curtain|窗帘 music|音乐 playlist|歌单 podcast|播客 radio|电台 game|游戏
    score|比分 team|球队 player|球员 match|比赛 doctor|医生 patient|病人 medicine|药品 symptom|症状 appointment|预约
    exam|考试 course|课程 lesson|课 student|学生 teacher|老师 grade|成绩 homework|作业 library|图书馆 word|单词
    sentence|句子 poem|诗 job|职位 resume|简历 salary|工资 employee|员工 office|办公室 project|项目 bug|缺陷 server|服务器
    database|数据库 log|日志 backup|备份 domain|域名 website|网站 page|网页 form|表单 survey|问卷 vote|投票 plant|植物
    garden|花园 crop|作物 pet|宠物 dog|狗 cat|猫 bird|鸟 fish|鱼 river|河流 mountain|山 beach|海滩 museum|博物馆
    park|公园 gym|健身房 workout|训练 diet|饮食 sleep|睡眠 budget|预算 loan|贷款 tax|税 insurance|保险 contract|合同
    warehouse|仓库 shipment|货运 container|集装箱 sensor|传感器 printer|打印机 battery|电池 phone|电话 tablet|平板
    screen|屏幕 keyboard|键盘 wifi|网络 router|路由器 rental|租房 house|房子 room|房间 furniture|家具 paint|油漆
    clothes|衣服 shoes|鞋子 gift|礼物 flower|鲜花 cake|蛋糕 coffee|咖啡 tea|茶 wine|酒 snack|零食 festival|节日
    birthday|生日 wedding|婚礼 visa|签证 passport|护照 luggage|行李 cruise|邮轮 ferry|渡轮 airport|机场 station|车站
    forecast|预报 concert|音乐会 drone|无人机 painting|油画 satellite|卫星 volcano|火山 orchard|果园 bakery|面包店
    lottery|彩票 scooter|滑板车 telescope|望远镜 glacier|冰川 subway|地铁 laundry|洗衣 aquarium|水族馆 skating|滑冰
    violin|小提琴 harvest|收成 donation|捐款 elevator|电梯 bridge|桥梁 tunnel|隧道 clinic|诊所 vaccine|疫苗 toll|过路费
    parcel|快递 stamp|邮票 auction|拍卖 exhibit|展览 opera|歌剧 quiz|测验 essay|作文 lecture|讲座 seminar|研讨会"""
)

DOMAINS = _words(
    """home|家庭 office|办公 city|城市 school|学校 hospital|医院 farm|农场 store|门店 cloud|云端 team|团队 travel|旅行
    local|本地 global|全球 online|在线 daily|每日 public|公共 private|私人 smart|智能 mobile|移动 campus|校园 factory|工厂"""
)

PARAMETERS = _parameters(
    """city|城市|place location|位置|place origin|出发地|place destination|目的地|place address|地址|place country|国家|place
    venue|场地|place region|地区|place district|区县|place stop|站点|place harbor|港口|place
    name|名称|word brand|品牌|word genre|流派|word company|公司|word product|产品|word device|设备|word target|对象|word
    source|来源|word nickname|昵称|word vendor|供应商|word plugin|插件|word channel|频道|word
    title|标题|phrase query|关键词|phrase keyword|关键字|phrase topic|主题|phrase content|内容|phrase subject|题目|phrase
    text|文本|phrase message|留言|phrase description|说明|phrase note|备注|phrase headline|大标题|phrase remark|附言|phrase
    caption|图注|phrase question|问题|phrase
    person|人物|person recipient|收件人|person author|作者|person owner|负责人|person guest|客人|person artist|艺人|person
    sender|寄件人|person captain|队长|person driver|司机|person host|主持人|person
    model|型号|id order_id|订单号|id user_id|用户编号|id code|代码|id serial|序列号|id ticket_id|票号|id room|房号|id
    batch_no|批号|id plate|车牌|id invoice_no|发票号|id
    email|邮箱|email mail_to|收信邮箱|email
    date|日期|date start_date|开始日期|date end_date|结束日期|date deadline|截止日期|date expiry|到期日|date due_day|应付日|date
    time|时间|time start_time|开始时间|time wake_time|起床时间|time
    quantity|数量|integer count|个数|integer limit|上限|integer duration|时长|integer age|年龄|integer page|页码|integer
    year|年份|integer people|人数|integer seats|座位数|integer copies|份数|integer nights|晚数|integer floor|楼层|integer
    amount|金额|number price|价格|number weight|重量|number distance|距离|number rate|比率|number temperature|温度|number
    budget|预算|number altitude|高度|number humidity|湿度|number width|宽度|number
    color|颜色|choice size|尺寸|choice unit|单位|choice priority|优先级|choice mode|模式|choice category|类别|choice
    status|状态|choice language|语言|choice format|格式|choice level|级别|choice flavor|口味|choice terrain|地形|choice
    notify|通知|flag urgent|加急|flag insured|保险|flag repeat|重复|flag breakfast|早餐|flag encrypted|加密|flag
    insulated|保温|flag giftwrap|礼品包装|flag
    tags|标签|list items|物品|list members|成员|list ingredients|配料|list toppings|浇头|list colors|配色|list"""
)

# Last words of composed parameter names (`invoice_code`), by kind.
SUFFIXES = {
    "place": _words("city|城市 place|地点 area|区域 site|站点"),
    "person": _words("owner|主人 person|人员 manager|经理 contact|联系人"),
    "word": _words("name|名称 brand|品牌 label|标签 maker|厂商"),
    "phrase": _words("title|标题 topic|主题 text|文字 note|备注"),
    "id": _words("id|编号 code|代码 number|号码"),
    "email": _words("email|邮箱 mail|邮件地址"),
    "date": _words("date|日期 day|日子"),
    "time": _words("time|时间 hour|时刻"),
    "integer": _words("count|数量 total|总数 size|大小"),
    "number": _words("price|价格 weight|重量 value|数值 length|长度"),
    "choice": _words("type|类型 mode|模式 kind|种类 style|风格"),
    "flag": _words("flag|开关 alert|提醒 check|检查"),
    "list": _words("list|列表 names|名单 tags|标签"),
}

CHOICES = [
    _words(line)
    for line in (
        "red|红色 blue|蓝色 green|绿色 black|黑色 white|白色",
        "small|小 medium|中 large|大",
        "low|低 normal|普通 high|高",
        "fast|快速 slow|慢速 auto|自动",
        "kg|公斤 g|克 lb|磅",
        "open|开放 closed|关闭 pending|待定",
        "json|json csv|csv pdf|pdf xml|xml",
        "french|法语 german|德语 english|英语 japanese|日语",
        "basic|基础 pro|专业 premium|高级",
        "sweet|甜 sour|酸 salty|咸 spicy|辣",
        "flat|平地 hilly|丘陵 rocky|岩石",
        "morning|早上 noon|中午 evening|晚上",
        "walk|步行 drive|驾车 transit|公交",
        "celsius|摄氏 fahrenheit|华氏",
        "asc|升序 desc|降序",
        "cash|现金 card|刷卡 transfer|转账",
    )
]
