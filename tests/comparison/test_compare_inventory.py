"""What a whole story tells, held against all of another: quotations, people, acts, amounts, times."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.comparison import compare
from dedup.types import Comparison, Difference, Story

PUBLISHED = datetime(2024, 5, 16, tzinfo=UTC)

RETOLD_A = """Fire guts paper mill in Orsk valley

The blaze at the Lindholm paper mill broke out after midnight, a fire brigade spokesman said on Friday."""

RETOLD_B = """Owner under pressure after mill inferno

Investigators think that a forklift truck set off the blaze in the Lindholm warehouse on Thursday."""

Line = tuple[str, str, str | None, str | None]


def lines(a: str, b: str) -> list[Line]:
    """The lines of two stories that tell one event in other words, with a passage of each at the end."""
    found = compare(
        Story("a", f"{RETOLD_A}\n\n{a}", published=PUBLISHED),
        Story("b", f"{RETOLD_B}\n\n{b}", published=PUBLISHED),
        everything=True,
    )
    return [shown(d) for d in found.differences if d.group != "style"]


def shown(d: Difference) -> Line:
    return d.type, d.kind, d.a.text if d.a else None, d.b.text if d.b else None


def of_type(type_: str, a: str, b: str) -> list[Line]:
    return [line for line in lines(a, b) if line[0] == type_]


@pytest.mark.parametrize(
    ("a", "b", "quoted"),
    [
        (
            "“The old piers will not carry a single lorry,” Ms. Brandt said.",
            "Ms. Brandt spoke of the costs.",
            "The old piers will not carry a single lorry",
        ),
        (
            "“The piers are rotten,” Ms. Brandt said. “No lorry should cross them.”",
            "Ms. Brandt spoke of the costs.",
            "The piers are rotten,” Ms. Brandt said. “No lorry should cross them",
        ),
        (
            "She called the plan “a monumental folly” in public.",
            "She was against the plan.",
            "a monumental folly",
        ),
        (
            'He said: " The piers are rotten to the core . "',
            "He was against the plan.",
            "The piers are rotten to the core",
        ),
    ],
)
def test_a_quotation_of_one_side(a: str, b: str, quoted: str) -> None:
    assert ("quote", "only-a", quoted, None) in of_type("quote", a, b)
    assert ("quote", "only-b", None, quoted) in of_type("quote", b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "“The old piers will not carry a single lorry,” Ms. Brandt said.",
            "According to Ms. Brandt the old piers would not carry a single lorry.",
        ),
        (
            "“The old piers will not carry a single lorry,” Ms. Brandt said.",
            "Ms. Brandt warned that “the old piers will not carry” any lorry.",
        ),
        ("She acted in “The Merchant of Venice” there.", "She was an actor once."),
        ("“We will do it,” she said.", "She made a promise."),
    ],
    ids=["told-without-marks", "quoted-in-part", "title", "too-light"],
)
def test_no_quotation_of_one_side(a: str, b: str) -> None:
    assert not [line for line in of_type("quote", a, b) if line[1] != "differs"]
    assert not [line for line in of_type("quote", b, a) if line[1] != "differs"]


def test_only_what_the_other_story_has_not_of_a_quotation() -> None:
    a = (
        "“The river Senn floods every spring and nobody in Aldwick has drawn the lesson, so I am not willing "
        "to give up my right to appeal,” he said."
    )
    b = "He would not “give up my right to appeal” at all."
    stated = [line[2] for line in of_type("quote", a, b) if line[1] == "only-a"]
    assert len(stated) == 1
    assert stated[0] is not None
    assert stated[0].startswith("The river Senn floods")
    assert "my right to appeal" not in stated[0]


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [
        (
            "“The old piers will not carry a lorry,” Ms. Brandt said.",
            "A warning came: “The old piers will not carry a lorry for another winter of storms.”",
            "refines",
        ),
        (
            "“The piers rotted and they ruined us,” he said.",
            "“The piers rotted and it ruined us,” he said.",
            "differs",
        ),
        ("“The piers will rot and break,” he said.", "“The piers would rot and break,” he said.", None),
        (
            "“Later the quarry owners kept hiding granite blocks from the diocese for profit,” he said.",
            "She wrote: “The quarry owners kept hiding granite blocks underground until an inspector came.”",
            "differs",
        ),
        (
            "“Rotten piers are a monumental folly of proud engineers and of prouder mayors,” he said.",
            "“A monumental folly” was his word; “a folly of proud engineers and of mayors”, he wrote.",
            "refines",
        ),
        (
            "“Nobody can repair the old piers. The diocese can repair the old piers by spring,” he said.",
            "An answer came at once: “The diocese can repair the old piers.”",
            None,
        ),
    ],
    ids=["in-part", "another-subject", "small-words", "in-a-row", "the-longer-part", "nearest-one"],
)
def test_one_utterance_quoted_in_two_ways(a: str, b: str, how: str | None) -> None:
    found = of_type("quote", a, b)
    assert [line[1] for line in found if line[1] not in ("only-a", "only-b")] == [how] * (how is not None)
    assert not any("Nobody" in (line[2] or "") for line in found if line[1] == how)


def test_a_quotation_of_which_another_has_a_part_is_not_on_one_side() -> None:
    a = "“The old piers will not carry a lorry,” Ms. Brandt said."
    b = "A warning came: “The old piers will not carry a lorry for another winter of storms.”"
    assert not [line for line in of_type("quote", a, b) if line[1] in ("only-a", "only-b")]


def test_a_phrase_of_a_shown_quotation_is_not_shown_again() -> None:
    a = "“We want a monumental folly of granite pillars,” she said, and her “monumental folly” was mocked."
    assert len(of_type("quote", a, "She was in favour.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "“ The old piers will not carry a lorry , ” said Ms. Brandt of the harbour office.",
        '" We shall wait . \n\nNobody came . \n\nNobody called . \n\nNobody wrote . \n\nNobody waited . \n\n'
        'Nobody sang . " Ms. Brandt said " the old piers will not carry a lorry . "',
    ],
    ids=["spaces-inside", "closed-far-below"],
)
def test_what_stands_between_two_quotations_is_not_one(text: str) -> None:
    quoted = [line[2] or "" for line in of_type("quote", text, "Ms. Brandt spoke of the costs.")]
    assert quoted
    assert not any("Brandt" in stated for stated in quoted)


@pytest.mark.parametrize(
    ("a", "b", "stated"),
    [
        ("Divers hauled a bronze propeller out of the flooded quarry.", "The weather was mild.", True),
        (
            "Divers hauled a bronze propeller out of the quarry.",
            "A propeller of bronze lay in the quarry.",
            False,
        ),
        ("The weather was mild that day.", "Divers hauled a propeller out of the quarry.", False),
        ("“Divers hauled a bronze propeller out of it,” said Ms. Brandt.", "The weather was mild.", False),
        ("The propeller of the sunken tug fetched 45,000 euros.", "A buyer paid 45,000 euros.", False),
        ("Divers hauled a bronze propeller out of it on March 3.", "Auctioneers chose March 3.", False),
        ('" Divers hauled a bronze propeller out of it . " It was late .', "The weather was mild.", False),
    ],
    ids=["alone", "in-other-words", "too-common", "quoted", "same-sum", "same-day", "quoted-with-spaces"],
)
def test_a_statement_of_one_side(a: str, b: str, stated: bool) -> None:
    assert (
        any(line[1] == "only-a" and a.startswith(line[2] or "-") for line in of_type("statement", a, b))
        == stated
    )


def test_of_a_long_sentence_of_a_report_the_beginning_is_a_statement() -> None:
    clause = "a diver hauled bronze propellers, brass anchors and copper cannons out of the flooded quarry"
    long = f"{clause.capitalize()}, while {clause}, and {clause}, before {clause}."
    (found,) = [
        line[2] for line in of_type("statement", long, "The weather was mild.") if line[1] == "only-a"
    ]
    assert found
    assert long.startswith(found)
    assert 20 < len(found.split()) <= 45
    assert long[len(found)] == ","


def test_a_report_has_more_news_in_a_statement_than_a_version() -> None:
    short = "A diver left it out on the road."
    assert not of_type("statement", short, "The weather was mild.")


def test_a_statement_weighs_more_than_the_name_in_it() -> None:
    a = f"{RETOLD_A}\n\nEngineer Petra Valdsen hauled a bronze propeller out of the flooded quarry."
    found = {
        d.type: d for d in whole(a, f"{RETOLD_B}\n\nThe weather was mild.").differences if d.kind == "only-a"
    }
    assert found["name"].weight < 0.7 * found["statement"].weight


def test_phrases_around_one_word_are_told_side_by_side() -> None:
    a = "To blame the mayor was “too simplistic an answer” for her."
    b = "It is “not that simplistic” to blame a mayor, she added."
    assert ("quote", "differs", "too simplistic an answer", "not that simplistic") in of_type("quote", a, b)


@pytest.mark.parametrize(
    ("a", "b", "person"),
    [
        (
            "Engineer Petra Valdsen drew the plans.",
            "Nobody knows whose idea it was.",
            "Engineer Petra Valdsen",
        ),
        (
            "The plans came from Jonas Ekdal, a former harbour master, last year.",
            "Nobody knows whose idea it was.",
            "Jonas Ekdal, a former harbour master",
        ),
        ("The plans came from Daniel Ekdal.", "Nobody knows whose idea it was.", "Daniel Ekdal"),
        ("It went to Minister Ko Ji-won at last.", "Nobody knows whose idea it was.", "Minister Ko Ji-won"),
        (
            "It was Harbour League press secretary Daniel Ekdal.",
            "Nobody knows whose idea it was.",
            "Harbour League press secretary Daniel Ekdal",
        ),
        (
            "It was Harbour League leader Daniel Ekdal.",
            "Nobody knows whose idea it was.",
            "Harbour League leader Daniel Ekdal",
        ),
        (
            "It was Engineer Jonas Brandt and Mayor Petra Valdsen.",
            "Engineer Jonas Brandt is ill.",
            "Mayor Petra Valdsen",
        ),
    ],
)
def test_a_person_of_one_side(a: str, b: str, person: str) -> None:
    assert ("name", "only-a", person, None) in of_type("name", a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Engineer Petra Valdsen drew the plans.", "The engineer, Ms. Valdsen, drew the plans."),
        ("Engineer Petra Valdsen drew the plans.", "Petra Valdson, an engineer, drew the plans."),
        ("The plans came from Daniel Street.", "Nobody knows whose idea it was."),
        ("They resemble the Daniel Ekdal films.", "Nobody knows whose idea it was."),
    ],
    ids=["last-name", "misspelt", "no-person", "title-of-a-work"],
)
def test_no_person_of_one_side(a: str, b: str) -> None:
    assert not [line for line in of_type("name", a, b) if line[1] == "only-a"]


def test_a_person_who_speaks_is_a_source() -> None:
    found = lines("Engineer Petra Valdsen said the piers were rotten.", "Nobody knows whose idea it was.")
    assert any(line[0] == "attribution" and "Valdsen" in (line[2] or "") for line in found)


@pytest.mark.parametrize(
    ("a", "b", "stated"),
    [
        ("Guards found five locations.", "Nobody was surprised by the sight.", ("number", "five locations")),
        (
            "At least four of the documents burnt.",
            "Papers burnt.",
            ("number", "At least four of the documents"),
        ),
        ("The mast cost $3.4 million.", "The mast was dear.", ("money", "$3.4 million")),
        (
            "The mast lost 40 percent of its bolts.",
            "Nobody was surprised by the sight.",
            ("percent", "40 percent"),
        ),
        (
            "A 20-year-old sailor steered.",
            "Nobody was surprised by the sight.",
            ("number", "20-year-old sailor"),
        ),
        ("It lasted 11 days.", "It lasted long.", ("number", "11 days")),
        ("The storm killed 12 people there.", "The storm was strong.", ("casualties", "killed 12")),
    ],
)
def test_an_amount_of_one_side(a: str, b: str, stated: tuple[str, str]) -> None:
    assert (stated[0], "only-a", stated[1], None) in lines(a, b)
    assert (stated[0], "only-b", None, stated[1]) in lines(b, a)


@pytest.mark.parametrize(
    "digits",
    [
        "Call 0555 123 456 for help.",
        "The lorry left Interstate 30 at noon.",
        "Flight 417 was late.",
        "He lives at 24 Quarry Street.",
        "See example.com/9/12 for more.",
        "It ended 3-2 for the guests.",
        "The 9/12 march was loud.",
    ],
)
def test_digits_that_are_no_amount(digits: str) -> None:
    found = lines(digits, "Nothing else was said of it.")
    assert not [line for line in found if line[0] in ("number", "casualties", "money", "percent")]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "About 20 engines were called to the warehouse.",
            "At least 18 engines were called to the warehouse.",
        ),
        ("The mast cost $3.4 million.", "The mast cost more than 3 million dollars."),
        ("Up to 50 engines came.", "Some 40 engines came."),
        ("Rowers sold 312 lanterns.", "Rowers sold more than 300 lanterns."),
    ],
)
def test_amounts_that_agree_are_not_told_as_one_sides_own(a: str, b: str) -> None:
    assert not [
        line for line in lines(a, b) if line[1] in ("only-a", "only-b") and line[0] in ("number", "money")
    ]


@pytest.mark.parametrize(
    ("a", "b", "pair"),
    [
        (
            "An 11-year-old girl fell through the rotten trapdoor of the abandoned lighthouse.",
            "Rescuers freed a 12-year-old girl from the abandoned lighthouse, whose trapdoor was rotten.",
            ("11-year", "12-year"),
        ),
        (
            "Smugglers hid 72 crates of ivory under tarpaulins in the quarry.",
            "Under tarpaulins the quarry held 48 crates of smuggled ivory.",
            ("72", "48"),
        ),
    ],
)
def test_one_slot_with_other_amounts(a: str, b: str, pair: tuple[str, str]) -> None:
    found = [line for line in lines(a, b) if line[:2] == ("number", "differs")]
    assert len(found) == 1
    assert all((stated or "").startswith(amount) for stated, amount in zip(found[0][2:], pair, strict=True))


@pytest.mark.parametrize(
    ("b", "pair"),
    [
        (
            "Masked burglars took a $136M hoard of sapphires from the Carillon hotel.",
            ("103 million euros", "$136M"),
        ),
        ("Masked burglars took a $603M hoard of sapphires from the Carillon hotel.", None),
        ("A harbour bond of $136M was sold.", None),
    ],
    ids=["one-sum", "no-such-rate", "another-thing"],
)
def test_one_sum_in_two_currencies(b: str, pair: tuple[str, str] | None) -> None:
    a = "A masked burglar stole sapphires worth 103 million euros at the Carillon hotel."
    found = of_type("money", a, b)
    assert [line[2:] for line in found if line[1] == "differs"] == ([pair] if pair else [])
    assert len(found) == (1 if pair else 2)


@pytest.mark.parametrize(
    ("a", "b", "stated"),
    [
        (
            "The clerk was arrested in the quarry.",
            "Nobody has seen the man since.",
            "The clerk was arrested in the quarry",
        ),
        ("He has signed a pledge to rebuild.", "He wants to rebuild.", "He has signed a pledge to rebuild"),
        ("She is in critical condition.", "She was taken away.", "She is in critical condition"),
        ("The firm declined to comment.", "The firm is large.", "The firm declined to comment"),
    ],
)
def test_an_act_of_one_side(a: str, b: str, stated: str) -> None:
    assert ("status", "only-a", stated, None) in of_type("status", a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The clerk was arrested in the quarry.", "The clerk is in custody."),
        ("The clerk was jailed.", "A tweet of one word: “Jail!”"),
        ("A jury indicted the clerk.", "After the indictments he fled."),
        ("He seized on the affair.", "He used the affair."),
        ("She was charged with leading the inquiry.", "She leads the inquiry."),
        ("The stolen chalice was seized at the quarry.", "The stolen chalice lay in the quarry."),
        ("His threatened bid came to nothing.", "His bid came to nothing."),
    ],
    ids=["other-word", "noun", "plural", "phrasal", "task", "all-but-the-verb", "adjective"],
)
def test_no_act_of_one_side(a: str, b: str) -> None:
    assert not [line for line in of_type("status", a, b) if line[1] == "only-a"]


@pytest.mark.parametrize(
    ("a", "b", "stated"),
    [
        ("She admitted that “it was late”.", "She was tired.", False),
        ("The skipper admitted a fault.", "She was tired.", True),
    ],
)
def test_an_act_says_who_did_what(a: str, b: str, stated: bool) -> None:
    assert bool(of_type("status", a, b)) == stated


@pytest.mark.parametrize(
    ("b", "stated"),
    [
        ("Sixty nurses had to be moved from their wards.", False),
        ("Sixty nurses met. The wards are red.", True),
    ],
)
def test_an_act_under_another_verb_is_none_of_one_side(b: str, stated: bool) -> None:
    assert bool(of_type("status", "The nurses were evacuated from their wards.", b)) == stated


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("arrived at the abandoned lighthouse", "heading for a lighthouse"),
        ("extinguished at the abandoned lighthouse", "raging in a lighthouse"),
        ("resumed at the abandoned lighthouse", "suspended near a lighthouse"),
        ("passed unanimously for the abandoned lighthouse", "passed narrowly for a lighthouse"),
        ("called a suicide at the abandoned lighthouse", "murdered in a lighthouse"),
    ],
    ids=["travel", "fire", "pause", "vote", "death"],
)
def test_pairs_of_states(a: str, b: str) -> None:
    first = f"It was said that the chalice of Corvin was {a}."
    second = f"Nobody knows why Corvin and the chalice were {b}, a nurse told a reporter on the quay."
    found = [line for line in of_type("status", first, second) if line[1] == "differs"]
    assert len(found) == 1


def test_states_of_two_things_do_not_exclude_each_other() -> None:
    a = "Protesters urged the government to quit after a clerk hid the chalice in the lighthouse at Corvin."
    b = "In the lighthouse at Corvin, where the chalice was, an officer had fired a warning shot at gulls."
    assert not [line for line in of_type("status", a, b) if line[1] == "differs"]


SEEN = "The divers were last seen {} on Friday."


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        ("around 1 a.m.", "A fisherman waved to divers around 2 a.m. and has seen no light since.", True),
        ("around 1 a.m.", "A fisherman waved to divers around 1:20 a.m. and has seen no light since.", False),
        ("at 1 a.m.", "A fisherman waved to divers at 1:20 a.m. and has seen no light since.", True),
        ("at 1 a.m.", "A fisherman shut the pier at 2 a.m. and went home.", False),
        ("at 1 a.m.", "A fisherman waved to divers before 2 a.m. and has seen no light since.", False),
        ("at 1 a.m.", "A fisherman waved to divers at 2 a.m. GMT and has seen no light since.", False),
        ("at 1 a.m.", "A fisherman waved to divers with 14:05 left and has seen no light since.", False),
        (
            "at 1 a.m.",
            "A fisherman waved to divers at 2 a.m. and rang the bell at 1 a.m. the next day.",
            False,
        ),
    ],
    ids=[
        "other",
        "roughly-one",
        "exactly-another",
        "another-thing",
        "a-bound",
        "in-a-zone",
        "a-span",
        "both-have-it",
    ],
)
def test_one_thing_at_two_times(a: str, b: str, differ: bool) -> None:
    assert any(line[1] == "differs" for line in of_type("time", SEEN.format(a), b)) == differ


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        ("Witnesses say that guards fired first.", "The crowd threw stones first, a guard said.", True),
        ("Witnesses say that guards fired first.", "The guards shot first, a nurse said.", False),
        ("Witnesses say that guards fired first.", "The crowd did not throw stones first.", False),
        ("Witnesses say that guards fired first.", "The crowd threw stones for the first time.", False),
        (
            "Witnesses say that guards fired first. Their captain says that strikers threw stones first.",
            "The strikers threw stones first, a guard said.",
            False,
        ),
    ],
    ids=["opposed", "one-account", "denied", "another-first", "both-told"],
)
def test_opposed_accounts_of_who_began(a: str, b: str, differ: bool) -> None:
    assert any(line[1] == "differs" for line in of_type("status", a, b)) == differ


TOLLS = "Six sailors died at sea, said a nurse. Four people were killed on the quay."


@pytest.mark.parametrize(
    ("a", "stated"),
    [
        ("A rescue service counted ten sailors killed off Corvin.", "ten sailors killed"),
        ("A rescue service counted at least five sailors killed off Corvin.", None),
        ("In 1987 a rescue service counted ten sailors killed off Corvin.", None),
        ("A rescue service counted ten death threats by mail off Corvin.", None),
    ],
    ids=["another-toll", "compatible", "long-ago", "no-toll"],
)
def test_a_toll_in_other_figures(a: str, stated: str | None) -> None:
    found = [line[2] for line in of_type("casualties", a, TOLLS) if line[1] == "only-a"]
    assert found == ([stated] if stated else [])


def test_tolls_that_linked_sentences_give_at_other_places_differ() -> None:
    frame = (
        "{}\n\nThe pier is shut, says Mayor Ada Roth of Velsund.\n\nNobody knows who will pay for the cranes."
    )
    a = frame.format(
        "Police of Velsund say at least 10 people have been killed and 30 wounded in a blast in a park."
    )
    b = frame.format("A bomb blast in a park of Velsund has killed 44 people and wounded 91, a nurse said.")
    found = compare(Story("a", a, lang="en"), Story("b", b, lang="en")).differences
    assert {shown(d) for d in found if d.type == "casualties"} == {
        ("casualties", "differs", "at least 10 people have been killed", "44"),
        ("casualties", "differs", "30 wounded", "91"),
    }


def test_a_part_in_a_compound_is_no_amount() -> None:
    assert not of_type("number", "She may run as a third-party candidate.", "She may run.")


def test_tolls_of_two_leads_differ() -> None:
    a = "A blast at the refinery has killed at least 10 people, says a nurse.\n\nThe pier is shut."
    b = "At a refinery of the capital 44 people were killed at dawn.\n\nThe quay stands empty."
    found = compare(Story("a", a), Story("b", b), everything=True).differences
    assert [shown(d) for d in found if d.type == "casualties"] == [
        ("casualties", "differs", "at least 10", "44 people were killed")
    ]


@pytest.mark.parametrize(
    ("a", "differ"),
    [
        ("When a ferry sank before Corvin, 26 sailors were wounded by glass.", True),
        ("When a ferry sank before Corvin in 1999, 26 sailors were wounded by glass.", False),
        ("When a ferry sank before Corvin, 26 other sailors were wounded by glass.", False),
        ("When a ferry sank before Corvin, a mother of 26 was wounded by glass.", False),
    ],
    ids=["one-thing", "two-years", "further-ones", "children"],
)
def test_tolls_of_two_things_do_not_differ(a: str, differ: bool) -> None:
    b = "Off Corvin there were 15 wounded sailors, of whom most are from Orsk."
    assert any(line[1] == "differs" for line in of_type("casualties", a, b)) == differ


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        (
            "Guards said the divers were found with self-inflicted wounds in the quarry.",
            "A nurse said that the divers had self-inflicted wounds when they left the quarry.",
            True,
        ),
        (
            "Guards said the divers were found in the quarry by a propeller.",
            "A nurse said that a propeller stood in the quarry, and that she knew the divers.",
            False,
        ),
    ],
    ids=["one-claim", "two-claims"],
)
def test_another_source_for_one_claim(a: str, b: str, differ: bool) -> None:
    assert any(line[1] == "differs" for line in of_type("attribution", a, b)) == differ


def test_a_name_goes_on_behind_an_initial() -> None:
    a = "The mill was run by Michael J. Valdsen, a chemist from Oslo."
    assert [line[2] for line in of_type("name", a, "The mill stands idle.")] == [
        "Michael J. Valdsen, a chemist from Oslo"
    ]


def test_a_phrase_in_a_statement_weighs_less_than_the_statement() -> None:
    a = f"{RETOLD_A}\n\nEngineer Petra Valdsen called the flooded quarry “a monument to greed and to rust”."
    found = {
        d.type: d for d in whole(a, f"{RETOLD_B}\n\nThe weather was mild.").differences if d.kind == "only-a"
    }
    assert found["quote"].weight < found["statement"].weight


def test_a_sum_in_a_statement_weighs_less_than_the_statement() -> None:
    a = f"{RETOLD_A}\n\nDivers hauled a bronze propeller worth $45,000 out of the flooded quarry."
    found = {
        d.type: d for d in whole(a, f"{RETOLD_B}\n\nThe weather was mild.").differences if d.kind == "only-a"
    }
    assert found["money"].weight < found["statement"].weight == pytest.approx(0.72 * 0.98, abs=0.03)


def test_states_that_exclude_each_other() -> None:
    a = "The locksmith Corvin was arrested at the abandoned lighthouse with the stolen chalice."
    b = "Corvin, who is sought, may have buried the chalice near a lighthouse."
    found = [line for line in lines(a, b) if line[0] == "status" and line[1] == "differs"]
    assert len(found) == 1
    assert "arrested" in (found[0][2] or "")
    assert "sought" in (found[0][3] or "")
    neither = lines(a, b.replace("sought", "held in custody and no longer sought"))
    assert not [line for line in neither if line[0] == "status" and line[1] == "differs"]


@pytest.mark.parametrize(
    ("a", "b", "stated"),
    [
        ("The vote is on March 13.", "The vote is near.", True),
        ("The vote is on March 13.", "The vote is on 13 March.", False),
        ("The vote is on March 13.", "The vote is in March.", False),
        ("The vote was on May 14.", "The vote was on Tuesday.", False),
        ("The ferry left at 4:30 a.m. that day.", "Early risers waved to the ferry.", False),
        ("The ferry left at 4:30 a.m. that day.", "Nobody waved to the boat.", True),
    ],
)
def test_a_time_of_one_side(a: str, b: str, stated: bool) -> None:
    found = [text for type_, kind, text, _ in lines(a, b) if type_ in ("date", "time") and kind == "only-a"]
    assert any((text or "") in a for text in found) == stated


@pytest.mark.parametrize(
    ("b", "stated"),
    [
        ("The ferry sank at noon.", True),
        ("The ferry sank on May 14.", False),
        ("The ferry sank on May 2.", True),
        ("The ferry sank yesterday.", True),
        ("The ferry sank on Tuseday.", False),
    ],
    ids=["no-day", "its-date", "another-date", "yesterday-was-another", "misspelt"],
)
def test_a_weekday_of_one_side(b: str, stated: bool) -> None:
    found = of_type("weekday", "Divers entered the wreck of a tug on Tuesday.", b)
    assert (("weekday", "only-a", "Tuesday", None) in found) == stated
    assert not any(line[2] == "Tuesday" for line in found if line[1] != "only-a")


SENTENCES = [
    "“The piers are rotten,” said Ida Roe, 42, a former harbour master.",
    '" We will go , " he said . " No lorry should cross them . "',
    "Dr. Jonas Ekdal was arrested on March 13 at 4:30 a.m., police said.",
    "At least 12 people were killed and 3,400 homes lost power.",
    "The firm declined to comment on “a monumental folly”.",
    "It cost $3.4 million (3 million euros), 40 percent more than in 2019.",
    "A 12-year-old girl fled from the “old mill",
    "Call 0555 123 456 or see example.com/9/12.",
    "Mayor Petra Valdsen resigned, and the clerk is sought.",
    "三人死亡。「行かない」と述べた。",
    "\n\n",
]
STORIES = st.lists(st.sampled_from(SENTENCES), max_size=8).map(" ".join)
CLOSED = st.lists(
    st.sampled_from([text for text in SENTENCES if text.count("“") == text.count("”")]), max_size=8
).map(" ".join)


def whole(a: str, b: str) -> Comparison:
    return compare(Story("a", a), Story("b", b), everything=True)


@given(STORIES, STORIES)
@settings(max_examples=60, deadline=None)
def test_spans_quote_the_text(a: str, b: str) -> None:
    found = whole(a, b)
    for d in found.differences:
        for span, version in ((d.a, found.a), (d.b, found.b)):
            assert span is None or version.paragraphs[span.paragraph][span.start : span.end] == span.text


@given(STORIES)
@settings(max_examples=40, deadline=None)
def test_a_story_has_nothing_of_its_own_against_itself(a: str) -> None:
    assert {d.type for d in whole(a, a).differences} <= {"duplicate-paragraph"}


@given(STORIES, STORIES)
@settings(max_examples=40, deadline=None)
def test_swapping_the_stories_mirrors_what_each_has_of_its_own(a: str, b: str) -> None:
    there, back = ([shown(d) for d in whole(*pair).differences] for pair in ((a, b), (b, a)))
    alone = sorted((type_, text or "") for type_, kind, text, _ in there if kind == "only-a")
    swapped = [(type_, text or "") for type_, kind, _, text in back if kind == "only-b"]
    assert alone == sorted(("dropped" if type_ == "added" else type_, text) for type_, text in swapped)


@given(CLOSED, CLOSED)
@settings(max_examples=40, deadline=None)
def test_what_one_side_is_said_to_quote_alone_stands_nowhere_in_the_other(a: str, b: str) -> None:
    found = whole(a, b)
    for d in found.differences:
        if d.type == "quote" and d.kind in ("only-a", "only-b"):
            stated, other = (d.a, found.b) if d.kind == "only-a" else (d.b, found.a)
            assert stated is not None
            assert all(stated.text not in paragraph for paragraph in other.paragraphs)
