"""Two agencies on one event: few differences, each with its reason, and never a verdict on who is right."""

import json
from dataclasses import asdict

from dedup.comparison import compare
from dedup.comparison.retold import SHOWN
from dedup.types import Comparison, Story

A = """Fire guts paper mill in Orsk valley

The blaze at the Lindholm paper mill broke out after midnight, a fire brigade spokesman said on Friday.

Several night-shift workers were killed when the roof of the warehouse came down, according to local media.

The owner will publish the report of its own inquiry. It had asked for help through informal channels.

Shares in the company lost 6.2 percent in Oslo."""

B = """Owner under pressure after mill inferno

The Lindholm paper company was questioned by ministers over the blaze, its lawyers told reporters on Saturday.

Investigators think that a forklift truck set off the blaze in the warehouse on Thursday.

The company has published the report of its inquiry, and had asked for help through formal channels.

Mayor Petra Valdsen demanded that the mill be moved out of the valley."""


def stated(everything: bool = False) -> Comparison:
    return compare(Story("a", A), Story("b", B), everything=everything)


def flags() -> list[tuple[str, str, str | None, str | None]]:
    return [(d.type, d.kind, d.a and d.a.text, d.b and d.b.text) for d in stated().differences]


def test_the_relation_is_retold() -> None:
    assert stated().relation == "retold"
    assert {link.kind for link in stated().links} == {"retold"}


def test_the_day_of_telling_differs_and_the_day_of_the_event_is_on_one_side() -> None:
    assert ("weekday", "differs", "Friday", "Saturday") in flags()
    assert ("weekday", "only-b", None, "Thursday") in flags()


def test_casualties_on_one_side() -> None:
    assert any(t == "casualties" and k == "only-a" and a and "killed" in a for t, k, a, _ in flags())


def test_planned_and_done() -> None:
    assert any(t == "attribution" and k == "only-b" and b and "Valdsen" in b for t, k, _, b in flags())
    assert ("wording", "differs", "informal channels", "formal channels") in flags()


def test_an_amount_on_one_side() -> None:
    assert ("percent", "only-a", "6.2 percent", None) in flags()


def test_no_more_than_a_dozen_are_shown() -> None:
    assert len([d for d in stated().differences if d.group != "style"]) <= SHOWN
    assert set(stated().differences) <= set(stated(everything=True).differences)


def test_nothing_is_called_wrong_and_no_source_is_invented() -> None:
    said = " ".join(d.why for d in stated(everything=True).differences).lower()
    assert not any(word in said for word in ("contradict", "error", "mistake", "wrong", "false", "reuters"))


def test_the_same_answer_every_time() -> None:
    assert json.dumps(asdict(stated()), default=str) == json.dumps(asdict(stated()), default=str)


def test_two_reports_that_quote_one_speech_at_length_are_no_versions_of_each_other() -> None:
    speech = [
        "“The mill has stood in this valley for ninety years and nobody will take it from us now.”",
        "“We will rebuild every wall and every roof before the first snow falls on the pass.”",
        "“Whoever says otherwise knows neither the people of Orsk nor what they can bear.”",
    ]
    first = [
        "Hundreds came to the market square at dusk, many of them with candles in their hands.",
        "The mayor had to stop twice, for the cheers of the workers drowned out her loudspeaker.",
        "Rain set in later, and the crowd went home in silence past the blackened gates.",
    ]
    second = [
        "Orsk's town hall published an address of eleven pages on its web site that evening.",
        "Two of its passages, about insurers and the railway, drew protests from the county council.",
        "Bells are to ring on Sunday, and a fund for widows opens at the savings bank.",
    ]
    a, b = ("\n\n".join(p for pair in zip(own, speech, strict=True) for p in pair) for own in (first, second))
    retold = {d.type for d in compare(Story("a", a), Story("b", b)).differences}
    revised = {d.type for d in compare(Story("a", a), Story("b", f"{a}\n\n{second[2]}")).differences}
    assert "added" not in retold
    assert "added" in revised
