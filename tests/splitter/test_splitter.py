import json
import os
import subprocess
import sys
import time
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.splitter import split
from dedup.splitter.features import cues
from dedup.splitter.form import form, open_quotations
from dedup.splitter.model import weights
from dedup.text.sentences import paragraphs
from dedup.types import Piece, Split

FERRY = """Ferry runs aground off Lindholm with 140 aboard

LINDHOLM, March 4 - A passenger ferry carrying 140 people ran aground on a sandbank off the island of \
Lindholm on Tuesday evening after losing power in heavy seas, the coastguard said.

All passengers were taken off by lifeboat within three hours. Two were treated for mild hypothermia, \
according to the regional hospital.

"We heard a bang and then the lights went out," said Astrid Holm, a teacher who was travelling with her \
class. "The crew kept everyone calm."

The ferry's owner, Nordkyst Lines, said the vessel had passed its yearly inspection in January. A tug was \
expected to reach it at high tide.

Holm said she and her pupils spent the night in a school gym on the island."""

SAME_EVENT = """Power failure blamed as Nordkyst ferry hits sandbank

Investigators believe a failed generator left the ferry Havblik drifting onto a sandbank near Lindholm on \
Tuesday night, the Maritime Safety Board said on Wednesday.

The 32-year-old ship had 138 passengers and a crew of 11 on board when both engines stopped, board \
spokesman Per Dahl told reporters.

Dahl said the recorder had been recovered and would be read in the capital. "It is too early to speak of a \
cause," he added.

Nordkyst Lines has cancelled all crossings until Friday and offered to refund tickets."""

OTHER_EVENT = """Mayor of Ostrava Hills opens first tram line

The city of Ostrava Hills opened its first tram line on Saturday, five years after voters approved a bond \
of 410 million crowns to pay for it.

Mayor Jana Benes rode in the first car from the railway station to the university and called the line "a \
gift to our grandchildren".

Tickets cost 20 crowns. The transport office expects 35,000 riders a day by the end of the year.

Shop owners along the route, who had complained about noise and dust, said customers were already \
returning. Benes
promised a second line by 2031."""


def test_a_story_stays_whole():
    for story in (FERRY, SAME_EVENT, OTHER_EVENT):
        (piece,) = split(story)
        assert piece == Piece(0, len(paragraphs(story)) - 1, paragraphs(story)[0], 1.0)


@pytest.mark.parametrize("second", [SAME_EVENT, OTHER_EVENT])
def test_a_second_story_with_its_headline_is_cut_off(second):
    first, other = split(FERRY + "\n\n" + second)
    assert (first.last, other.first, other.title) == (5, 6, paragraphs(second)[0])
    assert 0.5 <= other.probability < first.probability == 1


def test_three_stories_give_three_pieces():
    found = split("\n\n".join((OTHER_EVENT, FERRY, SAME_EVENT)))
    assert [(p.first, p.last) for p in found] == [(0, 4), (5, 10), (11, 15)]


def test_a_headline_that_stands_twice_stays_in_its_piece():
    doubled = FERRY.split("\n\n")[0] + "\n\n" + FERRY
    assert [p.first for p in split(doubled)] == [0]
    again = OTHER_EVENT.split("\n\n")[0] + "\n\n" + OTHER_EVENT
    assert [p.first for p in split(doubled + "\n\n" + again)] == [0, 7]


def test_sub_headlines_do_not_cut():
    blocks = FERRY.split("\n\n")
    for subheads in ({3: "Calm crew"}, {2: "Rescue", 4: "Inspection in January"}):
        with_subheads = [
            b for i, block in enumerate(blocks) for b in ([subheads[i]] if i in subheads else []) + [block]
        ]
        assert len(split("\n\n".join(with_subheads))) == 1


def test_a_caption_does_not_cut():
    blocks = FERRY.split("\n\n")
    assert len(split("\n\n".join([*blocks[:3], "Photo: the ferry Havblik, seen in March", *blocks[3:]]))) == 1


def test_no_text_has_no_pieces_and_one_paragraph_is_one_piece():
    assert split("") == split("\n \n") == Split("story", ())
    assert split("Fire") == Split("story", (Piece(0, 0, None, 1.0),))


def test_bylines_and_dates_are_no_titles():
    assert split("By Anna Keller\n\n" + OTHER_EVENT.split("\n\n")[1])[0].title is None


def test_a_quotation_of_several_paragraphs_is_open_between_them():
    assert open_quotations(["“We stay.", "“We will not leave,” she said.", "He left."]) == [
        False,
        True,
        False,
    ]
    assert open_quotations(['"We stay.', '"We will not leave," she said.', "He left."]) == [
        False,
        True,
        False,
    ]
    assert open_quotations(["„Wir bleiben“, sagte sie.", "Er ging."]) == [False, False]
    assert open_quotations(["「ここにいる。", "行かない」と言った。", "終わり。"]) == [False, True, False]


def test_straight_marks_between_spaces_open_and_close_in_turn():
    blocks = ['Il a dit " non " et " oui ".', '" Nous restons ", dit-elle.', "Il est parti."]
    assert open_quotations(blocks) == [False, False, False]
    assert open_quotations(['" Nous restons ici.', '" Nous ne partons pas ", dit-elle.']) == [False, True]


def test_no_cut_where_a_quotation_runs_on_into_the_next_headline():
    first = FERRY.replace("school gym on the island.", "school gym. “They want to know")
    second = OTHER_EVENT.replace("to pay for it.", "to pay for it,” she said.")
    blocks = paragraphs(first + "\n\n" + second)
    assert 6 not in [piece.first for piece in split("\n\n".join(blocks))]
    assert 6 in [piece.first for piece in split("\n\n".join(blocks).replace("“", "").replace("”", ""))]


def test_a_forgotten_mark_does_not_hold_the_file():
    assert open_quotations(["“We stay, she said.", "He left.", "“So be it,” he said."]) == [
        False,
        False,
        False,
    ]


def test_the_shipped_weights_fit_the_cues():
    _, names = cues([form(p, "en") for p in ("One", "two")], {}, {})
    assert weights().cues == names
    raw = json.loads((resources.files("dedup.splitter") / "weights.json").read_text(encoding="utf8"))
    assert all(len({len(column) for column in tree.values()}) == 1 for tree in raw["trees"])


def test_the_splitter_is_deterministic_and_light():
    code = (
        "import sys; from dedup.splitter import split; print(split(sys.stdin.read()));"
        "assert not {'sklearn', 'scipy', 'datasketch'} & set(sys.modules)"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=FERRY + "\n\n" + SAME_EVENT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf8"},
            capture_output=True,
            text=True,
            encoding="utf8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


BLOCKS = st.lists(
    st.one_of(
        st.sampled_from("\n\n".join((FERRY, SAME_EVENT, OTHER_EVENT)).split("\n\n")),
        st.sampled_from(
            [
                "“We will not go.",
                "“He said so.",
                "and that was all,” he said.",
                '"No',
                "***",
                "-30-",
                "新闻。",
            ]
        ),
        st.text(min_size=1, max_size=40),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_pieces_part_the_paragraphs_in_order(blocks):
    text = "\n\n".join(blocks)
    found, count = split(text), len(paragraphs(text))
    assert [p for piece in found for p in range(piece.first, piece.last + 1)] == list(range(count))
    assert all(0 <= piece.probability <= 1 for piece in found)
    assert found == split(text)


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_never_a_cut_inside_an_open_quotation(blocks):
    blocks = [p for block in blocks for p in paragraphs(block.replace("\n", " "))]
    closed = open_quotations(blocks)
    assert not any(closed[piece.first] for piece in split("\n\n".join(blocks)))


def test_a_long_file_is_cut_at_its_headlines_only_and_to_its_end():
    text = "\n\n".join([FERRY, OTHER_EVENT] * 40)
    found = {piece.first for piece in split(text)}
    assert len(paragraphs(text)) == 440
    assert found <= {11 * k + d for k in range(40) for d in (0, 6)}
    assert max(found) > 400


def test_a_file_of_half_a_megabyte_is_read_in_little_time():
    line = "The council met on Tuesday and voted on the road; nobody spoke against it. " * 7_000
    started = time.process_time()
    assert [p.first for p in split(line)] == [0]
    assert time.process_time() - started < 1
