"""The words that claims turn on: numbers, negators, auxiliaries and names of the calendar, by their hashes.

`dedup.match.claims` says what a claim is; here stands what its array code and its kernel look words up in.
"""

from functools import cache

from dedup.sketch.hashing import fact_hash
from dedup.text.calendar_names import NAMES

MASK = 1
"""What stands for a value in the context of another one."""

PLAIN_WORDS = 2
"""Words of a context that must be no values: tables and lists of names have none."""

VALUE, NEGATOR, AUXILIARY, CONTRACTED, NEGATED, CALENDAR = 1, 2, 3, 4, 5, 6
"""What a word of `special_words` is. `CONTRACTED` ("didn") is a negated auxiliary before a t, `NEGATED`
("cannot") always."""

POLARITY = 2, 3
"""Value of an auxiliary, plain and negated."""

SEPARATORS = (",", ".", ":")
"""What may stand inside a number, before a digit."""

PENDING = 4
"""Value of a word like "didn" until its t comes."""

_NUMBERS = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
    "de": "- zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn zwanzig",
    "es": "- dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte",
    "fr": "- deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize - - - "
    "vingt",
    "pt": "- dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis "
    "dezessete dezoito dezenove vinte",
    "pt2": "- duas",
    "it": "- due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
    "sedici diciassette diciotto diciannove venti",
    "nl": "- twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "ru": "- два три четыре пять шесть семь восемь девять десять",
    "ru2": "- двух трёх четырёх пяти шести семи восьми девяти десяти",
    "ru3": "- две трех четырех",
    "hi": "- दो तीन चार पांच छह सात आठ नौ दस",
    "hi2": "- - - - पाँच छः",
    "ar": "- - ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "ar2": "- - ثلاث أربع خمس ست سبع ثماني تسع عشر",
    "zh": "一 二 三 四 五 六 七 八 九 十",
    "zh2": "- 两",
}
_LARGE = (
    "thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen "
    "hundreds thousands millions billions dozens dreißig vierzig fünfzig sechzig siebzig achtzig neunzig "
    "hundert tausend millionen milliarden treinta cuarenta cincuenta sesenta setenta ochenta noventa cien "
    "mil millones trente quarante cinquante soixante cent mille millions milliards trinta quarenta "
    "cinquenta sessenta oitenta cem milhões bilhões тысяч тысячи миллионов миллиона миллиардов "
    "百 千 万 萬 億 亿 half"
)
_NEGATORS = (
    "not no never without neither nor nicht kein keine keinen keiner keinem nie niemals ohne non ne pas "
    "jamais sans nunca jamás sin não sem нет не ни никогда без लेकिन नहीं न لا لم لن ليس ليست غير niet geen "
    "不 没 沒 未 无 無 非"
)
_AUXILIARIES = (
    "is are was were be been has have had do does did will would can could shall should may might must "
    "ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können konnte konnten soll "
    "sollen sollte sollten muss müssen darf dürfen es son era eran fue fueron ha han había será serán está "
    "están puede pueden est sont était étaient a ont avait sera seront peut peuvent doit foi foram tem têm "
    "será pode podem estava было был была были будет будут может могут है हैं था थे थी كان كانت "
    "werd wordt heeft hebben kan kunnen zal zou zullen è sono stato"
)
_CONTRACTED = {
    "isn": "is",
    "aren": "are",
    "wasn": "was",
    "weren": "were",
    "hasn": "has",
    "haven": "have",
    "hadn": "had",
    "don": "do",
    "doesn": "does",
    "didn": "did",
    "won": "will",
    "wouldn": "would",
    "couldn": "could",
    "shouldn": "should",
    "mustn": "must",
}


@cache
def special_words() -> dict[int, tuple[int, int]]:
    """Hash of each word that is no plain one -> what it is, and the 32 bits that stand for it."""
    found: dict[str, tuple[int, str]] = {}
    for word in _AUXILIARIES.split():
        found[word] = AUXILIARY, word
    for word, base in _CONTRACTED.items():
        found[word] = CONTRACTED, base
    found["cannot"] = NEGATED, "can"
    for names in NAMES.values():
        for name in names.split():
            variants = name.split("/")
            for variant in variants:
                found.setdefault(variant, (CALENDAR, variants[0]))
    for word in _LARGE.split():
        found[word] = VALUE, word
    for row in _NUMBERS.values():
        for number, word in enumerate(row.split(), start=1):
            if found.get(word, (VALUE, ""))[0] in (VALUE, CALENDAR):
                found[word] = VALUE, str(number)
    for word in _NEGATORS.split():
        found[word] = NEGATOR, word
    found.pop("-", None)
    return {fact_hash(word): (kind, fact_hash(base) >> 16) for word, (kind, base) in found.items()}


LETTER_T = fact_hash("t")
