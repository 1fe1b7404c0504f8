"""A language is one module; what no lexicon holds makes the comparer silent, not wrong."""

import sys
from types import ModuleType

import pytest

from dedup import compare
from dedup.comparison.attribution import sources, speech_verbs
from dedup.comparison.lexicon import SYMBOLS, Lexicon, lexicon_for, poles
from dedup.comparison.numbers import numbers
from dedup.comparison.tokens import tokens
from dedup.text.normalise import listed
from dedup.types import Story

FOLK = Lexicon(
    code="xf",
    spellings={**SYMBOLS, "dri": "3", "zeen": "10"},
    number_words={"dri": 3, "zeen": 10},
    decimal_point=",",
    elisions=listed("l"),
    negators=listed("nen"),
    reporting=listed("zei"),
    according=frozenset({("volg", "as")}),
    qualifiers={("mor", "as"): "more", ("nen", "mor", "as"): "most"},
    poles=poles([(listed("stiga"), listed("vala"))]),
)
"""An invented language, as small as a useful module may be."""


def test_english_has_a_module_and_an_unknown_language_an_empty_one() -> None:
    assert lexicon_for("en").negators
    unknown = lexicon_for("tlh")
    assert unknown.code == "tlh"
    assert not unknown.negators
    assert lexicon_for("tlh") is unknown
    assert lexicon_for("../en").code == "../en"


def test_the_longest_qualifier_wins() -> None:
    found = numbers(tokens("nen mor as 17", FOLK), set(), FOLK)
    assert [m.value[2] for m in found] == ["most"]


def test_words_decimals_and_elisions_come_from_the_lexicon() -> None:
    found = numbers(tokens("dri, 1.200 zeen 4,5", FOLK), set(), FOLK)
    assert [m.value[0] for m in found] == [3.0, 1200.0, 10.0, 4.5]
    assert [t.text for t in tokens("l'amo", FOLK)] == ["l'", "amo"]


def test_a_preposition_attributes() -> None:
    who = [m.value[1] for m in sources(tokens("Dat brenn, volg as Kerst Amel.", FOLK), FOLK)]
    assert who == [("kerst", "amel")]


@pytest.mark.parametrize(
    ("text", "verbs"),
    [("The storm claimed six lives", []), ("The nurse claimed that lives were lost", [2])],
)
def test_a_verb_of_speech_with_an_object_that_is_not_said(text: str, verbs: list[int]) -> None:
    english = lexicon_for("en")
    assert speech_verbs(tokens(text, english), english) == verbs


def test_a_language_is_added_by_one_module(monkeypatch: pytest.MonkeyPatch) -> None:
    package = sys.modules["dedup.comparison.lexicon"]
    module = ModuleType(f"{package.__name__}.xf")
    module.LEXICON = FOLK  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    module.__spec__ = package.__spec__
    a = Story("a", "Brenda var nen stiga and drogen fromen kasta der mora helga.", lang="xf")
    b = Story("b", "Brenda var stiga and drogen fromen kasta der mora helga.", lang="xf")
    c = Story("c", "Brenda var nen vala and drogen fromen kasta der mora helga.", lang="xf")
    lexicon_for.cache_clear()
    try:
        assert "negation" in {d.type for d in compare(a, b).differences}
        assert "polarity" in {d.type for d in compare(a, c).differences}
    finally:
        lexicon_for.cache_clear()


@pytest.mark.parametrize(
    ("lang", "a", "b", "expected"),
    [
        ("en", "Half a million crowns were lost.", "Half a billion crowns were lost.", "number"),
        ("en", "It took two and a half years.", "It took three and a half years.", "number"),
        ("en", "The shop opens at 5 p.m.", "The shop opens at 05:00.", "time"),
        ("en", "The shop opens at half past seven.", "The shop opens at 7:45.", "time"),
        # half hours: before the hour in German, behind it in Spanish
        ("de", "Die Sitzung beginnt um halb acht.", "Die Sitzung beginnt um halb neun.", "time"),
        ("es", "La sesión empieza a las ocho y media.", "La sesión empieza a las nueve y media.", "time"),
        # a lone hour behind its preposition
        ("it", "Il rimorchiatore arriverà alle 14.", "Il rimorchiatore arriverà alle 17.", "time"),
        ("ar", "يبدأ التشييع الساعة الثانية ظهرا.", "يبدأ التشييع الساعة الرابعة ظهرا.", "time"),
        # parts of a whole in words
        ("de", "Ein Drittel der Häuser steht leer.", "Die Hälfte der Häuser steht leer.", "number"),
        ("ja", "住宅の３割が住めなくなった。", "住宅の４割が住めなくなった。", "number"),
        # number words with the endings of their case
        (
            "tr",
            "Evlerin yüzde otuzu kullanılamaz durumda.",
            "Evlerin yüzde kırkı kullanılamaz durumda.",
            "percent",
        ),
        # opposites, in a form that the lexicon does not list
        (
            "it",
            "I ricavi sono aumentati nel trimestre.",
            "I ricavi sono diminuiti nel trimestre.",
            "polarity",
        ),
        ("fr", "Le maire a été arrêté dans la soirée.", "Le maire a été relâché dans la soirée.", "polarity"),
        # an auxiliary of what is to come, and its verb done
        ("pt", "A empresa vai indenizar as famílias.", "A empresa indenizou as famílias.", "status"),
        # a negated verb that hardens its ending
        ("tr", "Başkan yenilgiyi kabul etmedi.", "Başkan yenilgiyi kabul etti.", "negation"),
        # sources behind a comma, with an auxiliary before the verb
        ("it", "Costa molto, ha detto il portavoce.", "Costa molto, ha detto il sindaco.", "attribution"),
        # a first name that is short for a month
        (
            "de",
            "Laut Jan Kolbe wurde das Feuer durch eine Kerze ausgelöst.",
            "Laut der Staatsanwältin wurde das Feuer durch eine Kerze ausgelöst.",
            "attribution",
        ),
        # a word that is a unit, too
        ("pt", "Segundo a prefeitura, choveu muito.", "Segundo a defesa civil, choveu muito.", "attribution"),
        # nine in the evening is not nine
        ("es", "Abrió a las nueve de la noche.", "Abrió a las nueve de la mañana.", "time"),
        # the speaker's title stays, the name changes
        (
            "hi",
            "जिलाधिकारी राकेश वर्मा ने कहा कि पानी उतर रहा है।",
            "जिलाधिकारी राकेश मिश्रा ने कहा कि पानी उतर रहा है।",
            "name",
        ),
        ("ar", "وأكد المدير خالد العمري نقل المرضى.", "وأكد المدير خالد الحسني نقل المرضى.", "name"),
        ("zh", "镇长赵国梁表示，公司将赔偿。", "镇长孙志强表示，公司将赔偿。", "name"),
        # the institution behind the verb and its preposition
        ("ru", "Все здоровы, утверждают в МЧС.", "Все здоровы, утверждают в администрации.", "attribution"),
        # the speaker between what is said and the verb
        (
            "ja",
            "給料はまだ支払われていない、と市は説明した。",
            "給料はまだ支払われていない、と会社は説明した。",
            "attribution",
        ),
        # who says so, by a phrase with its article
        (
            "pt",
            "Na avaliação dos moradores, choveu muito.",
            "Na avaliação dos técnicos, choveu muito.",
            "attribution",
        ),
        # a part of a whole right before its noun
        ("hi", "जिले के एक चौथाई घरों में बिजली नहीं है।", "जिले के एक तिहाई घरों में बिजली नहीं है।", "number"),
        # to lose one's life
        ("tr", "Yangında on dört işçi can verdi.", "Yangında on yedi işçi can verdi.", "casualties"),
        ("ja", "作業員14人が命を落とした。", "作業員17人が命を落とした。", "casualties"),
        ("it", "Tre pazienti hanno perso la vita.", "Cinque pazienti hanno perso la vita.", "casualties"),
    ],
)
def test_a_change_is_of_its_type(lang: str, a: str, b: str, expected: str) -> None:
    found = compare(Story("a", a, lang=lang), Story("b", b, lang=lang), everything=True).differences
    assert expected in [d.type for d in found]


@pytest.mark.parametrize(
    ("lang", "a", "b"),
    [
        ("en", "Half a million people fled.", "500,000 people fled."),
        ("en", "A quarter of a million people fled.", "250,000 people fled."),
        ("en", "It took one and a half years.", "It took 1.5 years."),
        ("en", "Two million and a half people fled.", "2.5 million people fled."),
        ("en", "He bought a dozen and a half eggs at the market.", "He bought 18 eggs at the market."),
        ("en", "It rose half a percent.", "It rose 0.5 percent."),
        ("en", "The road is shut for a fortnight.", "The road is shut for two weeks."),
        ("en", "The shop opens at 5 p.m.", "The shop opens at 17:00."),
        ("en", "The shop opens at noon.", "The shop opens at 12 p.m."),
        ("en", "The shop opens at half past seven.", "The shop opens at 7.30 pm."),
        ("fr", "Le préjudice atteint 2,3 M€ par an.", "Le préjudice atteint 2,3 millions d'euros par an."),
        ("fr", "M. Vasseur n'a fait aucun commentaire.", "Vasseur n'a fait aucun commentaire."),
        ("de", "Die Hälfte der Häuser steht leer.", "50 Prozent der Häuser stehen leer."),
        ("ru", "Ущерб оценивается в 12,5 млн рублей.", "Ущерб оценивается в 12,5 миллиона рублей."),
        ("ja", "売上高は4.5％増加した。", "売上高は4.5%増加した。"),
        # quarters and halves of an hour, before it and behind it, with the part of the day
        ("es", "Abrió a las nueve y media de la noche.", "Abrió a las 21.30 de la noche."),
        ("de", "Der Notruf ging um Viertel vor zwölf in der Nacht ein.", "Der Notruf ging um 23.45 Uhr ein."),
        ("de", "Um drei Uhr nachts brach das Feuer aus.", "Um 3 Uhr brach das Feuer aus."),
        ("fr", "Le comité s'est tenu à neuf heures et demie.", "Le comité s'est tenu à 9h30."),
        ("it", "Le fiamme sono divampate alle due e un quarto.", "Le fiamme sono divampate alle 2.15."),
        ("ru", "Плотину прорвало в половине шестого утра.", "Плотину прорвало в 5:30 утра."),
        ("tr", "Göçük saat beş buçukta oldu.", "Göçük saat 05.30'da oldu."),
        ("ar", "وبدأ الإضراب في الرابعة والنصف فجرا.", "وبدأ الإضراب في الساعة 4:30 فجرا."),
        ("hi", "हड़ताल सुबह साढ़े आठ बजे शुरू हुई।", "हड़ताल सुबह 8:30 बजे शुरू हुई।"),
        ("hi", "नुकसान साढ़े चार लाख रुपये का है।", "नुकसान 4.5 लाख रुपये का है।"),
        # a third is 33 per cent
        ("ru", "Треть района под водой.", "33% района под водой."),
        ("tr", "Madencilerin dörtte biri emekli.", "Madencilerin yüzde 25'i emekli."),
        ("it", "Un quinto studia a Roma.", "Il 20% studia a Roma."),
        # a date in figures and with its signs
        ("ja", "2024年5月10日の合意は守られていない。", "2024/5/10の合意は守られていない。"),
        # thousands behind dots are no telephone number
        ("es", "Faltan 1,5 millones de litros de agua.", "Faltan 1.500.000 litros de agua."),
        # decimals in words, scales in a row, one negation in two words
        (
            "es",
            "La inflación subió un 3,5 % en abril.",
            "La inflación subió un tres coma cinco por ciento en abril.",
        ),
        ("es", "Perdió 2.300 millones de euros.", "Perdió 2,3 mil millones de euros."),
        ("es", "El ministro no dio ninguna explicación.", "El ministro no dio explicación alguna."),
        ("tr", "Zarar 1,5 milyar lira oldu.", "Zarar bir buçuk milyar lira oldu."),
        ("ru", "Вышли около тысячи человек.", "Вышли около 1000 человек."),
        # the initials of a compound
        ("de", "Die EZB hebt die Zinsen an.", "Die Europäische Zentralbank hebt die Zinsen an."),
        # a quotation whose closing mark ends the text behind a space
        (
            "fr",
            "« Nous ne savions pas », a dit la maire Léa Roux.",
            "La maire Léa Roux a dit : « Nous ne savions pas. »",
        ),
        ("fr", "Le quart des élèves était absent.", "25 % des élèves étaient absents."),
        ("fr", "La réunion est à 14 heures 30.", "La réunion est à 14h30."),
        ("fr", "Le 1er mai, il pleuvait.", "Le premier mai, il pleuvait."),
        ("pt", "O trem saiu ao meio-dia.", "O trem saiu às 12h."),
        ("zh", "三分之二的议员投了赞成票。", "67%的议员投了赞成票。"),
        ("ja", "3分の2の議員が賛成した。", "67%の議員が賛成した。"),
    ],
)
def test_another_form_is_no_fact(lang: str, a: str, b: str) -> None:
    found = compare(Story("a", a, lang=lang), Story("b", b, lang=lang), everything=True).differences
    assert [d for d in found if d.group in ("fact", "source")] == []
