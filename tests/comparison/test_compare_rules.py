"""One table a rule, each row a pair that the rule alone decides."""

import pytest

from dedup.comparison import compare
from dedup.comparison.ranking import FIRST, SURE, ranked, stated
from dedup.comparison.tokens import Verdict
from dedup.types import Comparison, Span, Story


def compared(a: str, b: str, frame: str = "{}") -> Comparison:
    return compare(Story("a", frame.format(a), lang="en"), Story("b", frame.format(b), lang="en"))


def facts(a: str, b: str, frame: str = "{}") -> set[tuple[str, str]]:
    return {(d.type, d.kind) for d in compared(a, b, frame).differences if d.group in ("fact", "source")}


DEAD = "Rescuers in Velsund said on Monday that {} people were killed when the old pier gave way."


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("no more than 17", "up to 17", set()),
        ("no more than 17", "at most 17", set()),
        ("no fewer than 17", "at least 17", set()),
        ("no more than 17", "more than 17", {("number", "differs")}),
        ("as many as 17", "as few as 17", {("number", "differs")}),
        ("at least 17", "17", {("number", "refines")}),
        ("nearly 17", "almost 17", set()),
        ("more than 17", "fewer than 17", {("number", "differs"), ("polarity", "differs")}),
    ],
)
def test_the_longest_qualifier_is_read(a: str, b: str, expected: set[tuple[str, str]]) -> None:
    assert facts(a, b, DEAD) == expected


PIER = "The council of Velsund will {} the old pier, Mayor Ada Roth said in a letter to the fishermen."


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("not close", "close", True),
        ("close", "never close", True),
        ("not attend the opening of", "skip the opening of", False),
        ("not keep", "refuse to keep", False),
    ],
)
def test_a_negation_is_told_unless_the_other_side_denies_in_other_words(
    a: str, b: str, expected: bool
) -> None:
    assert bool({t for t, _ in facts(a, b, PIER)} & {"negation"}) == expected


PHRASE = (
    "The storm that hit the coast of Velsund took the roof off {} on Tuesday night, the fire brigade said."
)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("many houses", "few houses", True),
        ("all boat sheds", "some boat sheds", True),
        ("many of the houses and sheds along the shore", "a school whose pupils had gone home", False),
    ],
)
def test_a_quantifier_belongs_to_its_noun(a: str, b: str, expected: bool) -> None:
    assert bool({t for t, _ in facts(a, b, PHRASE)} & {"quantifier"}) == expected


HARBOUR = "The council of Velsund said on Monday that {} when the old pier gave way near the harbour."


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("one-third of it fell", "a third of it fell", set()),
        ("one-third of it fell", "two thirds of it fell", {("number", "differs")}),
        ("one-third of it fell", "40 percent of it fell", {("percent", "differs")}),
        ("a man of 210 pounds was hit", "a man was hit", {("number", "only-a")}),
        ("210 pounds were paid", "310 pounds were paid", {("money", "differs")}),
        ("Flight 447 was turned back", "Flight 448 was turned back", {("number", "differs")}),
        ("the town plan at bit.ly/2abC9xy was read", "the town plan at bit.ly/7xbC9qq was read", set()),
        ("people rang 555-010-4471", "people rang 555-017-0199", set()),
        ("about 20 people fell", "at least 18 people fell", {("number", "refines")}),
        ("about 20 people fell", "at least 68 people fell", {("number", "differs")}),
        ("Médecins Sans Frontières came", "Doctors Without Borders came", set()),
        ("it declined to comment", "it would not say anything", set()),
    ],
)
def test_what_is_an_amount_and_what_is_a_name(a: str, b: str, expected: set[tuple[str, str]]) -> None:
    assert facts(a, b, HARBOUR) == expected


def test_a_score_is_one_thing() -> None:
    shown = {
        (d.a and d.a.text, d.b and d.b.text)
        for d in compared("it won 3-2", "it won 4-2", HARBOUR).differences
    }
    assert shown == {("3-2", "4-2")}


def test_labels_of_an_interview_are_no_names() -> None:
    talk = "{}: Why did the pier fall?\n\n{}: Rust had eaten the pillars of 1911.\n\n{}: Who pays for it?"
    found = compare(
        Story("a", talk.format("Q", "A", "Q")), Story("b", talk.format("Reporter", "Roth", "Reporter"))
    )
    assert not {d.type for d in found.differences} & {"name", "place", "attribution"}


NAMED = "Officers arrested {} near the harbour of Velsund on Tuesday, a court spokeswoman told the paper."


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Goran Petrov", "Zoran Petrov", {("name", "differs")}),
        ("Ines Marek", "Ivo Tann", {("name", "differs")}),
        ("the rich trader Sonoira", "its Sonora", {("name", "differs")}),
        ("Mr. Petrov", "Petrov", set()),
        ("Felipe Calderón", "Felipe Calderon", set()),
    ],
)
def test_two_names_in_one_place_are_one_changed_name(a: str, b: str, expected: set[tuple[str, str]]) -> None:
    assert facts(a, b, NAMED) == expected


LEAD = "The harbour of Velsund was shut on Tuesday after {} {}."
REST = "\n\nThe crew of the tug went ashore. Ships waited outside the breakwater for a pilot to come."


@pytest.mark.parametrize(
    ("gone", "kept", "type_"),
    [
        ("a call by Ada Roth", "Ms Roth had asked for it twice.", "name"),
        ("a fire that burned for 14 hours", "It took 14 hours to put the fire out.", "number"),
        ("a fire seen on Monday", "Nobody had noticed anything on Monday.", "weekday"),
    ],
)
def test_what_stands_elsewhere_is_not_on_one_side_only(gone: str, kept: str, type_: str) -> None:
    without = f"The harbour of Velsund was shut on Tuesday.{REST}"
    alone = facts(f"The harbour of Velsund was shut on Tuesday after {gone}.{REST}", without)
    elsewhere = facts(f"The harbour of Velsund was shut on Tuesday after {gone}.{REST}", f"{without} {kept}")
    assert (type_, "only-a") in alone
    assert (type_, "only-a") not in elsewhere


SHARED = (
    "The council of Velsund met on Tuesday to talk about the old pier and its rotten planks.\n\n"
    "Fishermen had asked for a new one for eleven years, and the money was found last spring.\n\n"
)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("Divers will inspect the pillars under water before the autumn gales arrive.", True),
        ("The fishermen of Velsund paid a diver from Oslo who looked at the planks.", True),
        ("For eleven years the fishermen had asked the council for a new pier.", False),
    ],
)
def test_a_passage_is_new_only_if_its_content_is(last: str, expected: bool) -> None:
    found = compared(SHARED, SHARED + last).differences
    assert any(d.type == "added" for d in found) == expected


def test_the_earlier_place_weighs_more() -> None:
    paragraphs = [
        f"Line {word} of the ferry to Velsund carried {{}} crates of herring this week."
        for word in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    ]
    a, b = (
        "\n\n".join(p.format(n if k in (1, 8) else 40) for k, p in enumerate(paragraphs)) for n in (212, 377)
    )
    first, second = (d for d in compared(a, b).differences if d.type == "number")
    assert first.a is not None
    assert second.a is not None
    assert (first.a.paragraph, second.a.paragraph) == (1, 8)
    assert first.weight > second.weight


def test_a_small_word_that_moved_is_style() -> None:
    a = "Only divers found the anchor off Velsund, the captain of the tug said."
    b = "Divers found only the anchor off Velsund, the captain of the tug said."
    assert ("word-order", "differs") in {(d.type, d.kind) for d in compared(a, b).differences}


RETOLD_A = """Pier of Velsund falls into the sea

The old pier of Velsund broke apart on Monday night and took two cranes with it.

{}

Nobody knows yet who pays for the cranes, which a bank in Oslo owns."""

RETOLD_B = """Storm wrecks landing stage, cranes lost

Two cranes went down when a landing stage in the north gave way under the waves.

{}

An insurer sent an expert to look at what is left of the machines."""


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (
            "The town has arrested an engineer over the survey.",
            "Whoever signed that survey, the town will arrest him, engineer or not.",
            True,
        ),
        (
            "The town has arrested an engineer over the survey.",
            "Whoever signed that survey, the town had arrested him, engineer or not.",
            False,
        ),
    ],
)
def test_one_act_planned_in_one_report_and_done_in_the_other(a: str, b: str, expected: bool) -> None:
    found = compare(
        Story("a", RETOLD_A.format(a), lang="en"), Story("b", RETOLD_B.format(b), lang="en"), everything=True
    )
    why = "planned on one side, done on the other"
    assert any((d.type, d.kind, d.why) == ("status", "update", why) for d in found.differences) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (
            "The mayor had been warned by welders of rusty girders.",
            "A pair of welders once told the mayor of brittle girders.",
            True,
        ),
        (
            "The mayor had been warned by welders of rusty girders.",
            "It was brittle girders that a pair of welders once described to the mayor.",
            False,
        ),
        (
            "Welders spoke of rusty girders.",
            "A paper wrote of brittle girders.",
            False,
        ),
    ],
)
def test_a_modifier_is_compared_in_company_and_behind_one_word(a: str, b: str, expected: bool) -> None:
    found = compare(
        Story("a", RETOLD_A.format(a), lang="en"), Story("b", RETOLD_B.format(b), lang="en"), everything=True
    )
    shown = {(d.a and d.a.text, d.b and d.b.text) for d in found.differences}
    assert (("rusty girders", "brittle girders") in shown) == expected


def test_what_is_not_sure_is_not_among_the_first_five() -> None:
    place = Span(0, 0, 1, "x")
    unsure = stated(Verdict("quantifier", "differs", ""), place, place)
    sure = [stated(Verdict("moved", "differs", ""), Span(n, 0, 1, "x"), place) for n in range(FIRST + 1)]
    shown = ranked([unsure, *sure])
    assert unsure.certainty < SURE <= min(d.certainty for d in sure)
    assert unsure.weight > max(d.weight for d in sure)
    assert [d.type for d in shown] == ["moved"] * FIRST + ["quantifier", "moved"]


REPORT_A = """Pier of Velsund gives way

"I heard the planks crack and then there was only water," said Ada Roth, who sells tickets on the quay.

Two cranes sank when the timber pier of Velsund collapsed late on Monday, the harbour master said.

The bank that lends the cranes to the town wants its money back from the insurer of the pier."""

REPORT_B = """Cranes lost in harbour collapse

The harbour master said two cranes went down on Monday as the old timber pier broke up in Velsund.

"I heard the planks crack and then there was only water," said Ada Roth, who sells tickets on the quay.

An insurer of the pier will be asked for money by the bank that owns both cranes."""


def test_reports_that_share_a_quotation_tell_the_rest_in_other_words() -> None:
    found = compared(REPORT_A, REPORT_B).differences
    assert not {d.type for d in found} & {"added", "dropped"}


SALES = "The mill said that sales of flour were {} last year, and that it may close a silo in Velsund."


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("819 mln dlrs", "819 mln Canadian dlrs", {("money", "refines")}),
        ("$819 million", "C$819 million", {("money", "refines")}),
        ("819 million Hong Kong dollars", "819 million Canadian dollars", {("money", "differs")}),
        ("819 million dollars", "$819 million", set()),
        ("$57.19", "$57.00", {("money", "differs")}),
        ("$57", "$57.00", set()),
        ("1 224 254 sacks", "1,224,254 sacks", set()),
        ("1 224 254 sacks", "1,224,255 sacks", {("number", "differs")}),
    ],
)
def test_amounts_of_other_countries_and_forms(a: str, b: str, expected: set[tuple[str, str]]) -> None:
    assert facts(a, b, SALES) == expected


FOUND = "A boy of nine was found {} last week, and a man from County Down was held, a court in Lisburn heard."


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("near Lisburn", "in County Antrim", {("place", "differs")}),
        ("by Velsund Office for Nets", "by VON", set()),
        ("by Israr Malik", "by Malik of Fallowfield", set()),
        ("by Walter Qubbah", "by a Mr. Qubba", set()),
        (
            "with Ada Roth of the Harbour Authority",
            "with Ada Roth of the Velsund Council",
            {("name", "differs")},
        ),
    ],
)
def test_which_names_are_one(a: str, b: str, expected: set[tuple[str, str]]) -> None:
    assert facts(a, b, FOUND) & {("name", "differs"), ("place", "differs")} == expected


CLAIM = "The pier at Velsund was closed on Monday after a crack was found in a beam, {} said in a letter."


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("officials", "officials and fishermen", ("differs", "officials", "officials and fishermen")),
        ("the Office for National Statistics", "the ONS", None),
        ("the Velsund Bank", "the bank", ("refines", "the Velsund Bank", "the bank")),
        ("Mayor Ada Roth", "Mrs Roth", ("refines", "Mayor Ada Roth", "Mrs Roth")),
        ("police", "the mayor", ("differs", "police", "the mayor")),
        (
            "the Velsund Office for Nets and Boats",
            "police",
            ("differs", "the Velsund Office for Nets and Boats", "police"),
        ),
    ],
)
def test_which_sources_are_one(a: str, b: str, expected: tuple[str, str, str] | None) -> None:
    found = [d for d in compared(a, b, CLAIM).differences if d.type == "attribution"]
    assert [(d.kind, d.a and d.a.text, d.b and d.b.text) for d in found] == ([expected] if expected else [])


STATES = "The skipper {} in court in Velsund, where a clerk read the charges to a full and silent room."


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("is appearing", "has appeared", {("status", "differs")}),
        ("is appearing", "was heard", set()),
        ("appeared", "has appeared", set()),
    ],
)
def test_what_goes_on_and_what_is_done(a: str, b: str, expected: set[tuple[str, str]]) -> None:
    assert {f for f in facts(a, b, STATES) if f[0] == "status"} == expected


SMALL = "Officers said that {} held on the quay while the harbour of Velsund was searched for a missing boat."


@pytest.mark.parametrize(
    ("a", "b", "type_", "expected"),
    [
        ("the men were", "the couple, who have not been named, were", "negation", False),
        ("the men were", "the men were not", "negation", True),
        ("the men were not yet", "the men were yet to be", "negation", False),
        ("the men were", "the men, in their 40s, were", "date", False),
        ("the men were", "the men, in the 1940s, were", "date", True),
        ("all men were", "some men were", "quantifier", True),
        ("all men were", "some drunken sailors were", "quantifier", False),
        ("the men were", "the men, north of town, were", "place", True),
        ("a park east of town was", "an old official of theirs was", "place", False),
    ],
)
def test_small_words_count_where_nothing_else_changed(a: str, b: str, type_: str, expected: bool) -> None:
    assert (type_ in {name for name, _ in facts(a, b, SMALL)}) == expected


def test_a_day_by_its_name_and_by_its_distance_may_be_one() -> None:
    frame = "Police were called to the pier at Velsund {} morning after a shot was heard on the quay."
    assert facts("yesterday", "on Sunday", frame) == {("weekday", "refines")}
    assert facts("on Monday", "on Sunday", frame) == {("weekday", "differs")}


def test_shares_in_a_sentence_that_is_mostly_new_belong_to_other_things() -> None:
    a = "Shares in Velsund Mills fell more than 2% in early trading."
    b = "Velsund Mills is still worth more than 20% above its level before that offer was made."
    assert ("percent", "differs") not in facts(a, b)
    assert ("percent", "differs") in facts(a, a.replace("2%", "20%"))


def test_wordings_that_a_few_kept_words_part_are_one_line() -> None:
    a = "The mayor of Velsund regretted that no reply to the urgent question on the matter was foreseen."
    b = "The mayor of Velsund regretted the lack of any reply to an urgent question."
    found = [d for d in compared(a, b).differences if d.type == "wording"]
    assert [(d.a and d.a.text, d.b and d.b.text) for d in found] == [
        (
            "that no reply to the urgent question on the matter was foreseen",
            "the lack of any reply to an urgent question",
        )
    ]


def test_words_in_marks_that_others_replaced_are_other_words() -> None:
    frame = "The council of Velsund will close the pier for a year, {} and that it was sorry, the mayor said."
    assert ("quote", "differs") not in facts("called it “a sad day”", "called it the end of an era", frame)
    assert ("quote", "differs") in facts("called it “a sad day”", "called it “a sad hour”", frame)


def test_a_torn_mark_closes_what_is_open_above() -> None:
    a = "She said: ''The pier of Velsund is closed for good.\n\n'' He added: ''The quay stays open to all."
    b = a.replace("He added", "He wrote")
    assert not {t for t, _ in facts(a, b) if t == "quote"}


def test_a_lone_small_number_weighs_less() -> None:
    frame = "The council of Velsund sold {}boats to the fishermen of the town on Monday, the mayor said."
    few, many = (compared("", f"{number} ", frame).differences[0] for number in ("two", "six"))
    assert few.type == many.type == "number"
    assert few.weight < many.weight


def test_a_name_inside_a_source_has_no_second_line() -> None:
    base = "The council of Velsund voted to close the old pier.\n\nFishermen keep nets there and boats at it."
    more = base.replace("boats at it.", "boats at it, as Ida Brandt did.")
    both = f"{more}\n\nThe harbour is safe, Ida Brandt, a diver, said."
    found = {(d.type, d.b.text) for d in compared(base, both).differences if d.b and d.group != "style"}
    assert {text for type_, text in found if type_ == "name"} == set()
    assert ("name", "Ida Brandt") in {
        (d.type, d.b.text) for d in compared(base, more).differences if d.b is not None
    }


def test_a_heading_without_stops_is_no_name() -> None:
    frame = (
        "Press release {} The council of Velsund voted on Monday to close the pier for the winter, it said."
    )
    a = "Mayor Ada Roth Announces Several New Velsund Harbour Council Fishing Boat Rules"
    b = "Mayor Ada Roth Presents Several New Velsund Harbour Council Fishing Boat Plans"
    assert ("name", "differs") not in facts(a, b, frame)


def test_names_in_another_order_are_the_same_names() -> None:
    both = "Divers from the harbour led by {} raised the schooner at noon."
    assert not facts("Anna Roth and Olaf Berg", "Olaf Berg and Anna Roth", both)


def test_a_quantifier_beside_other_new_words_is_none() -> None:
    research = "The pier has lost half of its sheds since Monday, according to research by {}Velsund Watch."
    assert ("quantifier", "only-b") not in facts("", "consumer group ", research)
    assert ("quantifier", "only-b") in facts(
        "", "both ", "The pier has lost {}sheds since Monday, the mayor said."
    )


def test_a_short_quotation_that_moved_is_in_both() -> None:
    first = "The mayor called it a “grand occasion”. Sheds will go.\n\nFishermen keep nets in the old sheds."
    then = "The mayor spoke. Sheds will go.\n\nFishermen keep nets in the old sheds. “Grand occasion”"
    assert not {t for t, _ in facts(first, then)} & {"quote"}


def test_a_number_that_changed_with_its_qualifier_is_one_line() -> None:
    found = compared(
        "9,000", "more than 12,000", "The railway of Velsund runs {} trains on every day of a year."
    )
    assert [(d.type, d.kind) for d in found.differences if d.group == "fact"] == [("number", "differs")]


@pytest.mark.parametrize("vague", ["A number of", "Several", "Some"])
def test_a_number_may_stand_for_a_vague_one(vague: str) -> None:
    told = compared(
        vague, "Three", "{} officers from Velsund face charges over the lost schooner."
    ).differences
    assert [(d.type, d.kind) for d in told if d.group == "fact"] == [("number", "differs")]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("since January 2015", "from 2015 on", {("date", "refines")}),
        ("in March", "on 9 March", {("date", "refines")}),
        ("on Thursday", "last week", {("weekday", "refines")}),
        ("since January 2015", "from 2014 on", {("date", "differs")}),
    ],
)
def test_a_date_and_a_fuller_one_may_be_one(a: str, b: str, expected: set[tuple[str, str]]) -> None:
    assert facts(a, b, "The harbour office in Velsund has sold eleven sheds and a crane {}.") == expected


def test_a_year_stands_in_a_fuller_date_of_the_other_story() -> None:
    rest = "The pier was closed in March 2015. Nets still dry in the sheds. {}"
    assert not facts("The mayor spoke.", "The mayor spoke in 2015.", rest)
    assert facts("The mayor spoke.", "The mayor spoke in 2014.", rest) == {("date", "only-b")}


def test_letters_of_a_party_and_state_are_no_name() -> None:
    said = "A bill of Fred Roth{} would close the pier in Velsund before the winter."
    assert not facts("", ", R-MI,", said)


FERRY = "The pier was hit by a ferry on Monday night{}. {} the sheds were empty."


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("", "Officials said"), (", officials said", "Officials said"), {("attribution", "refines")}),
        (("", "Officials said"), ("", "Officials said"), set()),
    ],
)
def test_who_answers_for_a_sentence_counts_though_he_speaks_elsewhere(
    a: tuple[str, str], b: tuple[str, str], expected: set[tuple[str, str]]
) -> None:
    assert facts(FERRY.format(*a), FERRY.format(*b)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [("divers", {("attribution", "differs")}), ("she", set()), ("Anna Berg", set())],
)
def test_sources_at_other_places_of_a_sentence_are_those_of_one_claim(
    source: str, expected: set[tuple[str, str]]
) -> None:
    rest = " Firemen said on Tuesday that sheds are safe, and divers said so, too, as Anna Berg said."
    a = f"The ferry, which firemen said hit a pier in Velsund, the old harbour of Lund, is gone.{rest}"
    b = f"The ferry, which hit a pier in Velsund, the old harbour of Lund, is gone, {source} said.{rest}"
    assert facts(a, b) == expected


def test_quoted_words_that_the_other_story_quotes_elsewhere_did_not_change() -> None:
    ruled = "The sinking was due to {}, a judge in Velsund has ruled. Sheds will go.{}"
    care = "“numerous failures by those responsible”"
    found = compared(
        ruled.format(care, ""), ruled.format("“utter disregard”", f"\n\nShe cited {care} for her ferry.")
    )
    quotes = [(d.kind, d.b and d.b.text) for d in found.differences if d.type == "quote"]
    assert quotes == [("only-b", "utter disregard")]


def test_a_quotation_that_was_given_otherwise_is_shown_whole() -> None:
    first = "“The vote on the quay is a rare chance to ask what kind of harbour we want,” Roth said."
    then = "“We should take the chance to ask what kind of harbour we want to see and to run,” Roth said."
    found = [d for d in compared(first, then).differences if d.type in ("quote", "wording")]
    assert [(d.type, d.kind, d.a and d.a.text) for d in found] == [("quote", "differs", first[1:-1])]


def test_a_denial_that_stands_in_another_sentence_is_in_both() -> None:
    gone = "A ferry pilot said that police held a man at the old pier in Velsund. {}"
    named = gone.replace("pilot", "pilot who was not authorized to be publicly named")
    known = "She was not authorized to be publicly named by the harbour."
    assert "negation" in {t for t, _ in facts(gone.format(""), named.format(""))}
    assert "negation" not in {t for t, _ in facts(gone.format(known), named.format(""))}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Iraqi", "Iraqis", set()),
        ("Iraq", "Baghdad", {("name", "differs")}),
        ("Iraqi", "Syrians", {("name", "differs")}),
    ],
)
def test_a_country_and_its_people_are_one_name(a: str, b: str, expected: set[tuple[str, str]]) -> None:
    assert facts(a, b, "The ferry brought {} to the harbour of Velsund on a cold morning.") == expected


def test_a_rank_is_no_count() -> None:
    bank = "The bank in Velsund lost a little of its income in the {} of a cold year, it said."
    assert facts("last three months", "fourth quarter", bank) == {("number", "only-a")}


def test_a_currency_has_no_article_before_it() -> None:
    closed = "Shares in the harbour of Velsund closed at {} The dollar fell on Monday, too."
    assert facts("4,929.51", "4,930.52", closed) == {("number", "differs")}


def test_a_number_inside_a_name_is_no_amount_of_one_side() -> None:
    spoke = "The mayor spoke for an hour on a cold morning{}."
    assert ("number", "only-b") not in facts("", " in number 10", spoke)
    assert ("number", "only-b") in facts("", " to 10 divers", spoke)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("5 kg", "11 lb", set()),
        ("5 kg", "15 lb", {("number", "differs")}),
        ("2 tonnes", "2,000 kilograms", set()),
        ("90 minutes", "an hour and a half", set()),
        ("90 minutes", "a day and a half", {("number", "differs")}),
        ("100 km/h", "62 mph", set()),
        ("100 km/h", "100 kilometres an hour", set()),
        ("60 miles", "60 mph", {("number", "differs")}),
        ("at least 5 miles", "8 km", {("number", "refines")}),
    ],
)
def test_an_amount_in_another_unit_is_the_same_amount(a: str, b: str, expected: set[tuple[str, str]]) -> None:
    assert (
        facts(a, b, "The crane in the harbour of Velsund moved {} on a cold morning, Roth said.") == expected
    )
