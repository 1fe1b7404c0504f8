"""What only one of two versions states has a line of its own, and only what it alone states."""

import pytest

from dedup.comparison import compare
from dedup.types import Comparison, Story

FRAME = """The council of Velsund voted on Monday to close the old pier, Mayor Ada Roth said.

Fishermen have used the pier for a century and keep their nets in its sheds.

{}

The harbour office will move to the customs house, where it has rented a floor."""

Line = tuple[str, str, str | None, str | None]


def compared(a: str, b: str) -> Comparison:
    return compare(Story("a", FRAME.format(a), lang="en"), Story("b", FRAME.format(b), lang="en"))


def lines(a: str, b: str) -> list[Line]:
    return [
        (d.type, d.kind, d.a.text if d.a else None, d.b.text if d.b else None)
        for d in compared(a, b).differences
        if d.group != "style"
    ]


def kinds(a: str, b: str) -> set[tuple[str, str]]:
    return {line[:2] for line in lines(a, b)}


def statements(a: str, b: str) -> list[tuple[str, str | None, str | None]]:
    return [line[1:] for line in lines(a, b) if line[0] == "statement"]


KEPT = "A guard walks the quay at night."


def test_an_added_sentence_is_a_statement() -> None:
    added = f"{KEPT}\n\nDivers discovered a wreck beneath the jetty."
    assert statements(KEPT, added) == [("only-b", None, "Divers discovered a wreck beneath the jetty")]
    assert statements(added, KEPT) == [("only-a", "Divers discovered a wreck beneath the jetty", None)]


def test_words_that_the_other_story_has_anywhere_are_no_news() -> None:
    assert not statements(KEPT, f"{KEPT}\n\nThe mayor keeps the nets of the old harbour office.")


def test_a_long_sentence_is_parted_where_a_clause_ends() -> None:
    short = (
        "Divers discovered the wreck of a Portuguese schooner (built 1840) beneath the jetty last year while "
        "they inspected its rotten timber, which engineers from the technical school had described as unsafe"
    )
    behind = "because several cracked beams had dropped into the basin during an unusually violent gale."
    assert [b for _, _, b in statements(KEPT, f"{KEPT}\n\n{short}.")] == [short]
    parts = [b for _, _, b in statements(KEPT, f"{KEPT}\n\n{short} {behind}")]
    assert parts == [
        "Divers discovered the wreck of a Portuguese schooner (built 1840) beneath the jetty last year while "
        "they inspected its rotten timber",
        f"which engineers from the technical school had described as unsafe {behind[:-1]}",
    ]


def test_a_sentence_is_not_parted_before_a_quoted_phrase() -> None:
    long = (
        "Divers discovered the wreck of a Portuguese schooner beneath that jetty last winter and the "
        "technical university of Orsk described the rotten timber above her as “an invitation to disaster”."
    )
    parts = [b for _, _, b in statements(KEPT, f"{KEPT}\n\n{long}")]
    assert parts[-1]
    assert parts[-1].endswith("above her as “an invitation to disaster")


def test_a_quotation_that_begins_a_sentence_is_no_part_of_its_statement() -> None:
    added = (
        f"{KEPT}\n\n“It is rotten,” an engineer warned the sailors while divers discovered a schooner, three "
        "cannons and a chest of Portuguese silver beneath its timber."
    )
    assert [b for _, _, b in statements(KEPT, added)] == [
        "an engineer warned the sailors while divers discovered a schooner, three cannons and a chest of "
        "Portuguese silver beneath its timber"
    ]


def test_who_speaks_is_no_statement() -> None:
    said = f"{KEPT}\n\n“Divers saw a schooner,” said Ingrid Aslaksen, an archaeologist from Trondheim."
    assert not statements(KEPT, said)


def test_statements_in_spanish() -> None:
    kept = "El consejo de Velsund votó cerrar el muelle viejo.\n\nUn guardia recorre el muelle de noche."
    added = f"{kept}\n\nLos buzos descubrieron una goleta portuguesa hundida."
    found = compare(Story("a", kept, lang="es"), Story("b", added, lang="es")).differences
    assert [d.b and d.b.text for d in found if d.type == "statement"] == [
        "Los buzos descubrieron una goleta portuguesa hundida"
    ]


def test_a_statement_comes_before_its_passage() -> None:
    found = lines(KEPT, f"{KEPT}\n\nDivers discovered a wreck beneath the jetty.")
    assert [line[0] for line in found] == ["statement", "added"]


def test_an_act_inside_a_statement_has_no_second_line() -> None:
    assert kinds(KEPT, f"{KEPT}\n\nPolice arrested a Norwegian skipper beneath the jetty.") == {
        ("statement", "only-b"),
        ("added", "only-b"),
    }


def test_quoted_words_are_left_to_the_quotation() -> None:
    added = f"{KEPT}\n\n“Divers discovered a sunken schooner beneath that jetty,” she said."
    assert kinds(KEPT, added) == {("quote", "only-b"), ("added", "only-b")}


def apart(a: str, b: str) -> set[tuple[str, str]]:
    """Types and kinds where two sentences stand at other places of the two versions."""
    first, second = FRAME.format(a), FRAME.replace("{}\n\n", "") + f"\n\n{b}"
    found = compare(Story("a", first, lang="en"), Story("b", second, lang="en"))
    return {(d.type, d.kind) for d in found.differences if d.group != "style"}


WRECK = "Divers discovered the wreck of a schooner beneath the jetty, officials said."


def test_a_rewritten_sentence_is_one_difference() -> None:
    again = "Beneath that jetty lies a Portuguese schooner, where divers discovered her mast."
    assert apart(WRECK, again) == {("statement", "differs")}


def test_other_sentences_are_not_one_rewritten() -> None:
    found = apart(WRECK, "Engineers think that the jetty can be repaired with concrete next spring.")
    assert ("statement", "differs") not in found
    assert {("dropped", "only-a"), ("added", "only-b")} <= found


def test_leads_are_one_sentence_by_fewer_shared_words() -> None:
    a = "A blast in Orsk has wounded 25 people, says a spokesman for the mayor."
    b = "Gunmen stormed a hall of Orsk on Friday: 38 were wounded."
    rest = FRAME.format(KEPT)
    found = compare(Story("a", f"{a}\n\n{rest}", lang="en"), Story("b", f"{b}\n\n{rest}", lang="en"))
    assert ("statement", "differs") in {(d.type, d.kind) for d in found.differences}
    assert ("statement", "differs") not in apart(a, b)


@pytest.mark.parametrize(
    ("b", "expected"),
    [
        (
            "One skipper who sailed the schooner is in custody, Roth said, several arrests should follow.",
            True,
        ),
        ("Since the spring several further arrests have been made in Orsk over stolen nets.", False),
    ],
)
def test_sentences_are_one_by_many_shared_words_in_more_than_one_stretch(b: str, expected: bool) -> None:
    a = "Roth says police have arrested a schooner skipper and that several further arrests are likely soon."
    assert (("statement", "differs") in apart(a, b)) == expected


def test_a_sentence_is_paired_with_none_where_another_is_closer() -> None:
    a = "A diver from Orsk appeared in court over the theft of two bronze cannons."
    b = "Police hold another diver from Orsk over the stolen cannons."
    closer = "In court, that same diver from Orsk denied the theft: two bronze cannons of a museum in Lund."
    one, both = (
        compare(Story("a", f"{a}\n\n{rest}", lang="en"), Story("b", f"{b}\n\n{rest}{last}", lang="en"))
        for rest, last in ((FRAME.format(KEPT), ""), (FRAME.format(KEPT), f"\n\n{closer}"))
    )
    paired = [
        {d.b.text for d in found.differences if d.type == "statement" and d.a is not None and d.b is not None}
        for found in (one, both)
    ]
    assert paired == [{b[:-1]}, {closer[:-1]}]


@pytest.mark.parametrize(
    "again",
    [
        "Divers Discover Schooner Beneath Jetty",
        "“A schooner lies beneath that jetty, where divers discovered it.”",
    ],
)
def test_headings_and_quotations_are_no_sentence_rewritten(again: str) -> None:
    assert ("statement", "differs") not in apart(WRECK, again)


ANEW = "Divers found a schooner beneath the jetty in Velsund on Tuesday, and she had three masts."


def test_a_sentence_written_anew_is_shown_whole() -> None:
    again = "A schooner with three masts lay beneath the jetty in Velsund, and on Tuesday she was raised."
    assert [line[1:] for line in lines(ANEW, again) if line[0] == "statement"] == [
        ("differs", ANEW[:-1], again[:-1])
    ]
    assert not [line for line in lines(ANEW, again) if line[0] == "wording"]


def test_a_sentence_that_kept_most_shows_what_was_put_for_what() -> None:
    again = "Divers discovered a schooner beneath the jetty in Velsund on Tuesday, and she had three masts."
    assert lines(ANEW, again) == [("wording", "differs", "found", "discovered")]


def test_two_sentences_that_share_a_quotation_are_not_one_written_anew() -> None:
    quoted = "“no diver will ever come up with that schooner from there,”"
    a = f"The skipper wrote {quoted} in a letter about an English wager."
    b = f"Speaking of {quoted} Roth laughed loudly."
    assert not [line for line in lines(a, b) if line[0] == "statement" and line[1] == "differs"]


def test_an_act_inside_a_sentence_written_anew_has_no_second_line() -> None:
    a = "Police arrested a Norwegian skipper beneath the jetty after divers discovered a Portuguese schooner."
    b = "Beneath that jetty divers discovered the Portuguese schooner of a Norwegian skipper, who vanished."
    assert ("status", "only-a") not in apart(a, b)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("at least 25", "at least 38", True),
        ("at least 25", "38", False),
        ("at least 25", "at least 25", False),
    ],
)
def test_two_open_bounds_differ_in_a_rewritten_sentence(a: str, b: str, expected: bool) -> None:
    first = f"Officials say that a blast at the smelter wounded {a} workers overnight."
    second = f"Overnight {b} workers were wounded when the blast shook that smelter."
    assert (("casualties", "differs") in apart(first, second)) == expected


def test_of_a_sentence_that_the_other_story_has_in_part_the_news_is_a_statement() -> None:
    known = "Divers discovered a wreck beneath the jetty on a cold morning."
    again = "Divers discovered that wreck beneath the jetty, while they repaired a sluice for smugglers."
    more = f"{known}\n\n{again}"
    assert [b for _, _, b in statements(known, more)] == ["while they repaired a sluice for smugglers"]


def test_a_day_that_the_other_story_has_not_leaves_a_known_passage_known() -> None:
    known = "Divers discovered a wreck beneath the jetty."
    again = f"{known}\n\nThe wreck beneath the jetty was discovered by divers on Friday."
    found = kinds(known, again)
    assert ("weekday", "only-b") in found
    assert ("added", "only-b") not in found
