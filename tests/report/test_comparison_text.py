from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
import report_examples as examples

from dedup.report.pages import comparison_page
from dedup.report.styled_text import columns
from dedup.report.summary_text import comparison_text
from dedup.types import Comparison, Link

EVERY = (examples.edited, examples.retold, examples.unlike, examples.same, examples.hostile)


@pytest.mark.parametrize("make", EVERY)
@pytest.mark.parametrize("width", [30, 60, 70, 80, 140])
@pytest.mark.parametrize("everything", [False, True])
def test_no_line_is_wider_than_the_terminal(make, width: int, everything: bool):
    lines = comparison_text(make(), width=width, everything=everything).splitlines()

    assert max(map(columns, lines)) <= width


def test_the_words_that_differ_stand_side_by_side_under_one_number():
    text = comparison_text(examples.edited(), width=120)

    assert re.search(r"1 ≠ casualties +¶0 .*killed$", text, re.M) or re.search(r"\[17\].*│.*\[19\]", text)
    assert "[17]¹" in text
    assert "[19]¹" in text
    assert "[Tuesday]²" in text


def test_what_differs_comes_before_what_one_side_has_before_what_moved():
    text = comparison_text(examples.edited())

    assert (
        text.index("\nDiffers")
        < text.index("\nNew in B")
        < text.index("\nGone from A")
        < text.index("\nThe same, elsewhere")
    )


def test_what_an_independent_report_has_alone_is_not_called_new():
    retold = comparison_text(examples.retold(), width=80)

    assert "\nOnly in A" in retold
    assert "\nGone from A" not in retold


def test_one_sentence_says_what_matters_most():
    text = " ".join(comparison_text(examples.edited(), width=140).split())

    assert (
        "Toll: A “17”, B “19”; day: A “Tuesday”, B “Wednesday”; 1 quotation also differs; only B has "
        "1 passage; only A has 1 passage." in text
    )


def test_a_dozen_lines_are_shown_and_the_rest_is_counted():
    edited = examples.edited()
    many = replace(edited, differences=edited.differences[:10] * 3)

    text = comparison_text(many, width=120)

    assert len(re.findall(r"^ *\d+ [≠+~→^<>-] ", text, re.M)) == 12
    assert "18 more of lower weight (--all shows them)" in text
    everything = comparison_text(many, width=120, everything=True)

    assert len(re.findall(r"^ *\d+ [≠+~→^<>-] ", everything, re.M)) == 30


def test_page_furniture_is_counted_by_itself():
    edited = examples.edited()
    button = replace(edited.differences[-1], type="page-furniture")

    text = comparison_text(replace(edited, differences=(*edited.differences, button, button)), width=140)

    assert "Folded: 2 differences of style: 1 number-format, 1 spelling; page furniture (2) (--all" in text


def test_marks_may_lie_inside_one_another():
    assert '"[[Nobody]³ had]⁴' in comparison_text(examples.edited(), width=120)


def test_style_is_one_line_unless_asked_for():
    folded, everything = (
        comparison_text(examples.edited()),
        comparison_text(examples.edited(), everything=True),
    )

    assert "Folded: 2 differences of style: 1 number-format, 1 spelling" in folded
    assert "[harbour]" not in folded
    assert "[harbour]¹²" in everything
    assert "Folded" not in everything
    assert "killed + number" in everything


def test_unchanged_paragraphs_are_folded_and_moved_ones_say_where():
    text = comparison_text(examples.edited())

    assert "A ¶1, B ¶2 the same" in text
    assert "moved: A ¶4" in text
    assert "Lady Elspeth" not in text
    assert "Lady Elspeth" in comparison_text(examples.edited(), everything=True)


def test_a_retold_pair_lists_its_links_and_on_demand_what_has_none():
    text = comparison_text(examples.retold())
    everything = comparison_text(examples.retold(), everything=True)

    assert len(re.findall(r"^ *\d+ [≠+~→^<>-] ", text, re.M)) == 12
    assert re.search(r"^\.55 +¶1 .*│ ¶2 ", text, re.M)
    assert "¶2 also ¶0 The crossing" in everything
    assert "Not linked" not in text
    assert "Not linked in A\n¶4 One truck driver" in everything
    assert "2 more of lower weight" not in text
    assert "more of lower weight (--all shows them)" in text


def test_a_narrow_terminal_gets_one_column():
    text = comparison_text(examples.edited(), width=60)

    assert "│" not in text
    assert re.search(r"A ¶0 .*\n? *.*\[17\]", text)


def test_pieces_of_a_merged_file_say_where_they_stand():
    assert "4 paragraphs, 5–8 of bridge.txt" in comparison_text(examples.retold())


def test_two_equal_stories_have_no_differences():
    text = comparison_text(examples.same())

    assert text.startswith("identical")
    assert "No differences." in text


def test_colour_repeats_what_the_signs_say():
    coloured = comparison_text(examples.edited(), color=True)

    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == comparison_text(examples.edited()).split()


def test_text_of_a_story_commands_nothing():
    text = comparison_text(examples.hostile(), everything=True)

    assert {c for c in text if unicodedata.category(c) in ("Cc", "Cf")} == {"\n"}


def test_an_excerpt_names_what_the_other_one_leaves_out():
    whole = examples.version(
        "a", "Storm", "The bridge was shut.", "Engineers tested every hanger " + "again " * 40
    )
    part = examples.version("b", "Storm", "The bridge was shut.")
    links = (Link((-1,), (-1,), "identical", 1.0), Link((0,), (0,), "identical", 1.0))

    text = comparison_text(Comparison("excerpt", whole, part, links, ()))

    assert "- ¶1 Engineers tested every hanger aga… │" in text
    assert "again again" not in text
    assert "again again" in comparison_text(Comparison("excerpt", whole, part, links, ()), everything=True)


def test_unrelated_stories_are_said_to_be_and_not_set_side_by_side():
    a, b = examples.version("a", None, "A library opens."), examples.version("b", None, "A striker signs.")

    text = comparison_text(Comparison("unrelated", a, b, (), ()))

    assert text.startswith("unrelated")
    assert "They are not compared" in text
    assert "No differences" not in text
    assert "Paragraphs" not in text
    assert "Unrelated stories are not compared." in comparison_page(Comparison("unrelated", a, b, (), ()))
