"""Hindi. Its numerals below a hundred are words of their own, each in its usual spellings; lakh and
crore."""

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

_BELOW_HUNDRED = """शून्य|एक|दो|तीन|चार|पांच पाँच|छह छः छ: छे|सात|आठ|नौ|दस|ग्यारह|बारह|तेरह|चौदह|पंद्रह
पन्द्रह|सोलह|सत्रह|अठारह
अट्ठारह|उन्नीस|बीस|इक्कीस|बाईस बाइस|तेईस तेइस|चौबीस|पच्चीस|छब्बीस|सत्ताईस सत्ताइस|अट्ठाईस अट्ठाइस अठाईस|उनतीस
उन्तीस|तीस|इकतीस
इकत्तीस|बत्तीस|तैंतीस तेंतीस|चौंतीस|पैंतीस|छत्तीस|सैंतीस|अड़तीस|उनतालीस उन्तालीस|चालीस|इकतालीस|बयालीस|तैंतालीस
तेतालीस|चवालीस
चौवालीस|पैंतालीस|छियालीस|सैंतालीस|अड़तालीस|उनचास उन्चास|पचास|इक्यावन|बावन|तिरपन
तिरेपन|चौवन|पचपन|छप्पन|सत्तावन|अट्ठावन अठावन|
उनसठ|साठ|इकसठ|बासठ|तिरसठ तिरेसठ|चौंसठ चौसठ|पैंसठ|छियासठ|सड़सठ|अड़सठ|उनहत्तर उनहतर|सत्तर|इकहत्तर इकहतर|बहत्तर
बहतर|तिहत्तर तिहतर|
चौहत्तर चौहतर|पचहत्तर पचहतर|छिहत्तर छिहतर|सतहत्तर सतहतर|अठहत्तर अठहतर|उनासी उन्यासी
उनआसी|अस्सी|इक्यासी|बयासी|तिरासी|चौरासी|पचासी|
छियासी|सत्तासी सतासी|अट्ठासी अठासी|नवासी|नब्बे|इक्यानवे इक्यानबे|बानवे बानबे|तिरानवे तिरानबे|चौरानवे
चौरानबे|पंचानवे पचानवे पंचानबे पचानबे|
छियानवे छियानबे|सत्तानवे सत्तानबे|अट्ठानवे अट्ठानबे अठानवे|निन्यानवे निन्यानबे"""

_UNITS = table(
    """किलोमीटर किमी=kilometer; मीटर=meter; सेंटीमीटर सेमी=centimeter; मिलीमीटर मिमी=millimeter;
    किलोग्राम किलो किग्रा=kilogram; ग्राम=gram; टन=ton; लीटर=liter; हेक्टेयर=hectare; डिग्री=degree;
    सेकंड सेकेंड=second; मिनट मिनटों=minute; घंटा घंटे घंटों=hour; दिन दिनों=day; सप्ताह हफ्ते हफ्ता
    हफ्तों=week;
    महीना महीने महीनों माह=month; साल सालों वर्ष वर्षों=year"""
)
_CURRENCIES = table(
    """रुपये रुपए रुपया रुपयों रु ₹=rupee; डॉलर डालर=dollar; यूरो=euro; पाउंड=pound; येन=yen; युआन=yuan;
    रूबल=ruble"""
)
_MONTHS = table(
    """जनवरी=जनवरी; फरवरी फ़रवरी=फरवरी; मार्च=मार्च; अप्रैल=अप्रैल; मई=मई; जून=जून; जुलाई=जुलाई; अगस्त=अगस्त;
    सितंबर सितम्बर=सितंबर; अक्टूबर अक्तूबर=अक्टूबर; नवंबर नवम्बर=नवंबर; दिसंबर दिसम्बर=दिसंबर"""
)
_NEGATORS = "नहीं न ना मत बिना"
_QUANTIFIERS = "सभी सब कुछ कई बहुत अधिकांश ज्यादातर दोनों आधे आधा हर प्रत्येक कम अनेक"
_REPORTING = (
    "कहा कही कहते कहता कहती बताया बताई बताते बोले बोला बोली घोषणा लिखा सूचना जानकारी जोड़ा "
    "सुनाया समझाया उल्लेख "
    "टिप्पणी जवाब बयान"
)
_TITLES = (
    "राष्ट्रपति प्रधानमंत्री मुख्यमंत्री मंत्री महापौर मेयर राज्यपाल सांसद विधायक श्री श्रीमती डॉ डॉक्टर "
    "प्रोफेसर जनरल कर्नल कप्तान राजा रानी "
    "पोप प्रवक्ता निदेशक न्यायाधीश सचिव अध्यक्ष उपाध्यक्ष नेता आयुक्त कलेक्टर अधीक्षक"
)

LEXICON = Lexicon(
    code="hi",
    spellings=SYMBOLS
    | _UNITS
    | _CURRENCIES
    | _MONTHS
    | table("प्रतिशत फीसदी फीसद फ़ीसदी फ़ीसद=percent; डा डॉक्टर=डॉ"),
    stops=Stops(never=words("डॉ श्री प्रो रु कि मी स्व"), seldom=frozenset(), openers=frozenset()),
    numerals=NumberWords(
        fractions=dict.fromkeys(words("डेढ़"), 1.5) | dict.fromkeys(words("ढाई"), 2.5),
        values={
            form: number
            for number, forms in enumerate(_BELOW_HUNDRED.replace("\n", " ").split("|"))
            for form in words(forms)
        },
        times=figures(
            """सौ=100; हजार हज़ार=1000; लाख=100000; करोड़=10000000; अरब=1000000000; मिलियन=1000000;
            बिलियन=1000000000"""
        ),
        alone=words("सौ"),
        unsure=words("एक"),
    ),
    ordinals=figures(
        """पहला पहली पहले=1; दूसरा दूसरी दूसरे=2; तीसरा तीसरी तीसरे=3; चौथा चौथी चौथे=4; पांचवां पांचवीं
        पांचवें=5"""
    ),
    unsure_ordinals=words("पहले पहला पहली दूसरे दूसरा दूसरी"),
    scales={
        form: value
        for text, value in (("हजार हज़ार", 1e3), ("लाख", 1e5), ("करोड़", 1e7), ("अरब", 1e9), ("मिलियन", 1e6))
        for form in words(text)
    },
    qualifiers=qualifiers(
        """कम से कम = least; अधिक से अधिक, ज्यादा से ज्यादा = most; करीब, लगभग, तकरीबन = about; से अधिक =
        more"""
    ),
    currencies=CURRENCIES | frozenset(_CURRENCIES.values()),
    units=METRIC_UNITS | frozenset(_UNITS.values()),
    durations=words("second minute hour day week month year"),
    harm=words(
        """मौत मौतें मौतों मृत्यु मारे मारा मारी मरे मर मृत मृतक मृतकों घायल घायलों जख्मी ज़ख्मी शव हताहत
        लापता डूब डूबने
        हत्या जान गंवाई पीड़ित शहीद"""
    )
    - words("शव"),
    tolls=words("मृतकों घायलों मौतें"),
    unharmed=words("निकाला निकाले बचाया बचाए गिरफ्तार हिरासत विस्थापित सुरक्षित"),
    survival=words("जीवित बचे"),
    vague=words("दर्जनों सैकड़ों हजारों हज़ारों लाखों कई कुछ अनेक"),
    clauses=words("जब बाद क्योंकि लेकिन जो जहां ताकि हालांकि जबकि"),
    coordinators=words("और या तथा"),
    no_words=words("नहीं बिना"),
    weekdays=table(
        """सोमवार=सोमवार; मंगलवार=मंगलवार; बुधवार=बुधवार; गुरुवार बृहस्पतिवार=गुरुवार; शुक्रवार=शुक्रवार;
        शनिवार=शनिवार;
        रविवार इतवार=रविवार"""
    ),
    months={name: number for number, name in enumerate(dict.fromkeys(_MONTHS.values()), start=1)},
    months_capital=False,
    ranges=words("और से"),
    relative_days=words("कल आज परसों"),
    before_years=words("year सन"),
    hours=words("बजे"),
    minutes=words("minute बजकर"),
    afternoon=words("शाम दोपहर"),
    forenoon=words("सुबह तड़के"),
    caseless=True,
    name_ends=words("ने को से का की के में पर और कि तक है हैं था थे थी हुए हुआ ही भी"),
    titles=words(_TITLES),
    reporting=words(_REPORTING),
    vouching=words("पुष्टि स्वीकार माना"),
    doubting=words("दावा आरोप"),
    warning=words("चेतावनी मांग अपील धमकी वादा"),
    denying=words("इनकार इंकार खंडन"),
    always_speech=words(_REPORTING),
    according_behind=phrases("के अनुसार; के मुताबिक"),
    topics=words("ने"),
    hedges=words("कथित शायद संभवतः संदिग्ध"),
    pronouns=words("वह वे उन्होंने उसने हम मैं"),
    determiners=words("एक"),
    concord=True,
    free_order=True,
    negators=words(_NEGATORS),
    implicit_negators=words("इनकार असमर्थ रोक कमी असंभव मना"),
    planned_endings=("ेगा", "ेगी", "ेंगे", "ेंगी", "एगा", "एगी", "एंगे", "ेंगें"),
    poles=poles(
        (words(x), words(y))
        for x, y in (
            ("बढ़ा बढ़ी बढ़े बढ़कर वृद्धि बढ़ोतरी इजाफा अधिक ज्यादा", "घटा घटी घटे घटकर कमी गिरावट गिरा कम"),
            ("मंजूर मंजूरी स्वीकृत पारित", "खारिज अस्वीकार नामंजूर"),
            ("खुला खुली खोल खोला शुरू", "बंद समाप्त खत्म"),
            ("दोषी", "निर्दोष बरी"),
            (
                "गिरफ्तार गिरफ़्तार हिरासत",
                "रिहा फरार",
            ),
            (
                "निलंबित बर्खास्त",
                "बहाल",
            ),
            (
                "बचा बचे जीवित",
                "मृत",
            ),
            (
                "समर्थन",
                "विरोध",
            ),
            (
                "अनुमति इजाजत",
                "रोक प्रतिबंध",
            ),
            (
                "खरीदा खरीदी खरीद",
                "बेचा बेची बिक्री",
            ),
            (
                "जानबूझकर",
                "गलती दुर्घटनावश",
            ),
        )
    ),
    statuses=table(
        """योजना होगा होगी होंगे करेगा करेगी करेंगे जाएगा जाएगी जाएंगे भेजेगी भेजेगा भेजेंगे=planned; सकता
        सकती सकते
        शायद=possible; चाहिए=required; चुका चुकी चुके दिया दी दिए गया गई गए=done; रहा रही रहे=ongoing"""
    ),
    weak_statuses=words("दिया दी दिए गया गई गए रहा रही रहे सकता सकती सकते"),
    quantifiers=words(_QUANTIFIERS),
    fractions={"तिहाई": 3, "चौथाई": 4},
    shares={"आधे": 50.0, "आधी": 50.0, "आधा": 50.0},
    directions=words("उत्तर दक्षिण पूर्व पश्चिम उत्तरी दक्षिणी पूर्वी पश्चिमी"),
    function_words=words(
        """का की के को ने से में पर और या कि है हैं था थी थे हो हुआ हुई हुए यह वह ये वे इस उस इन उन इसके
        उसके अपने अपनी अपना
        भी ही तो जो जब तक लिए साथ एक गया गई गए दिया दी दिए कर करने रहा रही रहे बाद द्वारा"""
    ),
    contentful=words(_NEGATORS) | words("बाद तक") | words(_QUANTIFIERS),
    complementizers=words("कि"),
    causes=words("कारण वजह"),
)
