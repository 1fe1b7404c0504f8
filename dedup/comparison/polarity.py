"""Small words that turn a statement: negation, rise and fall, what is planned and what is done, how many,
where.

Each reading takes the changed words of both sides and says whether they differ in its own respect. Word
lists are English; changed words of other languages fall through to "wording".
"""

from collections.abc import Sequence

from dedup.comparison.attribution import HEDGES
from dedup.comparison.tokens import Token, Verdict
from dedup.text.normalise import listed

NEGATIONS = listed(
    "not no never none nobody nothing nowhere neither nor without cannot non hardly scarcely refused failed"
)
_STRICT_NEGATIONS = NEGATIONS - {"refused", "failed"}

_AXES = """ rise rises rose risen rising increase increases increased increasing climb climbs climbed
climbing jump jumps jumped jumping gain gains gained gaining surge surges surged surging grow grows grew
grown growing growth soar soars soared soaring advance advanced rally rallied rallying up higher upward
upwards upturn expand expanded expands expanding swell swelled strengthen strengthened strengthens improve
improved improves improving improvement raise raises raised raising accelerate accelerated | fall falls fell
fallen falling drop drops dropped dropping decrease decreases decreased decreasing decline declines declined
declining slip slips slipped slipping slide slides slid sliding slump slumps slumped slumping plunge plunges
plunged plunging tumble tumbles tumbled tumbling shrink shrinks shrank shrunk shrinking down lower downward
downwards downturn contract contracted contracts sink sank sunk weaken weakened weakens worsen worsened
worsens worsening lower lowers lowered lowering cut cuts reduce reduces reduced reducing reduction dip dips
dipped ease eased slow slowed lose loses lost losing loss losses ; more greater larger bigger most largest
biggest greatest | fewer less smaller smallest least ;
above over exceeding exceeds exceeded | below under beneath ;
win wins won winning victory victories winner winners | lose loses lost losing defeat defeats loser losers ;
profit profits profitable | loss losses unprofitable deficit deficits ; surplus surpluses | deficit deficits
; support supports supported supporting back backs backed backing favor favors favored endorse endorses
endorsed for | oppose opposes opposed opposing reject rejects rejected rejecting against block blocks
blocked condemn condemns condemned ; approve approves approved approving approval pass passes passed accept
accepts accepted accepting adopt adopted grant granted | reject rejects rejected rejecting rejection refuse
refuses refused refusing refusal deny denies denied denying decline declined veto vetoed disapprove
disapproved ; confirm confirms confirmed confirming admit admits admitted acknowledge acknowledged
acknowledges
| deny denies denied denying refute refuted dispute disputes disputed disputing
; agree agrees agreed agreement | disagree disagrees disagreed disagreement ; allow allows allowed allowing
permit permits permitted let lets legalize legalized | ban bans banned banning prohibit prohibits prohibited
forbid forbids forbade forbidden prevent prevented bar barred block blocked ; legal lawful | illegal
unlawful ; guilty convicted convict conviction | innocent acquitted acquit acquittal cleared ; safe | unsafe
dangerous ; likely probable possible | unlikely improbable impossible ; able | unable ; success successful
successfully succeed succeeds succeeded | failure unsuccessful unsuccessfully fail fails failed ; start
starts started starting begin begins began begun open opens opened opening launch launched
| stop stops stopped stopping end ends ended ending finish finished close closes closed closing halt halted
; before earlier prior | after later following ; first | last ; early | late ; good best better positive
optimistic | bad worst worse negative pessimistic ; strong stronger strongest | weak weaker weakest ; high
highest | low lowest ; maximum | minimum ; alive survived survive survivors | dead died killed ; arrive
arrives arrived arriving enter enters entered | leave leaves left leaving depart departs departed exit exits
exited ; buy buys bought buying purchase purchased | sell sells sold selling ; hire hires hired hiring |
fire fires fired firing dismiss dismissed ; include includes included including | exclude excludes excluded
excluding ; with | without ; majority | minority ; present | absent ; true | false ; public | private ; men
man male boy boys he his him son brother father husband | women woman female girl girls she her hers
daughter sister mother wife ; inside within | outside ; always | never ; friend friends ally allies | enemy
enemies foe foes ; happy pleased satisfied | unhappy displeased dissatisfied angry ; fair | unfair ; known |
unknown ; armed | unarmed ; conditional | unconditional ; tighten tightened tightens tightening | loosen
loosened relax relaxed relaxing ease eased easing ; import imports imported | export exports exported
"""

_POLES: dict[str, list[tuple[int, int]]] = {}
for _number, _axis in enumerate(_AXES.split(";")):
    for _side, _words in enumerate(_axis.split("|")):
        for _word in _words.split():
            _POLES.setdefault(_word, []).append((_number, _side))

_STATUS = """
planned: will shall expected planned scheduled due set poised going plan plans likely intends intend
intended plotting preparing prepares upcoming hopes aims aim seek seeks proposed proposes considering
consider would
; possible: may might could can possibly perhaps
; required: should must ought need needs
; done: has have had did done completed finished already
; ongoing: is are being currently ongoing continues continue continuing still
"""
_STATUS_OF = {
    word: name.strip()
    for name, _, words in (line.partition(":") for line in _STATUS.split(";"))
    for word in words.split()
}
_WEAK_STATUS = listed("is are has have had did being need needs set due can")

_SIGNS = listed("loss losses profit profits deficit surplus")

QUANTIFIERS = listed(
    "all every each most many some several few no none half both majority minority dozens hundreds "
    "thousands scores numerous handful any once twice double triple couple various multiple entire "
    "whole part millions billions group only thrice"
)

DIRECTIONS = listed(
    "north south east west northern southern eastern western northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern north-east north-west south-east south-west "
    "central northbound southbound eastbound westbound left right downtown"
)
LOCATIVES = listed("in near outside inside off beside around toward behind across above below at")
_STRONG_LOCATIVES = listed("near outside inside off beside behind across")


def negation(a: Sequence[Token], b: Sequence[Token]) -> Verdict | None:
    """A negating word on one side only; "no" before a number is an abbreviation."""
    x = sum(t.key in _STRICT_NEGATIONS for t in a)
    y = sum(t.key in _STRICT_NEGATIONS for t in b)
    if (x % 2) == (y % 2):
        return None
    return Verdict("fact", "negation", "differs", "negated on one side only")


def polarity(a: Sequence[Token], b: Sequence[Token]) -> tuple[int, int] | None:
    """Numbers (within `a` and `b`) of two words at opposite poles of one axis."""
    for i, s in enumerate(a):
        for j, t in enumerate(b):
            for axis, side in _POLES.get(s.key, ()):
                if (axis, 1 - side) in _POLES.get(t.key, ()) and (axis, side) not in _POLES.get(t.key, ()):
                    return i, j
            if _unlike(s.key, t.key):
                return i, j
    return None


def sign(a: Sequence[Token], b: Sequence[Token]) -> Verdict | None:
    """Profit or loss on one side only: the sign of the amounts behind it."""
    x, y = {t.key for t in a} & _SIGNS, {t.key for t in b} & _SIGNS
    return Verdict("fact", "polarity", "differs", "profit or loss") if x != y else None


def _unlike(x: str, y: str) -> bool:
    short, long = sorted((x, y), key=lambda w: (len(w), w))
    return len(short) > 4 and any(
        long == prefix + short for prefix in ("un", "in", "im", "il", "ir", "dis", "non", "anti")
    )


def status(a: Sequence[Token], b: Sequence[Token]) -> Verdict | None:
    """Planned against possible, required, done or going on."""
    x = {_STATUS_OF[t.key] for t in a if t.key in _STATUS_OF}
    y = {_STATUS_OF[t.key] for t in b if t.key in _STATUS_OF}
    strong = any(t.key in _STATUS_OF and t.key not in _WEAK_STATUS for t in [*a, *b])
    if x == y or not strong:
        return None
    if ("possible" in x) != ("possible" in y) and {*x, *y} <= {"possible", "ongoing", "done"}:
        return Verdict("source", "hedge", "differs", "possible on one side only")
    kind = "update" if {*x, *y} >= {"planned", "done"} else "differs"
    return Verdict("fact", "status", kind, "planned, possible, required or done")


def hedge(a: Sequence[Token], b: Sequence[Token]) -> Verdict | None:
    """A word that makes the statement less certain, on one side only."""
    if any(t.key in HEDGES for t in a) == any(t.key in HEDGES for t in b):
        return None
    return Verdict("source", "hedge", "differs", "certain on one side, hedged on the other")


def quantifier(a: Sequence[Token], b: Sequence[Token]) -> Verdict | None:
    """Other words for how many."""
    x, y = {t.key for t in a} & QUANTIFIERS, {t.key for t in b} & QUANTIFIERS
    return Verdict("fact", "quantifier", "differs", "how many or how much") if x != y else None


def place(a: Sequence[Token], b: Sequence[Token]) -> Verdict | None:
    """Other points of the compass, or near against in."""
    x, y = {t.key for t in a}, {t.key for t in b}
    if x & DIRECTIONS != y & DIRECTIONS:
        return Verdict("fact", "place", "differs", "direction")
    both = (x & LOCATIVES, y & LOCATIVES)
    if all(both) and both[0] != both[1] and (both[0] | both[1]) & _STRONG_LOCATIVES:
        return Verdict("fact", "place", "differs", "place told by another preposition")
    return None
