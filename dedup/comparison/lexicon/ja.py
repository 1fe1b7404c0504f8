"""Japanese. The words of the lists are tokens of their own; every other sign is one by itself."""

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
    "死亡 死 死傷 死者 死んだ 亡くなった 亡くなり 死去 負傷 負傷者 重傷 軽傷 けが ケガ 怪我 "
    "行方不明 犠牲 犠牲者 遺体 重体 溺死 "
    "命を落とした 命を落とし 落命 焼死 水死 圧死 転落死 "
    "殺害 殺された 被害者 心肺停止 意識不明"
)
_UNHARMED = "避難 救助 救出 逮捕 拘束 無事"
_NEGATORS = (
    "ない なかった ません ませんでした ず せず なく ぬ 無い いない いなかった なし 未 非 "
    "ていない ていなかった ておらず "
    "されていない されていなかった していない していなかった ではない ではなかった"
)
_REPORTING = (
    "述べた 述べ 述べて 話した 話し 話す 話している 語った 語り 語って 言った 言い 言って "
    "発表した 発表し 発表 明らかにした 説明した "
    "説明し 伝えた 報じた 報道した コメントした 答えた 指摘した 強調した 付け加えた 述べている "
    "語っている という としている とした "
    "打ち明けた 振り返った 漏らした 繰り返した 話していた 語っていた 明かした "
    "つづった 強調している 指摘している 公表した 報告した 回答した 答えている"
)
_VOUCHING = "確認した 認めた 認め 認めている"
_DOUBTING = "主張した 主張し 主張している"
_WARNING = "警告した 求めた 求め 訴えた 呼びかけた 呼び掛けた 約束した"
_DENYING = "否定した 否定し 否認した 否認し 否認している"
_PLANNED = (
    "予定 方針 計画 見通し 見込み 派遣する 開始する 始める 行う 実施する 送る 開く 発表する 予定だ 意向"
)
_DONE = "すでに 既に 派遣した 開始した 始めた 行った 実施した 送った 開いた 済み"
_POSSIBLE = "可能性 かもしれない おそれ 恐れ"
_REQUIRED = "必要 べき なければならない"
_ONGOING = "続けている 続いている 現在"
_TITLES = (
    "大統領 首相 総理 大臣 知事 市長 町長 村長 区長 社長 会長 長官 署長 教授 博士 議員 議長 "
    "監督 官房長官 報道官 外相 財務相 "
    "国土交通相 運輸相 交通相 防衛相 国王 女王 所長 校長 院長 局長 部長 課長 理事長 代表 選手 "
    "書記長 総書記 裁判長 主席 委員長 組合長 園長 駅長 船長 隊長 店長 支店長 学長 総長 室長 消防長 議員 医師 "
    "弁護士 機長 検事 頭取 院長 社員 助教 准教授"
)
_HONORIFICS = "さん 氏 容疑者 被告 様 君 さま 投手 夫人"
_DAY_SIGNS = {"月": 1, "火": 2, "水": 3, "木": 4, "金": 5, "土": 6, "日": 7}
_WEEKDAYS = {f"{sign}{end}": f"曜日{number}" for sign, number in _DAY_SIGNS.items() for end in ("曜日", "曜")}
_UNITS = (
    "キロメートル キロ km=kilometer; メートル=meter; センチメートル センチ=centimeter; "
    "ミリメートル ミリ=millimeter; "
    "キログラム=kilogram; グラム=gram; トン=ton; リットル=liter; ヘクタール=hectare; "
    "時間=hour; 分間=minute; 秒 秒間=second; "
    "日間=day; 週間=week; か月 カ月 ヶ月 ヵ月 か月間 カ月間=month; 年 年間=year; 度=degree"
)
_CURRENCIES = (
    "ユーロ=euro; ドル 米ドル=dollar; 円=yen; ポンド=pound; 元 人民元=yuan; "
    "ルーブル=ruble; フラン=franc; ウォン=won"
)
_QUANTIFIERS = "すべて 全て 全員 多く 多数 一部 少数 ほとんど 大半 半数 各 両方 いくつか 数 複数 大部分"
_VAGUE = "数十 数百 数千 数人 数十人 多数 多く 複数 大勢"
_CLAUSES = "が しかし ため ので けれども ながら 後 とき 際"
_CAUSES = "原因 理由 動機"
_ACCORDING = "によると によれば"
_HEDGES = "とみられる とみられ 見られる 疑い 推定 おそらく 恐らく もよう 模様 らしい ようだ"
_FUNCTION = (
    "は が を に で と の も へ や か から まで より など として による について た て し する "
    "した される された れる いる いた ある あった "
    "この その あの これ それ こと もの ため よう また そして なお だ です ます である 同 さ "
    "れ い う る ば お ご ら り く"
)
_OTHER = (
    "パーセント 一切 一緒 一般 一方 統一 第一 唯一 一時 一番 十分 三菱 八百屋 一人 二人 "
    "もう一度 少なくとも 最低 最大 およそ ほぼ ちょうど"
)
_RELATIVE = "昨日 今日 明日 きのう きょう あす 前日 翌日 同日"
_AFTERNOON = "午後 夜 夕方"
_FORENOON = "午前 未明 早朝 朝"
_POLES = (
    ("増加 増えた 上昇 増 上がった 拡大", "減少 減った 下落 減 低下 下がった 縮小"),
    ("承認 可決 賛成 受け入れ 認めた 認める", "拒否 否決 反対 退けた 退ける 却下 棄却"),
    ("開放 開始 始まった 再開 開通", "閉鎖 終了 停止 中止 通行止め 封鎖"),
    ("有罪", "無罪"),
    ("合法", "違法"),
    ("勝利 勝った", "敗北 敗れた 負けた"),
    (
        "逮捕 拘束 拘留 勾留",
        "釈放 保釈 解放 逃走",
    ),
    (
        "停職 解任 免職",
        "復職",
    ),
    (
        "生存 無事",
        "死亡 死去",
    ),
    (
        "故意",
        "過失 偶然",
    ),
    (
        "支持",
        "批判",
    ),
    (
        "延長 強化",
        "短縮 緩和 解除",
    ),
    (
        "購入 買収",
        "売却",
    ),
    ("認めた 認める 容認 許した 許可 認可", "禁じた 禁じる 禁止 禁ずる"),
    ("受け入れた 応じた 同意", "拒んだ 拒否 断った"),
    ("支持 維持", "取り消した 取り消し 破棄"),
    ("再開 着手", "打ち切り 中断 凍結"),
    ("自白 認めた", "否認"),
    ("課した 導入", "解除 撤廃 撤回"),
    ("生きて", "死んで"),
    ("前倒し", "延期 先送り"),
    ("称賛", "非難 批判"),
    ("可能", "不可能"),
    ("安全", "危険"),
    ("強化", "弱体化"),
    ("成功", "失敗"),
    ("採用 雇用", "解雇"),
    ("満員 満席", "空席"),
    ("発見", "行方不明"),
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
        _HONORIFICS,
        *_WEEKDAYS,
        _UNITS.replace("=", " "),
        _CURRENCIES.replace("=", " "),
        _QUANTIFIERS,
        _VAGUE,
        _CLAUSES,
        _CAUSES,
        _ACCORDING,
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
    code="ja",
    spellings=SYMBOLS | table(_UNITS) | table(_CURRENCIES) | table("パーセント=percent"),
    whole_words=frozenset(
        word
        for word in _WHOLE.replace(";", " ").split()
        if len(word) > 1 and not word.isascii() and word not in ("が", "は")
    ),
    stops=Stops(never=frozenset(), seldom=frozenset(), openers=frozenset()),
    numerals=NumberWords(
        values=figures("〇 零=0; 一=1; 二=2; 三=3; 四=4; 五=5; 六=6; 七=7; 八=8; 九=9"),
        times=figures("十=10; 百=100; 千=1000; 万=10000; 億=100000000; 兆=1000000000000"),
        alone=words("十 百 千"),
        unsure=words("一 〇 零 千 百"),
        base=10_000,
        signs=True,
    ),
    ordinal_prefixes=words("第"),
    qualifiers=qualifiers(
        "少なくとも, 最低 = least; 最大 = most; 約, およそ, 推定 = about; ほぼ = nearly; ちょうど = exactly"
    ),
    currencies=CURRENCIES | frozenset(table(_CURRENCIES).values()),
    units=METRIC_UNITS | frozenset(table(_UNITS).values()),
    durations=words("hour minute second day week month year"),
    harm=words(_HARM),
    tolls=words("死者 負傷者 犠牲者"),
    unharmed=words(_UNHARMED),
    vague=words(_VAGUE),
    weekdays=_WEEKDAYS,
    months={f"{number}月": number for number in range(1, 13)},
    months_capital=False,
    relative_days=words(_RELATIVE),
    hours=words("時"),
    minutes=words("分"),
    minutes_behind={("半",): 30},
    afternoon=words(_AFTERNOON),
    forenoon=words(_FORENOON),
    named_times={"正午": "12:00"},
    caseless=True,
    linkers=words("の"),
    honorifics=words(_TITLES) | words(_HONORIFICS),
    titles=words(_TITLES),
    reporting=words(_REPORTING),
    vouching=words(_VOUCHING),
    doubting=words(_DOUBTING),
    warning=words(_WARNING),
    denying=words(_DENYING),
    always_speech=words(_REPORTING),
    according_behind=phrases("によると; によれば"),
    topics=words("は が も"),
    hedges=words(_HEDGES),
    complementizers=words("と"),
    pronouns=words("彼 彼女 私 我々"),
    determiners=words("この その 同"),
    negators=words(_NEGATORS),
    implicit_negators=words("拒否した 拒否 禁止 避けた 不可能"),
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
    quantifiers=words(_QUANTIFIERS),
    fractions={"割": 10},
    part_links=("分", "の"),
    shares={"半数": 50.0},
    directions=words("東 西 南 北 左 右"),
    free_order=True,
    function_words=words(_FUNCTION),
    contentful=words(_NEGATORS) | words(_QUANTIFIERS),
    causes=words(_CAUSES),
)
