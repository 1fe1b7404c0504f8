"""Chinese, simplified and traditional signs. The words of the lists are tokens of their own; every other
sign
is one by itself. Signs for foreign names are those that the Xinhua agency's tables of transliteration use
most."""

from dedup.comparison.lexicon import (
    CURRENCIES,
    METRIC_UNITS,
    SYMBOLS,
    Lexicon,
    figures,
    phrases,
    poles,
    qualifiers,
    table,
    words,
)
from dedup.comparison.number_words import NumberWords
from dedup.text.sentences import Stops

_HARM = (
    "死亡 身亡 丧生 喪生 遇难 遇難 罹难 罹難 死 受伤 受傷 伤 傷 重伤 重傷 轻伤 輕傷 伤亡 傷亡 "
    "失踪 失蹤 遇害 溺亡 溺水 死者 伤者 "
    "丧命 喪命 殉职 殉職 夺去 奪去 夺走 奪走 烧死 燒死 淹死 "
    "傷者 死伤 死傷 打死 杀害 殺害 牺牲 犧牲 送命 毙命 遇袭身亡 不治"
)
_UNHARMED = "撤离 撤離 疏散 获救 獲救 被捕 逮捕 拘留 转移 轉移 安置 平安"
_NEGATORS = (
    "不 没 沒 没有 沒有 并没有 並沒有 并不 並不 并未 並未 未 未曾 从未 從未 无 無 非 不是 不会 "
    "不會 不能 尚未 没能 沒能 "
    "从不 從不 绝不 絕不 毫无 毫無 无法 無法"
)
_REPORTING = (
    "说 說 表示 指出 称 稱 说道 說道 宣布 宣佈 透露 介绍 介紹 告诉 告訴 报道 報道 報導 通报 "
    "通報 发布 發布 强调 強調 "
    "解释 解釋 补充 補充 写道 寫道 回应 回應 认为 認為 声明 聲明 讲述 講述 回忆 回憶 公布 公佈 "
    "谈到 評論 评论 回答 宣称 "
    "坦言 重申 提到 提及 说明 說明 反映 陈述 陳述 直言 总结 總結 披露 告知 转述 引述 感叹"
)
_VOUCHING = "证实 證實 确认 確認 承认 承認"
_DOUBTING = "声称 聲稱 宣称 坚称 堅稱"
_WARNING = "警告 敦促 呼吁 呼籲 要求 威胁 威脅 承诺 承諾"
_DENYING = "否认 否認 驳斥 駁斥"
_PLANNED = "将 將 将会 將會 计划 計劃 拟 擬 打算 准备 準備 预计 預計 会 會 即将 即將 将要 將要"
_DONE = "已 已经 已經 曾 曾经 曾經 完成"
_POSSIBLE = "可能 或许 或許 也许 也許 或 可以"
_REQUIRED = "必须 必須 应 應 应该 應該 需要 须"
_ONGOING = "正在 正 仍 继续 繼續"
_TITLES = (
    "总统 總統 总理 總理 主席 部长 部長 市长 市長 省长 省長 州长 州長 首相 大臣 国王 國王 女王 "
    "发言人 發言人 局长 局長 院长 "
    "院長 校长 校長 董事长 總裁 总裁 教授 博士 医生 醫生 法官 检察官 檢察官 议员 議員 先生 "
    "女士 小姐 将军 將軍 上校 队长 "
    "隊長 主任 书记 書記 经理 經理 教练 教練 外长 外長 防长 防長 司令 秘书长 秘書長 大使 县长 "
    "縣長 镇长 鎮長 行长 首席 村长 村長 厂长 廠長 会长 會長 站长 馆长 律师 律師 记者 記者 工程师 工程師 "
    "专家 專家 船长 船長 机长 機長"
)
_DAYS = {
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7,
}  # fmt: skip
_WEEKDAYS = {
    f"{name}{sign}": f"星期{number}"
    for name in ("星期", "周", "週", "礼拜", "禮拜")
    for sign, number in _DAYS.items()
    if (name, sign) != ("周", "天")
}
_UNITS = (
    "公里=kilometer; 千米=kilometer; 米=meter; 公尺=meter; 厘米=centimeter; 毫米=millimeter; "
    "公斤=kilogram; "
    "千克=kilogram; 克=gram; 吨 噸=ton; 升=liter; 公顷 公頃=hectare; 小时 小時=hour; 分钟 "
    "分鐘=minute; 天=day; "
    "周 星期=week; 个月 個月=month; 年=year"
)
_CURRENCIES = (
    "欧元 歐元=euro; 美元=dollar; 人民币 人民幣=yuan; 元=yuan; 日元 日圆=yen; 英镑 英鎊=pound; "
    "卢布 盧布=ruble; 港元 "
    "港币=hkd; 法郎=franc; 卢比 盧比=rupee; 新台币 新台幣=twd"
)
_QUANTIFIERS = (
    "所有 全部 许多 許多 很多 一些 部分 少数 少數 多数 多數 大多 大多数 大多數 几 "
    "幾 数 數 若干 各 每 两倍 一半 半数"
)
_VAGUE = "数十 數十 数百 數百 数千 數千 数万 數萬 几十 幾十 多名 数名 數名 许多 許多 多人 数人 數人 大量"
_CLAUSES = "但 但是 因为 因為 由于 由於 虽然 雖然 尽管 儘管 而 后 後 之后 之後 当 當"
_CAUSES = "原因 起因 动机 動機"
_ACCORDING = "据;據;根据;根據;按照"
_HEDGES = "据称 據稱 据说 據說 涉嫌 疑似 疑 大概 似乎 恐怕 估计"
_FUNCTION = (
    "的 了 着 著 过 過 是 在 和 与 與 及 也 都 就 这 這 那 该 該 其 他 她 它 他们 他們 我们 "
    "我們 一 个 個 名 对 對 向 从 從 到 于 於 以 "
    "为 為 被 把 由 有 等 并 並 并且 而 则 則 还 還 又 再 中 上 下 里 裡 内 內 所 地 得 之 此 "
    "称为 当时 當時 目前"
)
_OTHER = (
    "百分之 一切 一起 一样 一樣 统一 統一 一直 一定 一般 一致 进一步 進一步 第一 "
    "唯一 三星 八月 十分 千方百计 至少 最少 不少于 不少於 超过 超過 不到 不足 最多 将近 "
    "將近 大约 大約"
)
_RELATIVE = "昨天 今天 明天 前天 后天 昨日 今日 明日 当天 當天"
_AFTERNOON = "下午 晚上 傍晚 晚间 晚間 夜里"
_FORENOON = "上午 早上 凌晨 清晨 早晨"
_POLES = (
    ("增加 增长 增長 上升 上涨 上漲 提高 增", "减少 減少 下降 下跌 降低 下滑 减"),
    ("批准 通过 通過 同意 接受 支持 维持 維持", "驳回 駁回 拒绝 拒絕 否决 否決 反对 反對"),
    ("开放 開放 开始 開始 启动", "关闭 關閉 结束 結束 停止 封闭 封閉"),
    ("有罪 定罪", "无罪 無罪 无辜"),
    ("合法", "非法 违法"),
    ("胜利 获胜 赢", "失败 败 输"),
    (
        "逮捕 拘留 被捕 扣押 抓获 抓獲",
        "释放 釋放 获释 獲釋 放走 逃脱 逃脫",
    ),
    (
        "停职 停職 免职 免職 撤职 撤職",
        "复职 復職",
    ),
    (
        "生还 生還 幸存",
        "死亡 遇难 遇難",
    ),
    (
        "故意 蓄意",
        "意外 过失 過失",
    ),
    (
        "证实 證實 确认 確認",
        "否认 否認",
    ),
    (
        "支持",
        "谴责 譴責 抗议 抗議",
    ),
    (
        "延长 延長 收紧",
        "缩短 縮短 放宽 放寬 解除",
    ),
    (
        "购买 購買 收购 收購 买入",
        "出售 卖出",
    ),
    ("判罪 定罪 有罪", "无罪 無罪 宣告无罪"),
    ("批准 允许 允許 准许 许可", "禁止 不准 叫停"),
    ("同意 接受 答应 答應", "拒绝 拒絕 谢绝 謝絕"),
    ("维持 維持", "撤销 撤銷 推翻"),
    ("立案 重启 重啟 恢复 恢復", "撤案 中止 暂停 暫停 中断 中斷"),
    ("承认 承認 招供", "否认 否認"),
    ("实施 實施 征收", "取消 解除"),
    ("提前", "推迟 推遲 延期"),
    ("赞扬 讚揚 表扬 肯定", "批评 批評 指责 指責"),
    ("可能", "不可能"),
    ("安全", "危险 危險"),
    ("加强 加強", "削弱"),
    ("成功", "失败 失敗"),
    ("录用 聘用", "解雇 開除 开除 辞退"),
    ("找到 寻获", "失踪"),
    ("满员", "空置"),
)
_WHOLE = " ".join(
    [
        _HARM,
        _UNHARMED,
        _NEGATORS,
        _REPORTING,
        _VOUCHING,
        _DOUBTING,
        _WARNING,
        _DENYING,
        _PLANNED,
        _DONE,
        _POSSIBLE,
        _REQUIRED,
        _ONGOING,
        _TITLES,
        *_WEEKDAYS,
        *table(_UNITS),
        *table(_CURRENCIES),
        _QUANTIFIERS,
        _VAGUE,
        _CLAUSES,
        _CAUSES,
        _HEDGES,
        _FUNCTION,
        _OTHER,
        _RELATIVE,
        _AFTERNOON,
        _FORENOON,
        *(x for pair in _POLES for x in pair),
    ]
)

LEXICON = Lexicon(
    code="zh",
    spellings=SYMBOLS | table(_UNITS) | table(_CURRENCIES) | {"百分之": "percent"},
    whole_words=frozenset(word for word in _WHOLE.split() if len(word) > 1),
    stops=Stops(never=frozenset(), seldom=frozenset(), openers=frozenset()),
    numerals=NumberWords(
        values=figures(
            "〇 零=0; 一 壹=1; 二 两 兩 贰=2; 三 叁=3; 四 肆=4; 五 伍=5; 六 陆 陸=6; 七 柒=7; "
            "八 捌=8; 九 玖=9"
        ),
        times=figures("十 拾=10; 百 佰=100; 千 仟=1000; 万 萬=10000; 亿 億=100000000; 兆=1000000000000"),
        alone=words("十"),
        unsure=words("一 〇 零"),
        base=10_000,
        signs=True,
    ),
    ordinal_prefixes=words("第"),
    percent_first=True,
    qualifiers=qualifiers(
        """至少, 最少, 不少于, 不少於 = least; 超过, 超過, 逾 = more; 不到, 不足 = less; 最多 = most;
        近, 将近, 將近 = nearly; 约, 約, 大约, 大約, 大概 = about"""
    ),
    currencies=CURRENCIES | frozenset(table(_CURRENCIES).values()),
    units=METRIC_UNITS | frozenset(table(_UNITS).values()),
    durations=words("hour minute day week month year"),
    harm=words(_HARM),
    tolls=words("死者 伤者 傷者"),
    unharmed=words(_UNHARMED),
    vague=words(_VAGUE),
    clauses=words(_CLAUSES),
    no_words=words("无 無 没有 沒有"),
    weekdays=_WEEKDAYS,
    months={f"{number}月": number for number in range(1, 13)},
    months_capital=False,
    relative_days=words(_RELATIVE),
    hours=words("时 時 点 點"),
    minutes=words("分"),
    minutes_behind={("半",): 30, ("一刻",): 15, ("三刻",): 45},
    afternoon=words(_AFTERNOON),
    forenoon=words(_FORENOON),
    named_times={"午夜": "00:00", "中午": "12:00"},
    caseless=True,
    name_letters=frozenset(
        "阿埃艾爱安昂奥澳巴拜班邦鲍贝本比彼别宾波玻伯博勃布查昌德登邓迪蒂丁东杜多厄恩尔耳法凡方菲费芬丰冯佛弗福夫富甘冈高戈哥格葛"
        "古瓜圭哈海汉豪赫黑亨洪胡华怀霍基吉季加佳贾杰金津久居卡凯坎康考柯科克肯孔库夸奎拉莱兰朗劳勒雷黎里理丽利莉连列林琳留龙卢"
        "鲁路露伦罗洛马玛迈麦曼芒茂梅门蒙孟米密缅明摩莫墨默姆木穆纳娜内尼妮涅宁纽农努诺欧帕派潘庞佩彭皮匹平泼普奇恰钱乔切琴琼让瑞"
        "若萨塞赛桑瑟森沙莎山尚绍舍申圣施什史士舒斯丝苏索塔泰坦汤唐陶特滕提廷图托瓦万旺威韦维魏温文翁沃乌伍武西希锡夏肖谢辛欣兴休"
        "雅亚扬耶叶伊依因英尤约赞泽扎詹张珍芝朱卓兹佐西娅菲"
    ),
    surnames=frozenset(
        "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧"
        "蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎"
        "易常武乔喬贺賀赖賴龚龔文"
    ),
    honorifics=words(_TITLES),
    name_ends=words("在 到 于 於 对 對 向 和 与 與"),
    titles=words(_TITLES),
    reporting=words(_REPORTING),
    vouching=words(_VOUCHING),
    doubting=words(_DOUBTING),
    warning=words(_WARNING),
    denying=words(_DENYING),
    always_speech=words(_REPORTING),
    according=phrases(_ACCORDING),
    hedges=words(_HEDGES),
    speech_auxiliaries=words("也 还 還 在 则 則")
    | words(" ".join((_NEGATORS, _PLANNED, _DONE, _POSSIBLE, _REQUIRED, _ONGOING))),
    no_speech_after=words("的 要 名"),
    stops_behind=words("说 說 称 稱 的"),
    pronouns=words("他 她 他们 他們 我们 我們"),
    determiners=words("该 該 这 這 一 名"),
    negators=words(_NEGATORS),
    implicit_negators=words("拒绝 拒絕 禁止 缺乏 避免 未能 停止"),
    poles=poles((words(x), words(y)) for x, y in _POLES),
    statuses={
        word: name
        for name, text in (
            ("planned", _PLANNED),
            ("done", _DONE),
            ("possible", _POSSIBLE),
            ("required", _REQUIRED),
            ("ongoing", _ONGOING),
        )
        for word in words(text)
    },
    weak_statuses=words("会 會 正 仍 应 應 曾 或 可以"),
    quantifiers=words(_QUANTIFIERS),
    fractions={"成": 10},
    part_links=("分", "之"),
    shares={"一半": 50.0, "半数": 50.0},
    directions=words("东 東 南 西 北 左 右"),
    function_words=words(_FUNCTION),
    contentful=words(_NEGATORS) | words(_QUANTIFIERS),
    causes=words(_CAUSES),
)
