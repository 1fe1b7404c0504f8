"""How the processor time of every public function grows over adversarial texts.

    python tests/bench/growth.py [--sizes 10000,40000,160000] [--only compare,split] [--texts names,prose]

Prints for each function and text the seconds at each size, and the exponent between the last two sizes that
took more than a tenth of a second; a star where it is above 1.15.
"""

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "growth"))

from adversarial import TEXTS
from public_functions import FUNCTIONS

import dedup

LEAST = 0.1
BOUND = 1.15


def seconds(call: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    with suppress(dedup.DedupError):  # a text may be refused
        call(text)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,40000,160000")
    parser.add_argument("--only", default=",".join(FUNCTIONS))
    parser.add_argument("--texts", default=",".join(TEXTS))
    parser.add_argument(
        "--limit", type=float, default=20, help="seconds after which larger sizes are left out"
    )
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    for function in options.only.split(","):
        FUNCTIONS[function](TEXTS["prose"](2_000))  # what is loaded at the first call
        for name in options.texts.split(","):
            taken: list[float] = []
            for size in sizes:
                taken.append(seconds(FUNCTIONS[function], TEXTS[name](size)))
                if taken[-1] > options.limit:
                    break
            found = [(size, spent) for size, spent in zip(sizes, taken, strict=False) if spent > LEAST]
            exponent = None
            if len(found) > 1:
                (small, before), (large, after) = found[-2:]
                exponent = log(after / before) / log(large / small)
            shown = "" if exponent is None else f"{exponent:5.2f}{' *' if exponent > BOUND else ''}"
            print(
                f"{function:14} {name:28} {' '.join(f'{spent:8.2f}' for spent in taken)} {shown}", flush=True
            )


if __name__ == "__main__":
    main()
