r"""How much of what is edited in real stories the comparer tells, and what it tells beside it.

    python tests/bench/edits.py STORIES... [--limit 300] [--seed 1] \
        [--only edits|rewrites|structure] [--show 5]

STORIES are files or folders of any format that dedup reads; English ones of 120 to 800 words are taken, a
random sample of them. Three measures: edits of known types, one to four a paragraph (recall by type, facts
told of untouched paragraphs, facts told beside the edits); rewrites that mean the same (facts told, by
family); paragraphs moved, split, merged, added and dropped (F1). The edits are made by regular expressions
that share no code with the comparer. `--show` prints so many misses and false facts of every kind.
"""

import argparse
import random
import re
import sys
from collections import Counter
from pathlib import Path

import dedup
from dedup.types import Difference

sys.path.insert(0, str(Path(__file__).parents[1] / "comparison"))

from controlled_edits import INJECTORS, measure
from rewrites import REWRITES, stated
from structure_edits import KINDS, score


def sample(sources: list[str], limit: int, seed: int) -> list[str]:
    """Texts of the stories in some sources, paragraphs parted by blank lines."""
    texts = [
        "\n\n".join(" ".join(p.split()) for p in re.split(r"\n\s*\n", story.text) if p.strip())
        for story in dedup.read(sources)
        if story.lang in (None, "en") and 120 <= len(story.text.split()) <= 800
    ]
    texts = sorted(set(texts))
    random.Random(seed).shuffle(texts)
    return texts[:limit]


def shown(difference: Difference) -> str:
    sides = " | ".join(
        "–" if s is None else f"¶{s.paragraph} {s.text[:70]}" for s in (difference.a, difference.b)
    )
    return f"{difference.group} {difference.type}: {sides}"


def edits(texts: list[str], seed: int, show: int) -> None:
    found = measure(texts, seed)
    for kind in INJECTORS:
        share = found.found[kind] / max(found.made[kind], 1)
        print(f"{kind:20s} {found.found[kind]:5d} of {found.made[kind]:5d}  {share:.3f}")
    print(f"{'all':20s} {sum(found.found.values()):5d} of {sum(found.made.values()):5d}")
    print(
        f"{found.stories} stories; false facts a story {len(found.false) / found.stories:.3f}, "
        f"beside edits {len(found.side) / found.stories:.3f}"
    )
    listed: Counter[str] = Counter()
    for _, edit, near in found.missed:
        listed[edit.kind] += 1
        if listed[edit.kind] <= show:
            print(f"missed {edit.kind}: ¶{edit.paragraph} [{edit.before}] -> [{edit.after}]")
            print("".join(f"    {shown(d)}\n" for d in near if d.group != "style"), end="")
    for name, flags in (("false", found.false), ("beside", found.side)):
        for _, flag in flags[: 4 * show]:
            print(f"{name}: {shown(flag)}")


def rewrites(texts: list[str], show: int) -> None:
    used = facts = 0
    for name, rewrite in REWRITES.items():
        tried = [found for text in texts if (found := stated(text, rewrite)) is not None]
        flags = [flag for found in tried for flag in found]
        used += bool(tried)
        facts += len(flags)
        print(f"{name:25s} {len(flags):3d} facts in {len(tried):4d} rewritten stories")
        print("".join(f"    {shown(flag)}\n" for flag in flags[:show]), end="")
    print(f"{facts} facts in {used} families over {len(texts)} stories")


def structure(texts: list[str], seed: int) -> None:
    fit = [text for text in texts if text.count("\n\n") >= 7]
    true, false, missed = score(fit, seed)
    for kind in KINDS:
        print(f"{kind:10s} true {true[kind]:4d}  false {false[kind]:4d}  missed {missed[kind]:4d}")
    right, wrong = true.total(), false.total() + missed.total()
    print(f"F1 {2 * right / max(2 * right + wrong, 1):.4f} over {len(fit)} stories")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sources", nargs="+", metavar="STORIES")
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["edits", "rewrites", "structure"])
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    texts = sample(given.sources, given.limit, given.seed)
    if given.only in (None, "edits"):
        edits(texts, given.seed, given.show)
    if given.only in (None, "rewrites"):
        rewrites(texts, given.show)
    if given.only in (None, "structure"):
        structure(texts, given.seed)


if __name__ == "__main__":
    main()
