"""Numbers, quotations, names by their capitals, and structure are told in any script, and nothing else is."""

import pytest

from dedup.comparison import compare
from dedup.types import Comparison, Story

STORIES = {
    "ru": (
        "Пожар на складе в Казани\n\nВ понедельник в Казани на складе произошёл пожар, погибли 7 человек, "
        "сообщил губернатор Иван Орлов.\n\n«Мы сделаем всё, чтобы помочь семьям», — сказал он. Ущерб "
        "оценивается в 12,5 млн рублей.",
        {"7 ": "9 ", "понедельник": "вторник", "Иван": "Пётр", "помочь": "отказать", "12,5": "14,5"},
        "casualties weekday name quote money",
    ),
    "el": (
        "Φωτιά σε αποθήκη στην Πάτρα\n\nΦωτιά ξέσπασε σε αποθήκη στην Πάτρα και τραυματίστηκαν 12 άνθρωποι, "
        "είπε ο δήμαρχος Νίκος Παππάς.\n\n«Η κατάσταση είναι υπό έλεγχο», δήλωσε. Οι ζημιές φτάνουν τα "
        "3,5 εκατομμύρια ευρώ.",
        {"12": "15", "Νίκος": "Γιώργος", "υπό": "εκτός", "3,5": "4,5"},
        "number name quote number",
    ),
    "ar": (
        "حريق في مستودع بالإسكندرية\n\nاندلع حريق يوم الاثنين في مستودع بمدينة الإسكندرية وأصيب ١٢ شخصا، "
        "حسب ما قال المحافظ أحمد سالم.\n\nوقال سالم: «الوضع تحت السيطرة الآن». وتقدر الخسائر بنحو 3 ملايين.",
        {"١٢": "١٥", "الاثنين": "الثلاثاء", "تحت": "خارج", "3": "5"},
        "casualties weekday quote number",
    ),
    "zh": (
        "上海仓库火灾\n\n上海一座仓库星期一发生火灾，造成12人死亡，市长李强说。\n\n"
        "“我们会尽一切努力帮助受害者的家属，”他说。损失估计为350万元。火灾于3月5日上午开始，原因仍在调查中。",
        {"12": "15", "帮助": "支持", "350": "450", "5日": "6日"},
        "casualties quote money date",
    ),
    "ja": (
        "倉庫で火災、大阪\n\n大阪市の倉庫で火災が発生し、12人が負傷したと消防署が発表した。\n\n"
        "「状況は落ち着いている」と田中署長は述べた。被害額は三千万円に上る。出火は午前8時20分ごろで、原因は調査中である。",
        {"12": "15", "落ち着いている": "まだ危険だ", "三千": "五千", "20分": "40分"},
        "casualties quote money time",
    ),
    "es": (
        "Incendio en un almacén de Sevilla\n\nUn incendio declarado el lunes en un almacén de Sevilla dejó "
        "12 heridos, según la alcaldesa Carmen Ruiz.\n\n«La situación está controlada», dijo Ruiz. Los daños "
        "ascienden a 3,5 millones de euros.",
        {"12": "15", "lunes": "martes", "Carmen": "Marta", "está": "no estaba", "3,5": "4,5"},
        "casualties weekday name negation quote money",
    ),
    "de": (
        "Brand in Lagerhaus in Kassel\n\nBei einem Brand in einem Lagerhaus in Kassel sind am Montag 12 "
        "Menschen verletzt worden, sagte Jens Vogt.\n\n„Die Lage ist unter Kontrolle“, sagte er."
        " Der Schaden beträgt 3,5 Millionen Euro. Das Feuer brach um 8.20 Uhr aus.",
        {"12": "15", "Montag": "Dienstag", "Jens": "Karl", "unter": "außer", "3,5": "4,5", "8.20": "8.40"},
        "casualties weekday name quote money time",
    ),
}
"""A story in each language, what is changed in it, and the types of difference that answer the changes."""


def compared(lang: str, other: str) -> Comparison:
    return compare(Story("a", STORIES[lang][0], lang=lang), Story("b", other, lang=lang))


@pytest.mark.parametrize("lang", sorted(STORIES))
def test_edits_are_found_by_type(lang: str) -> None:
    text, edits, kinds = STORIES[lang]
    for before, after in edits.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    found = compared(lang, text)
    assert found.relation == "revision"
    assert sorted(d.type for d in found.differences) == sorted(kinds.split())
    for d in found.differences:
        assert d.a is not None
        assert d.b is not None
        changed = [(before.strip(), after.strip()) for before, after in edits.items()]
        assert any(x in d.a.text or d.a.text in x for x, _ in changed)
        assert any(y in d.b.text or d.b.text in y for _, y in changed)


@pytest.mark.parametrize("lang", sorted(STORIES))
def test_a_paragraph_that_was_moved_or_added_is_found(lang: str) -> None:
    first, second, third = STORIES[lang][0].split("\n\n")
    moved = compared(lang, "\n\n".join([first, third, second]))
    assert [d.type for d in moved.differences] == ["moved"]
    added = compared(lang, "\n\n".join([first, second, "2026 3 25 999", third]))
    assert [d.type for d in added.differences] == ["added"]


@pytest.mark.parametrize("lang", sorted(STORIES))
def test_a_story_and_itself_are_the_same(lang: str) -> None:
    found = compared(lang, STORIES[lang][0])
    assert (found.relation, found.differences) == ("identical", ())


DAM = (
    "The dam above Kessary failed on Thursday, and 14 people are missing, police chief Anna Roper said.\n\n"
    "“Nobody saw it coming,” she said. Repairs will cost 3.5 million euros and take until October."
)
CYRILLIC = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")


def test_letters_of_another_script_are_style_and_shown_as_they_are_written() -> None:
    title = "Dam fails above Kessary"
    plain = Story(id="plain", text=DAM, title=title)
    disguised = Story(id="disguised", text=DAM.translate(CYRILLIC), title=title.translate(CYRILLIC))
    found = compare(plain, disguised)
    assert found.relation == "identical"
    assert found.b.paragraphs == tuple(disguised.text.split("\n\n"))
    (only,) = found.differences
    assert (only.group, only.kind, only.a) == ("style", "only-b", None)
    assert only.b is not None
    assert only.b.text == "Тhе"
    assert only.why == "27 words with letters that only look like its own"


def test_facts_that_change_behind_a_disguise_are_named_in_its_letters() -> None:
    changed = DAM.replace("14 people", "19 people").replace("Anna Roper", "Clara Poe")
    plain = compare(Story(id="a", text=DAM), Story(id="b", text=changed))
    found = compare(Story(id="a", text=DAM), Story(id="b", text=changed.translate(CYRILLIC)))
    named = [d for d in found.differences if d.type != "spelling"]
    assert [(d.type, d.b and (d.b.paragraph, d.b.start, d.b.end)) for d in named] == [
        (d.type, d.b and (d.b.paragraph, d.b.start, d.b.end)) for d in plain.differences
    ]
    assert {d.type for d in named} > {"casualties"}
    for d in named:
        assert d.b is None or found.b.paragraphs[d.b.paragraph][d.b.start : d.b.end] == d.b.text
