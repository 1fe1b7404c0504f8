"""Words that stand for one another when two reporters tell one event: what retold sentences are compared by.

Two agencies share few words, but they write of the same country by its name, its people, its capital or its
government, and use different verbs for one act. A concept is such a set of words, or the stem of a word
that is in none. The sets are common knowledge, English only; they serve to find passages that belong
together, never to call two wordings equal.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from scipy import sparse
from sklearn.preprocessing import normalize

from dedup.comparison.align import similarities
from dedup.comparison.tokens import Sentence, Token
from dedup.text.background import background
from dedup.text.terms import terms

COUNTRIES = """ russia russian russians moscow kremlin putin | U.S. america american americans washington
pentagon | uk british britain briton britons england london downing | france french paris elysee | germany
german germans berlin | italy italian italians rome | spain spanish madrid | china chinese beijing | japan
japanese tokyo | india indian indians delhi | pakistan pakistani islamabad | iran iranian iranians tehran |
iraq iraqi iraqis baghdad | syria syrian syrians damascus assad | turkey turkish turks ankara | israel
israeli israelis jerusalem | egypt egyptian egyptians cairo | saudi riyadh | afghanistan afghan afghans
kabul | ukraine ukrainian ukrainians kiev kyiv | poland polish warsaw | greece greek greeks athens |
portugal portuguese lisbon | netherlands dutch hague | belgium belgian brussels | sweden swedish stockholm |
norway norwegian oslo | denmark danish copenhagen | finland finnish helsinki | ireland irish dublin |
switzerland swiss bern | austria austrian vienna | hungary hungarian budapest | romania romanian bucharest |
bulgaria bulgarian sofia | serbia serbian belgrade | canada canadian canadians ottawa | mexico mexican
mexicans | brazil brazilian brazilians brasilia | argentina argentine argentinian | chile chilean santiago |
colombia colombian bogota | venezuela venezuelan caracas | cuba cuban havana | australia australian
australians canberra | indonesia indonesian jakarta | philippines philippine filipino manila | thailand thai
bangkok | vietnam vietnamese hanoi | korea korean koreans seoul pyongyang | myanmar burma burmese | nigeria
nigerian abuja | kenya kenyan nairobi | ethiopia ethiopian | sudan sudanese khartoum | libya libyan tripoli
| tunisia tunisian tunis | algeria algerian algiers
| morocco moroccan rabat | yemen yemeni sanaa | lebanon lebanese beirut | jordan jordanian amman | qatar
qatari doha | europe european eu
| isis isil daesh | un
"""

ACTS = """ attack attacks attacked assault strike strikes struck airstrike airstrikes raid raids bombing
bombings bombed bombardment hit hits shelling
| kill kills killed dead death deaths die died dies dying fatal fatally fatalities toll perished slain
| injure injured injuries wounded hurt wounds
| ask asked asks asking request requested seek seeks sought demand demanded demands urge urged urges call
calls called appeal appealed question questioned query | warn warned warns warning warnings alert alerted
alerts inform informed notify notified notification tell told
| stop stops stopped halt halted cease ceased end ended suspend suspended cancel cancelled
| answer answers explanation explain explained respond responded response reply replied account
| say said statement announced announcement told spokesman spokeswoman spokesperson
| concern concerns concerned worry worried worries anxiety fear fears
| fight fights fighting fought battle battles battling combat clash clashes
| rebels rebel fighters fighter militants militant insurgents opposition | troops soldiers forces military
army
| police officers officer detectives investigators | arrest arrested detain detained custody held
| blast explosion exploded bomb detonated | crash crashed collision collided derailed | fire blaze flames
burned burnt | vote votes voted ballot election elections poll polls | win won victory | resign resigned
quit step stepped resignation
| buy bought purchase acquire acquired acquisition takeover offer bid deal | price prices cost costs worth
| rise rose risen increase increased climb climbed jump jumped surge surged gain gained up
| fall fell fallen drop dropped decline declined decrease decreased down | cut cuts reduce reduced slash
slashed
| save saved rescue rescued rescuers | missing lost unaccounted | hospital hospitals doctors medics treated
| quake earthquake tremor | flood floods flooding flooded | storm hurricane typhoon cyclone
| boat ferry ship vessel ships vessels | plane aircraft jet flight airliner | train rail railway | road
highway motorway
| workers employees staff jobs | union unions strikers | company firm group business
| minister secretary official officials | president leader | government authorities administration cabinet
| court judge trial tribunal | lawyer lawyers attorney counsel | charge charged charges accused indicted
| child children boy girl pupils students | people residents locals villagers | home homes houses house
| begin began begun start started launch launched | plan plans planned intend intends aim aims
| money funds fund million aid | ban banned bans prohibit prohibited forbidden bar barred
| agree agreed agreement deal accord pact treaty truce ceasefire | talks negotiations meeting met session
summit call
"""


@cache
def _sets() -> dict[str, str]:
    found: dict[str, str] = {}
    for listed in (COUNTRIES, ACTS):
        for number, words in enumerate(listed.replace("\n", " ").split("|")):
            for word in words.split():
                found.setdefault(word, f"{number}{words.split()[0]}")
    return found


def concepts(tokens: Sequence[Token]) -> list[str]:
    """The concepts of some tokens, in order; function words are left in (they weigh nothing)."""
    sets = _sets()
    return [sets.get(t.key) or stem(t.key) for t in tokens]


@cache
def stem(key: str) -> str:
    """The stem of an English word."""
    return (terms(key, "en") or [key])[0]


@cache
def _members() -> dict[str, tuple[str, ...]]:
    members: dict[str, list[str]] = {}
    for word, concept in _sets().items():
        members.setdefault(concept, []).append(stem(word))
    return {concept: tuple(words) for concept, words in members.items()}


@lru_cache(maxsize=100_000)
def rarity(concept: str) -> float:
    """IDF of a concept in news at large (natural logarithm); a set is as frequent as its words together."""
    idf = background().term_idf(_members().get(concept, (concept,)))
    return float(max(0.0, -np.log(np.exp(-idf).sum())))


def similarity(a: Sequence[Sentence], b: Sequence[Sentence]) -> dict[tuple[int, int], float]:
    """Cosine (0 to 1) of sentences of two stories by their concepts, those that many sentences share
    weighing less.

    What both stories speak of in every sentence tells none of their sentences from the others, so the
    background IDF is multiplied by the IDF within the two stories; a sentence that stands twice counts
    once.
    """
    if not a or not b:
        return {}
    numbers: dict[str, int] = {}
    bags = [concepts(s.tokens) for s in [*a, *b]]
    columns = [numbers.setdefault(c, len(numbers)) for bag in bags for c in bag]
    ends = np.cumsum([0, *map(len, bags)])
    counts = sparse.csr_matrix(
        (np.ones(len(columns)), columns, ends), shape=(len(bags), max(len(numbers), 1))
    )
    counts.sum_duplicates()
    distinct = sorted({tuple(sorted(bag)): k for k, bag in enumerate(bags)}.values())
    often = np.bincount(counts[distinct].indices, minlength=counts.shape[1])
    local = np.log((1 + len(distinct)) / np.maximum(often, 1)) / np.log(1 + len(distinct))
    idf = np.array([rarity(c) for c in numbers]) if numbers else np.zeros(1)
    counts.data = (1 + np.log(counts.data)) * (idf * local)[counts.indices]
    weighted = normalize(counts)
    table = sparse.coo_matrix(similarities(weighted[: len(a)], weighted[len(a) :]))
    return {(int(i), int(j)): float(v) for i, j, v in zip(table.row, table.col, table.data, strict=True)}
