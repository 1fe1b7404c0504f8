"""False duplicates in small batches of look-alikes: what one source or one series sends in a day.

    python tests/bench/small_batches.py --corpora DIR --batches 2000

Each batch has 2 to 40 stories, no two of which are the same, and one edited copy of one of them. Kinds:

- `background`: bodies of news under, over or in which a paper pasted one passage of 30 to 300 words of
another story;
- `teaser`: their first 15 to 60 words before a consent, subscription, sponsor or about text of 30 to 300
words;
- `consent`: such a text before the first 15 to 200 words of their bodies;
- `retold`: the first 25 to 80 words of reports of one event by several papers, and of other events, before
one such text;
- `about`: made-up releases of one firm with its "about" of 60 to 140 words;
- `furniture`: whole bodies, or their first 60 to 200 words, between header and footer of one site;
- `form`: made-up fillings of one made-up form (forecasts, results, notices, grants), with a headline or
without one;
- `series`: items of one series of a wire, told apart by the ticker in the headline;
- `template`: press releases of one form, by judged pairs.

Printed for each kind: pairs of different stories, how many of them became duplicates, that number in a
thousand, and how many of the copies were found.
"""

import argparse
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

from dedup.pipeline import cluster
from dedup.settings import Settings

TICKER = re.compile(r"<([A-Z.]+)>")
FURNITURE = (
    "We and our partners store information on your device and read it, such as cookies and other "
    "identifiers.",
    "You may accept, refuse or set out your choices in detail, and change your mind at any time in the menu.",
    "With your leave we measure how often pages are opened and show advertisements that suit your interests.",
    "This article is for subscribers. Sign in, or take out a trial for one month, to go on reading.",
    "A subscription gives you all reports, the archive, the crossword and two letters a week.",
    "This episode is brought to you by the makers of Tarnfield mattresses; listeners save a tenth with "
    "the code SLEEP.",
    "Send questions and corrections to the desk; letters may be shortened before they are printed.",
    "The company makes valves, pumps and measuring devices in nine countries and employs 4,300 people.",
    "Founded in 1911, it is listed in Corran and has paid a dividend in each of the past forty years.",
    "Statements about the future rest on what the management expects today and may turn out to be wrong.",
    "No part of this page may be copied, stored or sent on without the written consent of the publisher.",
    "Follow us, share this page with friends, or listen to the daily podcast on any of the usual platforms.",
    "The reader council meets on the first Thursday of each month in the hall behind the printing works.",
    "Advertisers have no say in what our reporters write, and are told so when they book a space.",
    "Prices, fares and opening hours were right when this was written and are given without guarantee.",
    "Our newsletter is free, comes at seven each morning and can be ended with one click at its foot.",
    "Support for this work comes from the Halden Foundation and from the gifts of more than 9,000 readers.",
    "If you are in need, call the helpline of the Samaritan League at any hour; nobody asks for your name.",
)
FORMS = (
    "{place} forecast for {day}: {sky} at first, then {sky2} from the {side}. Highest {n1} degrees, "
    "lowest {n2}. Wind "
    "{side2}, force {n3}, in gusts {n4}. Sunrise is at {n5}, sunset at {n6}. The next forecast for "
    "{place} comes at noon.",
    "{person}, {n1}, of {place}, passed away on {day} at home among family. Born in {place2}, {person} "
    "worked for {n2} years "
    "at the {firm} works and sang in the choir. There remain {n3} children and {n4} grandchildren. The "
    "service is on {day2} "
    "at {n5} in the chapel of {place}. Instead of flowers the family asks for gifts to the hospice.",
    "{firm} Corp said net income for the quarter was {n1} million, against {n2} million a year before. "
    "Revenue came to {n3} "
    "million. The board declared a dividend of {n4} cents, payable to holders of record on {day}. Chief "
    "executive {person} "
    "said the outlook remains sound. {firm} is based in {place}.",
    "Senator {senator} announced today that the {place} fire department will receive a grant of "
    "{n1},{n2} dollars from the "
    "federal program for fire fighters. The money will pay for {n3} sets of protective gear and the "
    "training of {n4} "
    "volunteers. The program helps departments to meet the needs of their communities. Our first "
    "responders risk their "
    "lives for us every day, {senator} said. This grant makes sure they have the tools that they need.",
    "Shares in {place} closed {move} on {day}. The index {verb} {n1} points to {n2}. {firm} led with "
    "{n3} per cent after its "
    "figures, while {firm2} {verb2} {n4} per cent. Turnover was {n5} million. Dealers said the market "
    "waits for data on prices.",
    "{person}, {n1}, of {place}, died at home on {day}, with the family around. Born in {place2}, {person} "
    "was a {trade} for {n2} years and is remembered for a ready smile and a kind word for everybody. "
    "{person2} survives, with {n3} grandchildren, nieces, nephews and friends. Friends may call at the "
    "{home} Funeral Home, 14 Station Road, on the evening before the service between five and eight. The "
    "service will be held at {church} on {day2} at {n4} o'clock, with burial to follow. Instead of flowers "
    "the family asks for gifts to the hospice. {home} has charge of arrangements; condolences may be left "
    "in the book at the door or sent by post.",
)  # fmt: skip
HEADLINES = (
    "Weather: {place}",
    "Obituary: {person}",
    "{firm} reports quarter",
    "{place} fire department gets grant",
    "{place} stocks close {move}",
    "In memoriam: {person}",
)
"""Headlines of the forms."""

RELEASES = (
    ("{firm} opens plant at {place}", "today opened a plant at {place} that will fill {n1} million vials a "
     "year. The plant, built in {n2} months, employs {n3} people. {place} gives us room to grow, said "
     "{person}, head of production."),
    ("{firm} names finance chief", "today named {person} chief financial officer. The new chief joins on "
     "{day} from {firm2} and succeeds {person2}, who retires after {n1} years."),
    ("{firm} buys unit from {firm2}", "today agreed to buy the animal vaccines of {firm2} for {n1} million "
     "crowns. The unit had sales of {n2} million crowns last year and will move to {place}."),
    ("Regulator clears {firm} pill", "said the medicines agency approved its pill against {place} fever, "
     "the first of its kind. A trial of {n1} patients showed that it shortened illness by {n2} days."),
    ("{firm} recalls {n1} lots", "recalls {n1} lots of its cough syrup after glass was found in {n2} "
     "bottles. Nobody was hurt. Pharmacies in {place} and {place2} should send them back by {day}."),
    ("{firm} to close {place} laboratory", "will close its laboratory in {place} at the end of the year. "
     "Of {n1} researchers {n2} are offered posts in {place2}, the others a settlement."),
    ("Court dismisses suit against {firm}", "won in the court of {place}, which dismissed a suit by {n1} "
     "farmers over its sheep dip. {person}, who speaks for them, said they will appeal."),
    ("{firm} sponsors {place} marathon", "is the sponsor of the {place} marathon for {n1} years. The run on "
     "{day} expects {n2} thousand starters; {person}, winner of the last one, is among them."),
)  # fmt: skip
"""Headlines and texts of a firm's releases."""

ABOUT = (
    "About {firm}: {firm} is a maker of medicines against neglected diseases.",
    "Founded in {n5} in {place5}, {firm} employs {n6} people in nine countries and spends a fifth of its "
    "sales on research.",
    "Its shares are listed in {place5} and {place6}.",
    "This release contains statements about the future, among them statements on the timing of approvals, on "
    "sales and on the outcome of trials.",
    "Such statements rest on the present views of the management and are subject to risks that may cause "
    "results to differ.",
    "{firm} is under no duty to update them, save where the law requires it.",
    "Readers should consult the part on risks in the annual report before they buy or sell shares.",
    "Questions of the press go to {person5}, those of investors to {person6}; both are in {place5}.",
)  # fmt: skip
"""Sentences of a firm's "about"."""

WORDS = {
    "sky": ["sunny", "overcast", "showers", "fog", "bright spells", "rain", "snow", "drizzle"],
    "side": ["west", "north", "east", "south", "southwest", "northwest"],
    "day": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "trade": ["signalman", "midwife", "baker", "teacher", "driver", "welder", "nurse", "printer", "mason"],
    "church": ["Holy Cross", "All Souls", "New Hope Chapel", "St Bride", "the Seamen's Church"],
    "move": ["higher", "lower", "mixed", "little", "changed"],
    "verb": ["rose", "fell", "added", "lost", "gained", "shed"],
}

Record = dict[str, object]
Make = Callable[[random.Random, int], list[Record]]


def load(path: Path) -> list[dict[str, object]]:
    """Records of a JSON Lines file, gzip'ed or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        return [json.loads(line) for line in file]


def bodies(folder: Path) -> list[Record]:
    """One story of each event, of those with 120 words and more."""
    found: dict[str, Record] = {}
    for name, label in (
        ("basil_triples.jsonl.gz", "event"),
        ("newsedits_sample.jsonl.gz", "duplicate_cluster"),
    ):
        for record in load(folder / name):
            text = str(record["text"])
            if len(text.split()) >= 120:
                event = str(record["labels"][label])  # type: ignore[index]
                found.setdefault(event, {"title": record["title"], "text": text})
    return list(found.values())


def passage(draw: random.Random, record: Record, low: int, high: int) -> str:
    words = str(record["text"]).split()
    size = draw.randint(low, high)
    first = draw.randrange(max(len(words) - size, 0) + 1)
    return " ".join(words[first : first + size])


def furniture(draw: random.Random, low: int, high: int) -> list[str]:
    goal, parts = draw.randint(low, high), draw.sample(FURNITURE, len(FURNITURE))
    chosen: list[str] = []
    while parts and sum(len(part.split()) for part in chosen) < goal:
        chosen.append(parts.pop())
    return chosen


def on_one_site(draw: random.Random, some: list[Record], above: float) -> list[Record]:
    """The records among the furniture of one site, a share of it above them; in half of the sites a line of
    it differs from page to page."""
    lines = furniture(draw, 30, 300)
    cut = round(above * len(lines))
    counter = draw.randint(0, len(lines)) if draw.random() < 0.5 else None
    made = []
    for record in some:
        mine = [*lines]
        if counter is not None:
            mine.insert(counter, f"{draw.randint(2, 999)} readers have written to us, {name(draw)} was last.")
        text = "\n\n".join([" ".join(mine[:cut]), str(record["text"]), " ".join(mine[cut:])])
        made.append({**record, "text": text.strip()})
    return made


def head(record: Record, draw: random.Random, low: int, high: int) -> Record:
    words = str(record["text"]).split(" ")
    return {**record, "text": " ".join(words[: draw.randint(low, high)])}


def within(text: str, block: str, place: float) -> str:
    """A text with a block behind that share of its words."""
    words = text.split(" ")
    cut = round(place * len(words))
    parts = " ".join(words[:cut]), block, " ".join(words[cut:])
    return "\n\n".join(part for part in parts if part)


def name(draw: random.Random) -> str:
    letters = "ka lo mer tan vi sel dor ul bra nes pol wick ham ford ey ston gar li ro den"
    parts = letters.split(" ")
    return "".join(draw.choices(parts, k=draw.randint(2, 3))).capitalize()


def filled(draw: random.Random, form: str, fixed: dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        key = match.group(1)
        if key in fixed:
            return fixed[key]
        kind = key.rstrip("0123456789")
        if kind == "n":
            return str(draw.randint(100, 999) if draw.random() < 0.4 else draw.randint(2, 98))
        made = draw.choice(WORDS[kind]) if kind in WORDS else name(draw)
        if kind == "person":
            made = f"{made} {name(draw)}"
        memory[key] = made
        return made

    memory: dict[str, str] = {}
    return re.sub(r"\{(\w+)\}", lambda match: memory.get(match.group(1)) or value(match), form)


def edited(draw: random.Random, record: Record) -> Record:
    """A copy with one word in 25 changed."""
    words = str(record["text"]).split(" ")
    spare = [word for word in words if word.islower()] or words
    return {
        **record,
        "text": " ".join(word if draw.random() > 0.04 else draw.choice(spare) for word in words),
    }


def kinds(folder: Path) -> dict[str, Make]:
    """How a batch of so many stories is drawn, by kind."""
    news = bodies(folder)
    reports: dict[str, list[Record]] = defaultdict(list)
    for record in load(folder / "basil_triples.jsonl.gz"):
        event = str(record["labels"]["event"])  # type: ignore[index]
        reports[event].append({"title": record["title"], "text": record["text"]})
    series: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in load(folder / "throughput_reuters.jsonl.gz"):
        ticker = TICKER.search(str(record["title"]))
        topics = record["labels"]["topic"]  # type: ignore[index]
        if ticker and topics and len(str(record["text"]).split()) >= 30:
            tail = str(record["title"]).split(">")[-1].strip()[-12:]
            series[str(topics[0]), tail].append(
                {"title": record["title"], "text": record["text"], "ticker": ticker.group(1)}
            )
    rows = [some for some in series.values() if len({str(row["ticker"]) for row in some}) >= 5]
    releases = {str(record["id"]): record for record in load(folder / "senate_2006_03.jsonl.gz")}
    forms: dict[str, set[str]] = defaultdict(set)
    for pair in load(folder / "senate_2006_03.pairs.jsonl"):
        if pair["label"] == "template":
            forms[str(pair["a"])].add(str(pair["b"]))
            forms[str(pair["b"])].add(str(pair["a"]))

    def background(draw: random.Random, n: int) -> list[Record]:
        *some, other = draw.sample(news, n + 1)
        block = passage(draw, other, 30, 300)
        place = draw.choice((0.0, 0.5, 1.0))
        return [{**record, "text": within(str(record["text"]), block, place)} for record in some]

    def consent(draw: random.Random, n: int) -> list[Record]:
        some = [head(record, draw, 15, 200) for record in draw.sample(news, n)]
        return on_one_site(draw, some, 1.0)

    def retold(draw: random.Random, n: int) -> list[Record]:
        events = draw.sample(sorted(reports), -(-n // 2))
        some = [record for event in events for record in draw.sample(reports[event], 2)][:n]
        return on_one_site(draw, [head(record, draw, 25, 80) for record in some], draw.choice((0.0, 0.3)))

    def about(draw: random.Random, n: int) -> list[Record]:
        firm = {"firm": name(draw)}
        foot = filled(draw, " ".join(ABOUT[: draw.randint(4, len(ABOUT))]), firm)
        chosen = draw.sample(RELEASES, min(n, len(RELEASES)))
        made = (filled(draw, f"{title}\n{{firm}} {text}", firm).split("\n") for title, text in chosen)
        return [{"title": title, "text": f"{text}\n\n{foot}"} for title, text in made]

    def teaser(draw: random.Random, n: int) -> list[Record]:
        some = [head(record, draw, 15, 60) for record in draw.sample(news, n)]
        return on_one_site(draw, some, draw.choice((0.0, 0.3)))

    def framed(draw: random.Random, n: int) -> list[Record]:
        top, foot = " ".join(furniture(draw, 5, 60)), " ".join(furniture(draw, 30, 200))
        some = draw.sample(news, n)
        if draw.random() < 0.5:
            some = [head(record, draw, 60, 200) for record in some]
        return [{**record, "text": f"{top}\n\n{record['text']}\n\n{foot}"} for record in some]

    def form(draw: random.Random, n: int) -> list[Record]:
        number = draw.randrange(len(FORMS))
        fixed = {"senator": name(draw), "home": name(draw)}
        headline = HEADLINES[number] if draw.random() < 0.5 else ""
        made = (filled(draw, f"{headline}\n{FORMS[number]}", fixed).split("\n") for _ in range(n))
        return [{"title": title, "text": text} for title, text in made]

    def wire(draw: random.Random, n: int) -> list[Record]:
        some = draw.choice(rows)
        by_firm = {str(row["ticker"]): row for row in draw.sample(some, len(some))}
        return [{"title": row["title"], "text": row["text"]} for row in [*by_firm.values()][:n]]

    def template(draw: random.Random, n: int) -> list[Record]:
        first = draw.choice(sorted(forms))
        chosen: list[str] = [first]
        for other in draw.sample(sorted(forms[first]), len(forms[first])):
            if all(other in forms[one] for one in chosen) and len(chosen) < n:
                chosen.append(other)
        return [{"title": releases[one]["title"], "text": releases[one]["text"]} for one in chosen]

    return {
        "about": about,
        "background": background,
        "consent": consent,
        "retold": retold,
        "teaser": teaser,
        "furniture": framed,
        "form": form,
        "series": wire,
        "template": template,
    }


def batches(make: dict[str, Make], count: int, seed: int) -> Iterator[tuple[str, list[Record]]]:
    """Kind and stories of each batch; the last story is an edited copy of the first."""
    draw = random.Random(seed)
    names = sorted(make)
    for number in range(count):
        kind = names[number % len(names)]
        some = make[kind](draw, round(2 * 20 ** draw.random()))
        yield (
            kind,
            [{**record, "id": str(place)} for place, record in enumerate([*some, edited(draw, some[0])])],
        )


def false_pairs(labels: Iterable[int]) -> list[tuple[int, int]]:
    """Pairs of one cluster, without the first story's copy, which is the last."""
    *own, _ = labels
    return [(a, b) for a, b in combinations(range(len(own)), 2) if own[a] == own[b]]


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--corpora", type=Path, required=True, help="folder of labelled sets")
    given.add_argument("--batches", type=int, default=2000)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--events", action="store_true", help="count pairs of one event instead")
    given.add_argument("--show", type=int, default=0, help="print the openings of so many false pairs")
    options = given.parse_args()
    counted: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(4, np.int64))
    shown = 0
    for kind, records in batches(kinds(options.corpora), options.batches, options.seed):
        result = cluster(records, settings=Settings(), events=options.events)
        labels = result.labels("event" if options.events else "duplicate").tolist()
        wrong, n = false_pairs(labels), len(records) - 1
        counted[kind] += n * (n - 1) // 2, len(wrong), labels[0] == labels[-1], 1
        for a, b in wrong[:1]:
            if shown < options.show:
                shown += 1
                print(
                    f"--- {kind}, {n} stories", *(str(records[at]["text"])[:500] for at in (a, b)), sep="\n"
                )
    print(f"{'kind':<12}{'pairs':>9}{'false':>8}{'in 1,000':>10}{'copies found':>14}")
    for kind, row in [*sorted(counted.items()), ("all", np.sum([*counted.values()], axis=0))]:
        pairs, wrong_pairs, copies, count = row.tolist()
        rate = 1000 * wrong_pairs / max(pairs, 1)
        print(f"{kind:<12}{pairs:>9}{wrong_pairs:>8}{rate:>10.2f}{copies:>7} of {count}")


if __name__ == "__main__":
    main()
