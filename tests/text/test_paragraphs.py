from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dedup.text.sentences import paragraph_spans, paragraphs

WRAPPED = """Ferry waits six hours outside the harbour
   A storm hit the northern coast on Friday night, the weather service
said, and more than a thousand houses were left without power until the
morning, according to the company.
   Nobody was hurt, but a ferry with eleven people on board had to wait
outside the harbour of the capital before it could land, and many roads
were closed by fallen trees."""


def test_blank_lines_separate_paragraphs():
    assert paragraphs("One.\n\nTwo,\nstill two.\n \t\n\nThree.\n") == ["One.", "Two,\nstill two.", "Three."]


def test_every_kind_of_line_end_counts():
    assert paragraphs("One.\r\n\r\nTwo.\r\rThree.\n\nFour.") == ["One.", "Two.", "Three.", "Four."]


def test_without_blank_lines_each_line_is_a_paragraph():
    text = "Storm hits coast\nA storm hit the northern coast on Friday night, police said.\nNobody was hurt."
    assert paragraphs(text) == text.split("\n")


def test_hard_wrapped_lines_are_joined_and_indents_begin_a_paragraph():
    found = paragraphs(WRAPPED)
    assert [p[:7] for p in found] == ["Ferry w", "A storm", "Nobody "]
    assert found[1].count("\n") == 2


def test_hard_wrapped_paragraphs_end_with_a_short_line():
    found = paragraphs("\n".join(line.strip() for line in WRAPPED.split("\n")))
    assert [p[:7] for p in found] == ["Ferry w", "A storm", "Nobody "]


def test_text_without_letters_has_no_paragraphs():
    assert paragraphs("") == paragraphs(" \n\r\n\t ") == []


@given(st.text(alphabet="ab .\n\r\t\u00a0\u2028", max_size=80))
def test_spans_cover_everything_but_white_space(text):
    spans = paragraph_spans(text)
    assert [text[a:b] for a, b in spans] == paragraphs(text)
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    rest = list(text)
    for a, b in spans:
        rest[a:b] = " " * (b - a)
    assert not "".join(rest).strip()


@given(st.lists(st.text(alphabet="ab .", min_size=1, max_size=9).filter(str.strip), min_size=2, max_size=6))
def test_joining_with_blank_lines_is_undone(blocks):
    assert paragraphs("\n\n".join(blocks)) == [b.strip() for b in blocks]
