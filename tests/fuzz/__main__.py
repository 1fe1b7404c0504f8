"""The long form of the fuzzer.

    python -m tests.fuzz --inputs 10000000 --seed 1 [--only csv,commands]

An input that breaks a promise is named with its seed (`--only NAME --seed N --inputs 1` repeats it), and the
run goes on; the exit code is 1 when there was one. It may be ended at any time with Ctrl-C.
"""

import argparse
import logging
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fuzz_checks import MEGABYTES, chosen, memory, one


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0, help="of the first input; each has the next one")
    parser.add_argument("--only", default="", help="checks, separated by commas")
    options = parser.parse_args()
    names = chosen([name for name in options.only.split(",") if name])
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    found, done, begin = 0, 0, time.monotonic()
    for name in names:
        one(name, 0, Path(tempfile.gettempdir()))  # what is loaded once is no cost of an input
    held = memory()
    with tempfile.TemporaryDirectory() as folder:
        try:
            for seed in range(options.seed, options.seed + options.inputs):
                name = names[seed % len(names)]
                try:
                    one(name, seed, Path(folder))
                    if memory() > held + MEGABYTES:
                        held = memory()
                        raise MemoryError(f"{held:.0f} MB")
                except Exception:
                    found += 1
                    print(
                        f"--only {name} --seed {seed} --inputs 1", traceback.format_exc(limit=-4), flush=True
                    )
                done += 1
                if done % 10_000 == 0:
                    spent = time.monotonic() - begin
                    print(f"{done:,} inputs, {found} found, {spent:,.0f} s, {memory():.0f} MB", flush=True)
        except KeyboardInterrupt:
            pass
    print(f"{done:,} inputs, {found} found, {time.monotonic() - begin:,.0f} s, {memory():.0f} MB")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
