"""One spelling for words that are written in several ways: what two words are compared by.

British and American forms, abbreviated titles, months, units and countries, and spelled numbers get one
key, so that a change of house style never shows as a change of fact. Keys serve only to be equal or not;
nobody reads them. The tables hold common knowledge about English; words of other languages keep their
normalised form.
"""

import re
from functools import lru_cache

from dedup.text.normalise import normalise

NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
"""Value of the number words below a hundred that are one word."""

ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        start=1,
    )
}

MONTHS = {
    "jan": "january",
    "feb": "february",
    "mar": "march",
    "apr": "april",
    "jun": "june",
    "jul": "july",
    "aug": "august",
    "sep": "september",
    "sept": "september",
    "oct": "october",
    "nov": "november",
    "dec": "december",
}
WEEKDAYS = {
    "mon": "monday",
    "tue": "tuesday",
    "tues": "tuesday",
    "wed": "wednesday",
    "thu": "thursday",
    "thur": "thursday",
    "thurs": "thursday",
    "fri": "friday",
    "sat": "saturday",
}

_SHORT = {
    **MONTHS,
    **WEEKDAYS,
    **{word: str(value) for word, value in NUMBER_WORDS.items()},
    "gov": "governor",
    "sen": "senator",
    "sens": "senators",
    "rep": "representative",
    "reps": "representatives",
    "gen": "general",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "capt": "captain",
    "col": "colonel",
    "dr": "doctor",
    "prof": "professor",
    "mister": "mr",
    "vs": "versus",
    "v": "versus",
    "&": "and",
    "%": "percent",
    "per cent": "percent",
    "pct": "percent",
    "percents": "percent",
    "bn": "billion",
    "bln": "billion",
    "mln": "million",
    "mn": "million",
    "tn": "trillion",
    "trn": "trillion",
    "$": "dollar",
    "dollars": "dollar",
    "dlr": "dollar",
    "dlrs": "dollar",
    "usd": "dollar",
    "€": "euro",
    "euros": "euro",
    "eur": "euro",
    "£": "pound",
    "pounds": "pound",
    "gbp": "pound",
    "¥": "yen",
    "cts": "cent",
    "ct": "cent",
    "cents": "cent",
    "km": "kilometer",
    "kms": "kilometer",
    "kilometers": "kilometer",
    "kg": "kilogram",
    "kgs": "kilogram",
    "kilograms": "kilogram",
    "cm": "centimeter",
    "centimeters": "centimeter",
    "mm": "millimeter",
    "ft": "foot",
    "feet": "foot",
    "mi": "mile",
    "miles": "mile",
    "lb": "pound-weight",
    "lbs": "pound-weight",
    "oz": "ounce",
    "sq": "square",
    "hrs": "hours",
    "mins": "minutes",
    "secs": "seconds",
    "corp": "corporation",
    "inc": "incorporated",
    "ltd": "limited",
    "dept": "department",
    "govt": "government",
    "co": "company",
    "ok": "okay",
    "tv": "television",
    "t-v": "television",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'m": "am",
    "n't": "not",
}

_PAIRS = """ tyre tire, kerb curb, grey gray, plough plow, ploughed plowed, sceptic skeptic, sceptics
skeptics, sceptical skeptical, scepticism skepticism, aluminium aluminum, mum mom, mums moms, jewellery
jewelry, pyjamas pajamas, moustache mustache, ageing aging, judgement judgment, judgements judgments,
acknowledgement acknowledgment, enrol enroll, enrolment enrollment, fulfil fulfill, fulfilment fulfillment,
instalment installment, instalments installments, skilful skillful, wilful willful, whilst while, amongst
among, amidst amid, towards toward, afterwards afterward, backwards backward, learnt learned, burnt burned,
dreamt dreamed, spelt spelled, spoilt spoiled, leapt leaped, leant leaned, adviser advisor, advisers
advisors, protestor protester, protestors protesters, programme program, programmes programs, cheque check,
cheques checks, mould mold, smoulder smolder, smouldering smoldering, artefact artifact, artefacts
artifacts, draught draft, cosy cozy, doughnut donut, manoeuvre maneuver, manoeuvres maneuvers, manoeuvring
maneuvering, manoeuvred maneuvered, practise practice, practised practiced, practising practicing, defence
defense, defences defenses, offence offense, offences offenses, licence license, licences licenses, licenced
licensed, pretence pretense, anaesthetic anesthetic, paediatric pediatric, paediatrician pediatrician,
oestrogen estrogen, foetus fetus, foetal fetal, haemorrhage hemorrhage, orthopaedic orthopedic, leukaemia
leukemia, anaemia anemia, encyclopaedia encyclopedia, archaeology archeology, diarrhoea diarrhea, catalogue
catalog, catalogues catalogs, dialogue dialog, dialogues dialogs, analogue analog, centre center, centres
centers, centred centered, theatre theater, theatres theaters, metre meter, metres meters, litre liter,
litres liters, kilometre kilometer, kilometres kilometer, centimetre centimeter, centimetres centimeter,
millimetre millimeter, fibre fiber, fibres fibers, calibre caliber, lustre luster, sombre somber, spectre
specter, meagre meager, sabre saber, mitre miter, goodbye good-bye, storey story, storeys stories, gaol
jail, tonne ton, kilogramme kilogram, kilogrammes kilogram, councillor councilor, councillors councilors,
counsellor counselor, marvellous marvelous, woollen woolen, travelogue travelog, email e-mail, emails
e-mails, cooperate co-operate, alright all-right, yoghurt yogurt, whisky whiskey, axe ax, disc disk, discs
disks, furore furor, mollusc mollusk, omelette omelet, vice vise, okay ok
"""

_SPELLING = {a: b for pair in _PAIRS.replace("\n", " ").split(",") for a, b in [pair.split()]}

_OUR = re.compile(
    r"(?<=[a-z]{3})our(?=(?:s|ed|ing|ings|ite|ites|able|ably|er|ers|hood|hoods|al|less|ful|ly)?$)"
)
_ISE = re.compile(r"([iy])s(?=(?:e|ed|es|ing|ation|ations|er|ers|ational)$)")
_DOUBLE_L = re.compile(r"(?<=[aeiou])ll(?=(?:ed|ing|er|ers|or|ors|ings)$)")
_TWO_SYLLABLES = re.compile(r"[aeiou][^aeiou]+[aeiou]ll")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


@lru_cache(maxsize=100_000)
def key(word: str) -> str:
    """The form a word is compared by.

    Examples
    --------
    >>> key("Centre") == key("center"), key("organised") == key("organized"), key("1,000") == key("1000")
    (True, True, True)
    >>> key("US"), key("U.S."), key("us"), key("seventeen"), key("filled") == key("filed")
    ('U.S.', 'U.S.', 'us', '17', False)
    """
    if len(word) > 1 and word.isascii() and word[0].isupper():
        letters = word.replace(".", "")
        if letters in ("US", "USA"):
            return "U.S."
        if "." in word and letters.isalpha():
            return letters.lower()
    plain = normalise(word).replace("’", "'").replace("ʼ", "'")
    if plain[:1].isdigit():
        return _number_key(plain)
    if "." in plain or "," in plain:
        plain = plain.replace(".", "").replace(",", "")
    if plain in _SHORT:
        return _SHORT[plain]
    plain = _SPELLING.get(plain, plain)
    if not plain.isascii() or len(plain) < 5:
        return _SHORT.get(plain, plain)
    if len(plain) > 5:
        plain = _OUR.sub("or", plain)
        plain = _ISE.sub(r"\1z", plain)
        if _TWO_SYLLABLES.search(plain):
            plain = _DOUBLE_L.sub("l", plain)
    return _SHORT.get(plain, plain)


def _number_key(plain: str) -> str:
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if "." in plain and plain.count(".") == 1 and "," not in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain
