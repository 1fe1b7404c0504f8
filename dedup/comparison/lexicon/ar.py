"""Arabic. "And" (و) is written together with the word behind it, so verbs, negators and cues are listed
with and
without it; numerals in both genders and cases; months in their Levantine and their Latin names."""

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


def _joined(text: str) -> str:
    """The words, and the same behind "and" and "so"."""
    return " ".join(prefix + word for word in text.split() for prefix in ("", "و", "ف"))


_UNITS = table(
    """كيلومتر كيلومترا كيلومترات كم=kilometer; متر مترا أمتار=meter; سنتيمتر سنتيمترا=centimeter;
    مليمتر=millimeter;
    كيلوغرام كيلوغراما كيلوغرامات كجم كغ=kilogram; غرام غراما=gram; طن طنا أطنان=ton; لتر لترا لترات=liter;
    هكتار هكتارا هكتارات=hectare; درجة درجات=degree; ثانية ثوان=second; دقيقة دقائق=minute; ساعة ساعات=hour;
    يوم يوما أيام=day; أسبوع أسابيع أسبوعا=week; شهر شهرا أشهر شهور=month; سنة سنوات عام عاما أعوام=year"""
)
_CURRENCIES = table(
    """دولار دولارا دولارات=dollar; يورو=euro; جنيه جنيها جنيهات=pound; ريال ريالا ريالات=riyal;
    درهم درهما دراهم=dirham; دينار دينارا دنانير=dinar; ليرة ليرات=lira; ين=yen; يوان=yuan; روبل=ruble;
    فرنك=franc"""
)
_MONTHS = table(
    """يناير=يناير; فبراير شباط=فبراير; مارس آذار=مارس; أبريل إبريل نيسان=أبريل; مايو أيار=مايو;
    يونيو حزيران يونيه=يونيو; يوليو تموز يوليه=يوليو; أغسطس آب=أغسطس; سبتمبر أيلول=سبتمبر; أكتوبر=أكتوبر;
    نوفمبر=نوفمبر; ديسمبر=ديسمبر"""
)
_NEGATORS = _joined("لم لن لا ليس ليست ليسوا ما غير دون بدون عدم")
_QUANTIFIERS = "كل جميع بعض معظم كثير عديد عدة أغلب غالبية أقلية نصف كلا كلتا ضعف"
_REPORTING = _joined(
    "قال قالت قالوا يقول تقول ذكر ذكرت ذكروا صرح صرحت أعلن أعلنت أعلنوا أوضح أوضحت أضاف أضافت "
    "أفاد أفادت أشار أشارت "
    "كتب كتبت روى روت نقل نقلت أبلغ أبلغت بين بينت شدد شددت لفت لفتت أخبر أخبرت رأى رأت قائلا "
    "قائلة حكى حكت كشف كشفت"
)
_VOUCHING = _joined("أكد أكدت أكدوا يؤكد تؤكد اعترف اعترفت أقر أقرت")
_DOUBTING = _joined("زعم زعمت ادعى ادعت")
_WARNING = _joined("حذر حذرت دعا دعت طالب طالبت هدد هددت تعهد تعهدت حث حثت")
_DENYING = _joined("نفى نفت ينفي تنفي أنكر أنكرت")
_TITLES = (
    "الرئيس رئيس رئيسة الوزير وزير وزيرة الأمين أمين المدير مدير مديرة المتحدث متحدث متحدثة "
    "الناطق ناطق محافظ المحافظ "
    "عمدة الملك ملك ملكة الأمير أمير الشيخ شيخ السيد سيد السيدة سيدة الدكتور دكتور دكتورة "
    "البروفيسور القاضي قاضي النائب "
    "نائب اللواء العميد العقيد الجنرال جنرال السفير سفير سفيرة البابا السيناتور قائد القائد المدعي باسم"
)

LEXICON = Lexicon(
    code="ar",
    spellings=SYMBOLS
    | _UNITS
    | _CURRENCIES
    | _MONTHS
    | {"٪": "percent"}
    | table("بالمئة بالمائة بالمية=percent")
    | {"في المئة": "percent", "في المائة": "percent", "في المئه": "percent", "في المائه": "percent"},
    phrases=("في المئة", "في المائة"),
    stops=Stops(never=words("د م أ ا"), seldom=words("ق.م"), openers=frozenset()),
    numerals=NumberWords(
        halves=(("ونصف",), ("و", "نصف")),
        fractions=dict.fromkeys(words("نصف"), 0.5),
        values=figures(
            """صفر=0; واحد واحدة=1; اثنان اثنين اثنتان اثنتين إثنان إثنين=2; ثلاثة ثلاث=3; أربعة أربع=4;
            خمسة خمس=5;
            ستة ست=6; سبعة سبع=7; ثمانية ثماني ثمان=8; تسعة تسع=9; عشرة عشر=10; أحد إحدى=1; اثنا اثني
            اثنتا اثنتي=2;
            عشرون عشرين=20; ثلاثون ثلاثين=30; أربعون أربعين=40; خمسون خمسين=50; ستون ستين=60; سبعون
            سبعين=70;
            ثمانون ثمانين=80; تسعون تسعين=90; مئتان مئتين مائتان مائتين مئتا مئتي=200;
            ثلاثمئة ثلاثمائة=300; أربعمئة أربعمائة=400; خمسمئة خمسمائة=500; ستمئة ستمائة=600; سبعمئة
            سبعمائة=700;
            ثمانمئة ثمانمائة ثمانيمئة=800; تسعمئة تسعمائة=900; ألفان ألفين=2000; مليونان مليونين=2000000"""
        ),
        times=figures(
            """مئة مائة=100; ألف آلاف ألفا=1000; مليون مليونا ملايين=1000000; مليار مليارا
            مليارات=1000000000"""
        ),
        alone=words("مئة مائة ألف مليون مليار"),
        joiners=words("و"),
        prefix="و",
        unsure=words("واحد واحدة أحد إحدى ست عشر"),
        units_first=True,
    ),
    ordinals=figures(
        """الأول الأولى=1; الثاني الثانية ثان ثانية=2; الثالث الثالثة=3; الرابع الرابعة=4; الخامس الخامسة=5;
        السادس السادسة=6; السابع السابعة=7; الثامن الثامنة=8; التاسع التاسعة=9; العاشر العاشرة=10"""
    ),
    unsure_ordinals=words("ثان ثانية الثاني الثانية الأول الأولى"),
    scales={
        normalised: value
        for text, value in (
            ("ألف آلاف ألفا", 1e3),
            ("مليون مليونا ملايين", 1e6),
            ("مليار مليارا مليارات", 1e9),
        )
        for normalised in words(text)
    },
    qualifiers=qualifiers(
        """ما لا يقل عن, لا يقل عن = least; أكثر من, ما يزيد على, يزيد على = more; أقل من = less; ما يصل
        إلى = most;
        قرابة, ما يقرب من = nearly; نحو, حوالي, زهاء = about"""
    ),
    currencies=CURRENCIES | frozenset(_CURRENCIES.values()),
    units=METRIC_UNITS | frozenset(_UNITS.values()),
    durations=words("second minute hour day week month year"),
    harm=words(
        _joined(
            "قتل قتلوا قتلت قتلى قتيل قتيلا قتلا مقتل توفي توفيت توفوا وفاة مات ماتوا ماتت "
            "لقوا لقي مصرع مصرعهم أصيب "
            "أصيبوا أصيبت إصابة جرح جرحى جريح جريحا مصاب مصابا مصابين مصابون إصابات ضحايا ضحية "
            "فقد فقدوا مفقود مفقودا "
            "مفقودين مفقودون غرق غرقوا حتفهم استشهد شهيد شهيدا شهداء وفيات القتلى الجرحى الضحايا المصابين"
        )
    ),
    tolls=words("قتلى جرحى ضحايا القتلى الجرحى الضحايا مفقودين"),
    unharmed=words(_joined("إجلاء إجلاؤهم إنقاذ نجا نجوا اعتقل اعتقال أوقف توقيف نزوح")),
    survival=words("نجا نجت نجوا ناجين الناجين"),
    vague=words("عشرات مئات آلاف العشرات المئات عدد عدة عديد"),
    clauses=words("عندما بعد لأن لكن ولكن حين بينما رغم حيث التي الذي الذين بعدما منذ خلال"),
    coordinators=words("و أو"),
    no_words=words("دون لم"),
    weekdays=table(
        """الاثنين الإثنين=الاثنين; الثلاثاء=الثلاثاء; الأربعاء=الأربعاء; الخميس=الخميس; الجمعة=الجمعة;
        السبت=السبت;
        الأحد=الأحد"""
    ),
    months={name: number for number, name in enumerate(dict.fromkeys(_MONTHS.values()), start=1)},
    months_capital=False,
    ranges=words("و إلى"),
    relative_days=words("أمس اليوم غدا"),
    before_years=words("year في منذ"),
    clock_cues=words("الساعة"),
    hour_cues=words("الساعة"),
    afternoon=words("مساء عصرا ظهرا"),
    forenoon=words("صباحا فجرا"),
    caseless=True,
    definite_beginnings=("ال",),
    verb_beginnings=("ي", "ت"),
    name_ends=words(
        _joined(
            "زار زارت وصل وصلت التقى التقت عقد عقدت خلال إن أن أنه قد سوف هذا هذه ذلك التي "
            "الذي كان كانت عن بعد قبل مع "
            "على إلى من في بأن لكن حول ضد أمام مدينة بلدة قرية وقد"
        )
    ),
    titles=words(_joined(_TITLES)),
    reporting=words(_REPORTING),
    vouching=words(_VOUCHING),
    doubting=words(_DOUBTING),
    warning=words(_WARNING),
    denying=words(_DENYING),
    always_speech=words(" ".join((_REPORTING, _VOUCHING, _DOUBTING, _WARNING, _DENYING))),
    according=phrases(
        """وفق; وفقا; بحسب; حسب; طبقا; ووفق; ووفقا; وبحسب; وحسب; نقلا عن; على حد قول;
        حسبما قال; حسبما قالت; حسبما ذكر; حسبما ذكرت; حسبما أفاد; حسبما أفادت; حسبما أعلن; حسبما أعلنت"""
    ),
    hedges=words("يزعم المزعوم ربما يحتمل محتمل مشتبه يعتقد"),
    anonymous=words("مصدر مصادر شهود مسؤول مسؤولون السلطات الشرطة"),
    speech_auxiliaries=words("قد وقد كما"),
    stops_before=words("أن إن التي الذي لكن بعد عندما"),
    stops_behind=words(
        "أن إن إنه إنها أنه أنها بأن في يوم على من عن خلال بعد لوكالة للصحفيين الاثنين الثلاثاء "
        "الأربعاء الخميس الجمعة السبت الأحد أمس اليوم"
    ),
    pronouns=words("هو هي هم نحن أنا"),
    verb_first=True,
    concord=True,
    prefixed=("و", "ف"),
    free_order=True,
    planned_beginnings=("سي", "ست", "سن"),
    negators=words(_NEGATORS),
    implicit_negators=words("رفض رفضت منع منعت امتنع تعذر يتعذر فشل غياب نقص"),
    poles=poles(
        (words(_joined(x)), words(_joined(y)))
        for x, y in (
            (
                "ارتفع ارتفعت زاد زادت ارتفاع زيادة نما صعد",
                "انخفض انخفضت تراجع تراجعت انخفاض هبط هبطت نقص تراجعا",
            ),
            ("وافق وافقت أقر أقرت قبل قبلت قبول موافقة", "رفض رفضت رفضا رفض"),
            ("فتح فتحت افتتح بدأ بدأت فتحه", "أغلق أغلقت إغلاق انتهى انتهت إغلاقه"),
            ("مذنب أدين إدانة", "بريء برئ براءة"),
            (
                "اعتقل اعتقلت أوقف أوقفت احتجز احتجزت اعتقال توقيف",
                "أفرج أفرجت أطلق أطلقت الإفراج إطلاق فر",
            ),
            (
                "نجا نجت",
                "مات ماتت توفي توفيت",
            ),
            (
                "أكد أكدت",
                "نفى نفت",
            ),
            (
                "أيد أيدت دعم دعمت",
                "عارض عارضت ندد نددت",
            ),
            (
                "مدد مددت شدد شددت فرض فرضت",
                "خفف خففت ألغى ألغت رفع رفعت",
            ),
            (
                "اشترى اشترت شراء",
                "باع باعت بيع",
            ),
            (
                "سمح سمحت أجاز",
                "منع منعت حظر حظرت",
            ),
            (
                "عمدا متعمد",
                "عرضا",
            ),
        )
    ),
    statuses={
        word: name
        for name, text in (
            ("planned", "سوف يعتزم تعتزم يخطط تخطط المقرر ينوي تنوي"),
            ("possible", "قد ربما يمكن"),
            ("required", "يجب ينبغي"),
            ("done", "تم تمت"),
            ("ongoing", "يجري"),
        )
        for word in words(_joined(text))
    },
    weak_statuses=words(_joined("قد تم تمت يمكن")),
    quantifiers=words(_QUANTIFIERS),
    shares={"نصف": 50.0, "ثلث": 33.3, "ربع": 25.0, "ثلثا": 66.7, "ثلثي": 66.7},
    directions=words("شمال جنوب شرق غرب شمالي جنوبي شرقي غربي الشمال الجنوب الشرق الغرب"),
    function_words=words(
        _joined(
            "في من إلى على عن مع أن إن كان كانت هذا هذه ذلك تلك التي الذي الذين هو هي هم ما قد "
            "كما أو ثم بعد قبل عند "
            "عندما حيث بين حتى كل أيضا به بها له لها فيه فيها منه منها أي يوم"
        )
        + " و ب ل ف"
    ),
    contentful=words(_NEGATORS) | words(_QUANTIFIERS) | words("بعد قبل قد كل"),
    complementizers=words("أن إن"),
    causes=words("سبب أسباب دافع"),
)
