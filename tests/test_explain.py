"""Why two stories are, or are not, together."""

import json
from datetime import UTC, datetime

import pytest

import dedup
from dedup.errors import InputError
from dedup.explanation import explain, explain_in
from dedup.report.explanation_text import explanation_record, explanation_text
from dedup.types import Story

STORM = (
    "LISBON, March 2 (Northern Wire) - Storm Ada tore roofs off houses along the coast near Lisbon on "
    "Monday, killing 3 people and cutting power to 40,000 homes, the civil protection agency said.\n\n"
    "Trains between Lisbon and Porto stood still for most of the day. Crews were clearing fallen trees from "
    "the line, a spokeswoman for the operator, Rita Moura, told reporters at Oriente station.\n\n"
    "Schools will stay closed until Thursday, the education ministry said."
)
UPDATE = STORM.replace("killing 3 people", "killing 5 people").replace("40,000", "62,000")
RETOLD = (
    "At least three people were dead by Monday night after Storm Ada came ashore in Portugal. Rail services "
    "from Lisbon to Porto were suspended because trees lay on the tracks, said Rita Moura of the railway. "
    "Some 40,000 households near Lisbon had no electricity."
)
TRIAL = (
    "A court in Graz sentenced two former bank managers to four years in prison on Tuesday for false "
    "accounting in the collapse of Hallberg Sparkasse, which cost savers 90 million euros."
)
FOOTER = (
    "\n\nThe Lakeside Courier is printed on paper from managed forests and delivered before seven on every "
    "weekday. To report a mistake, write to the readers' editor or call the news desk between nine and five."
)


def _story(name: str, text: str, day: int | None = None) -> Story:
    return Story(id=name, text=text, published=None if day is None else datetime(2026, 3, day, tzinfo=UTC))


def _prose(word: str) -> str:
    """A hundred words that no other text has."""
    return " ".join(f"{word.lower()}{number}" for number in range(100)) + "."


def test_an_update_shares_text_and_differs_in_two_facts() -> None:
    found = explain(_story("a", STORM, 2), _story("b", UPDATE, 3))
    assert found.duplicate.together
    assert found.duplicate.score >= found.duplicate.threshold == 0.48
    assert found.search.candidate
    assert found.search.bands
    assert {fact.word for fact in found.facts.only_a} == {"3", "40,000"}
    assert {fact.word for fact in found.facts.only_b} == {"5", "62,000"}
    assert found.facts.shared[0].a > 0
    assert "Moura" in {fact.word for fact in found.facts.shared}
    assert found.runs[0].text.startswith("40,000 homes, the civil protection agency said.")
    assert found.runs[0].words == 49
    assert found.whole == found.without_boilerplate
    assert found.a.weekdays == ("Monday", "Thursday")


def test_a_common_word_that_begins_a_sentence_is_no_fact() -> None:
    found = explain(_story("a", f"The storm passed. It was over by 5:10 a.m. {STORM}"), _story("b", STORM))
    stated = {fact.word for fact in (*found.facts.shared, *found.facts.only_a)}
    assert not {"The", "It"} & stated
    assert {"5:10", "Lisbon", "40,000"} <= stated


def test_what_a_form_costs() -> None:
    """The same words but for the facts: what is shared counts for less, and the text says so."""
    form = "{} shares closed at {} on {}. Turnover was {} euros. " + " ".join("abcdefghijklmnopqrst")
    monday = form.format("Tarn", "11,204", "Monday", "412")
    tuesday = form.format("Lauttanen", "9,871", "Friday", "508")
    found = explain(_story("a", monday), _story("b", tuesday))
    assert found.facts.penalty > 0.5
    assert found.duplicate.score < found.without_boilerplate.scores.containment_a
    assert "fillings of one form" in " ".join(explanation_text(found).split())
    assert explain(_story("a", STORM), _story("b", STORM)).facts.penalty == 0


def test_the_search_is_that_of_the_run() -> None:
    """Forty words of the middle of a story: no band agrees, the samples do, so the pair is scored."""
    words = _prose("moor").split()
    found = explain(_story("a", " ".join(words)), _story("b", " ".join(words[30:70])), events=False)
    assert found.search.candidate
    assert found.search.sampled >= 2


def test_one_event_in_other_words() -> None:
    found = explain(_story("a", STORM, 2), _story("b", RETOLD, 3))
    assert not found.duplicate.together
    assert not found.search.candidate
    assert found.event is not None
    assert found.event_evidence is not None
    assert found.event.together
    assert found.relation == "retold"
    assert found.event_evidence.days_apart == pytest.approx(1.0)
    shared = {term.term for term in found.event_evidence.terms}
    assert {"Moura", "Porto", "Lisbon", "Ada"} <= shared
    assert sum(term.cosine for term in found.event_evidence.terms) <= found.event_evidence.cosine + 1e-9
    odds = found.event_evidence.intercept + sum(f.log_odds for f in found.event_evidence.features)
    assert 0.5 <= found.event.score == pytest.approx(1 / (1 + 2.718281828459045**-odds))


def test_strangers() -> None:
    found = explain(_story("a", STORM), _story("b", TRIAL), events=False)
    assert (found.relation, found.event, found.event_evidence) == ("unrelated", None, None)
    assert found.runs == ()
    assert found.duplicate.score == 0.0


def test_days_outside_the_window_keep_stories_apart() -> None:
    found = explain(_story("a", STORM, 2), _story("b", RETOLD, 30))
    assert found.event is not None
    assert not found.event.together
    assert "28.0 days apart" in explanation_text(found)


def test_a_run_teaches_boilerplate() -> None:
    names = "Aare Bode Cher Drau Ems Fulda Gail Havel Ister Jagst".split()  # noqa: SIM905
    towns = [_story(f"town-{name}", _prose(name) + FOOTER) for name in names]
    stories = [*towns, _story("storm", STORM + FOOTER)]
    found = explain_in(stories, "storm", "town-Ems")
    assert found.stories == 11
    assert found.whole.shared > 20
    assert found.without_boilerplate.shared == 0
    assert found.a.boilerplate == found.whole.shared
    assert found.runs[0].boilerplate > 0.9
    assert not found.duplicate.together
    assert "boilerplate" in explanation_text(found)


def test_strangers_with_one_footer_are_told_why() -> None:
    names = "Aare Bode Cher Drau Ems Fulda Gail Havel Ister Jagst".split()  # noqa: SIM905
    footer = FOOTER + FOOTER.replace("e", "i") + FOOTER.replace("a", "o") + FOOTER.replace("o", "u")
    found = explain_in([_story(name, _prose(name) + footer) for name in names], "Ems", "Havel")
    assert found.look_alike
    assert found.event is not None
    assert not found.event.together
    assert "they share a form or a footer" in " ".join(explanation_text(found).split())
    assert not explain(_story("a", STORM), _story("b", RETOLD)).look_alike


def test_the_decisions_are_those_of_the_run() -> None:
    stories = [_story("a", STORM, 2), _story("b", UPDATE, 3), _story("c", RETOLD, 3), _story("d", TRIAL, 3)]
    rows = {row.id: row for row in dedup.cluster(stories).assignments}
    for first, second in (("a", "b"), ("a", "c"), ("b", "d"), ("c", "b")):
        found = explain_in(stories, first, second)
        assert found.event is not None
        a, b = rows[first], rows[second]
        assert found.duplicate.together == (a.duplicate_cluster == b.duplicate_cluster)
        assert found.event.together == (a.event_cluster == b.event_cluster)
        if b.matched == first and b.scores is not None and b.relation != "retold":
            assert found.relation == b.relation
            assert found.whole.scores.jaccard == pytest.approx(b.scores.jaccard, abs=1e-4)


def test_together_through_a_third() -> None:
    """The two ends share a half each with the middle, and nothing with each other."""
    head, tail = _prose("reed"), _prose("sedge")
    stories = [_story("whole", f"{head}\n\n{tail}", 2), _story("head", head, 3), _story("tail", tail, 4)]
    found = explain_in(stories, "head", "tail", events=False)
    assert found.duplicate.together
    assert found.duplicate.through == ("head", "whole", "tail")
    assert "through whole" in explanation_text(found)


def test_both_ways_round_it_is_the_same_pair() -> None:
    there, back = (explain(*pair) for pair in ([_story("a", STORM), _story("b", UPDATE)],) for _ in (0, 1))
    assert there == back
    turned = explain(_story("b", UPDATE), _story("a", STORM))
    assert turned.duplicate.score == pytest.approx(there.duplicate.score)
    assert turned.whole.scores.containment_a == there.whole.scores.containment_b
    assert turned.facts.only_a == tuple(type(fact)(fact.word, fact.b, fact.a) for fact in there.facts.only_b)


def test_the_text_fits_its_width_and_obeys_nobody() -> None:
    evil = STORM.replace("Storm Ada", "Storm \x1b[2JAda \u202e")
    found = explain(
        {"id": "\x1b]0;x\x07" * 30, "text": evil, "title": "\x1b[31mred"}, {"id": "b", "text": STORM}
    )
    shown = explanation_text(found, width=80)
    assert max(map(len, shown.splitlines())) <= 80
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    assert "contradiction" not in shown.lower()
    assert "\x1b[1m" in explanation_text(found, color=True)


def test_the_record_is_plain_json() -> None:
    record = explanation_record(explain(_story("a", STORM, 2), _story("b", RETOLD, 3)))
    assert json.loads(json.dumps(record)) == record
    assert list(record)[:7] == ["a", "b", "stories", "relation", "duplicate", "event", "search"]


def test_scripts_without_spaces_name_their_terms() -> None:
    text = "港口城市周二凌晨发生火灾，造成三人死亡，消防部门出动二十辆消防车，经过五个小时才将大火扑灭。"
    found = explain({"id": "a", "text": text}, {"id": "b", "text": text.replace("三人", "五人")})
    assert found.event_evidence is not None
    assert "?" not in {term.term for term in found.event_evidence.terms}
    assert found.runs[0].text.endswith("大火扑灭")


def test_what_cannot_be_explained() -> None:
    with pytest.raises(InputError, match="no story with the id 'z'"):
        explain_in([_story("a", STORM)], "a", "z")
    with pytest.raises(InputError, match="one story"):
        explain_in([_story("a", STORM)], "a", "a")
