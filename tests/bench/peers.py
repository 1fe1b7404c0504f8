"""dedup beside datasketch, rensa, gaoya, Daft and text-dedup: processor time, memory and quality, in one run.

    python tests/bench/peers.py --stories 50000 --rounds 3

Makes a planted corpus (`planted.py`; or takes `--corpus` and `--labels`) and, unless the peers can be
imported here, a virtual environment with the pins of the extra `bench`. Then every tool goes from the JSON
lines file to clusters, each in a process of its own, once a round, in an order that rotates. Processor time
is user and system time of the process, start-up, imports, reading and writing included; the row `read` only
reads and parses. dedup runs once before the rounds, so that no round finds cold files.

Time moves by a fifth with what else the machine does. So read the ratios: each is the median of the ratios
within a round, its range beside it. The signatures (`sign`) are timed inside the process, without reading.
"""

import argparse
import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
MODULES = ("dedup", "datasketch", "xxhash", "rensa", "gaoya", "daft", "text_dedup", "orjson")
CLUSTERING = ("dedup", "read", "Daft", "gaoya", "rensa", "text-dedup", "datasketch+xxh3", "datasketch")
SIGNING = ("dedup native", "dedup numpy", "Daft", "gaoya", "rensa", "datasketch+xxh3", "datasketch")
ALONE = "text-dedup==0.4.0"
"""Installed without what it asks for: its MinHash command needs none of PySpark, ONNX and Sphinx."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds of processor and of the clock, megabytes at the peak."""

    cpu: float
    wall: float
    rss: float


@dataclass(slots=True)
class Row:
    """One tool over all rounds."""

    name: str
    runs: list[Run] = field(default_factory=list)
    signing: list[float] = field(default_factory=list)
    quality: dict[str, float] = field(default_factory=dict)
    error: str = ""


def interpreter(folder: Path) -> str:
    """This Python if it has all that is compared, else that of an environment made in `folder`."""
    if all(importlib.util.find_spec(name) for name in MODULES):
        return sys.executable
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print(f"making {folder}", file=sys.stderr)
        venv.create(folder, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--editable", f"{ROOT}[bench]"], check=True)
    subprocess.run([*pip, "--no-deps", ALONE], check=True)
    return str(python)


def pins() -> list[str]:
    """The requirements of the extra `bench`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["optional-dependencies"]["bench"], ALONE]


def run(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Run:
    """Run to the end, alone. This process stays small: a child's peak memory begins at that of its parent.

    Raises
    ------
    RuntimeError
        With the last lines of what it wrote to standard error, if it fails.
    """
    with (folder / "stderr").open("w+b") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            said = errors.read()[-300:].decode(errors="replace").strip()
            raise RuntimeError(f"exit {process.returncode}: {said}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * unit / 1e6)


class Bench:
    """Commands, and what they took."""

    def __init__(self, python: str, corpus: Path, folder: Path, threads: int) -> None:
        self.python, self.corpus, self.folder, self.threads = python, corpus, folder, threads
        plain = {name: value for name, value in os.environ.items() if not name.startswith("DEDUP_")}
        self.environment = plain | dict.fromkeys(THREADS, str(threads))
        self.environment |= {"DAFT_ANALYTICS_ENABLED": "0", "DO_NOT_TRACK": "1"}
        self.environment |= {"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder / "huggingface")}

    def out(self, name: str) -> Path:
        return self.folder / f"{name}.jsonl"

    def _text_dedup(self, work: Path) -> list[str]:
        return [
            *(self.python, "-m", "text_dedup.minhash", "--path", "json", "--split", "train"),
            *("--data_files", str(self.corpus), "--cache_dir", str(work / "cache"), "--output", str(work)),
            *(
                "--column",
                "text",
                "--idx_column",
                "id",
                "--ngram",
                "5",
                "--num_perm",
                "128",
                "--threshold",
                "0.5",
            ),
            *("--hash_func", "xxh3", "--hash_bits", "32", "--num_proc", str(self.threads), "--debug"),
        ]

    def cluster(self, name: str) -> Run:
        """One tool, from file to clusters."""
        pipelines = [self.python, str(HERE / "pipelines.py")]
        out = self.out(name)
        out.unlink(missing_ok=True)
        if name == "dedup":
            options = ["--no-events", "--jobs", str(self.threads), "--quiet", "-o", str(out)]
            return run(
                [self.python, "-m", "dedup", "cluster", str(self.corpus), *options],
                self.environment,
                self.folder,
            )
        if name == "text-dedup":
            work = self.folder / "text-dedup"
            shutil.rmtree(work, ignore_errors=True)
            found = run(self._text_dedup(work), self.environment, self.folder)
            tree = [str(work / "uf.pkl"), str(self.corpus), str(out)]
            run([*pipelines, "text-dedup-clusters", *tree], self.environment, self.folder)
            return found
        return run([*pipelines, "cluster", name, str(self.corpus), str(out)], self.environment, self.folder)

    def sign(self, name: str) -> float:
        """Microseconds a story for signatures alone."""
        peer, _, kernels = name.partition(" ")
        environment = self.environment | ({"DEDUP_KERNELS": kernels} if kernels else {})
        command = [self.python, str(HERE / "pipelines.py"), "sign", peer, str(self.corpus)]
        return float(
            subprocess.run(command, env=environment, cwd=self.folder, check=True, capture_output=True).stdout
        )


def quality(out: Path, labels: Path) -> dict[str, float]:
    """Agreement of a clustering with the labels."""
    from dedup.evaluation import evaluate, read_gold, read_predicted

    found = evaluate(read_predicted(out), read_gold(labels))
    return {
        "precision": round(found.pairwise.precision, 4),
        "recall": round(found.pairwise.recall, 4),
        "f1": round(found.pairwise.f1, 4),
        "bcubed_f1": round(found.bcubed.f1, 4),
        "largest": found.largest_predicted,
        "largest_true": found.largest_gold,
    }


def ratio(values: Sequence[float], base: Sequence[float]) -> tuple[float, float, float]:
    """Median, least and largest of the ratios within a round."""
    ratios = [value / own for value, own in zip(values, base, strict=False)]
    return statistics.median(ratios), min(ratios), max(ratios)


def measure(bench: Bench, names: Sequence[str], rounds: int) -> list[Row]:
    """All tools, once a round, in turn; one that fails is left out of the rounds that follow."""
    rows = {name: Row(name) for name in dict.fromkeys((*names, *SIGNING))}
    bench.cluster("dedup")
    for turn in range(rounds):
        order = list(rows)
        for name in order[turn % len(order) :] + order[: turn % len(order)]:
            row = rows[name]
            try:
                if name in names and not row.error:
                    row.runs.append(bench.cluster(name))
                if name in SIGNING and name.split()[0] in names and not row.error:
                    row.signing.append(bench.sign(name))
            except (RuntimeError, subprocess.CalledProcessError) as problem:
                row.error = str(problem).splitlines()[-1]
            print(f"round {turn + 1}: {name} {row.error or 'done'}", file=sys.stderr)
    return [row for row in rows.values() if row.runs or row.signing or row.error]


def clusters_table(rows: Sequence[Row]) -> list[str]:
    """Text lines: from a file to clusters."""
    own = next(row for row in rows if row.name == "dedup")
    lines = [
        f"{'from file to clusters':22}{'CPU s':>8}{'x dedup':>9}{'(range)':>14}{'wall s':>8}{'peak MB':>9}"
    ]
    lines[0] += f"{'P':>7}{'R':>7}{'F1':>7}{'B3 F1':>7}{'largest':>9}"
    for row in rows:
        if row.error:
            lines.append(f"{row.name:22}failed: {row.error}")
        if row.runs:
            middle, low, high = ratio([each.cpu for each in row.runs], [each.cpu for each in own.runs])
            line = f"{row.name:22}{statistics.median(each.cpu for each in row.runs):8.2f}{middle:9.2f}"
            line += f"{f'({low:.2f}-{high:.2f})':>14}{statistics.median(each.wall for each in row.runs):8.2f}"
            line += f"{max(each.rss for each in row.runs):9.0f}"
            if row.quality:
                line += "".join(
                    f"{row.quality[name]:7.3f}" for name in ("precision", "recall", "f1", "bcubed_f1")
                )
                line += f"{row.quality['largest']:9.0f}"
            lines.append(line)
    return lines


def signatures_table(rows: Sequence[Row]) -> list[str]:
    """Text lines: signatures alone."""
    own = next(row for row in rows if row.name == SIGNING[0])
    lines = [f"{'signatures':22}{'us/story':>9}{'x dedup':>9}{'(range)':>14}"]
    for row in rows:
        if row.signing:
            middle, low, high = ratio(row.signing, own.signing)
            lines.append(
                f"{row.name:22}{statistics.median(row.signing):9.1f}{middle:9.2f}{f'({low:.2f}-{high:.2f})':>14}"
            )
    return lines


def as_record(row: Row, own: Row, signed: Row) -> dict[str, object]:
    """A row for `--json`."""
    record: dict[str, object] = {"name": row.name, "error": row.error or None, **row.quality}
    if row.runs:
        record |= {key: [round(getattr(each, key), 3) for each in row.runs] for key in ("cpu", "wall", "rss")}
        record["ratio"] = ratio([each.cpu for each in row.runs], [each.cpu for each in own.runs])
    if row.signing:
        record |= {"sign_us": row.signing, "sign_ratio": ratio(row.signing, signed.signing)}
    return record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--stories", type=int, default=50_000, help="of the planted corpus (default %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--corpus", type=Path, help="JSON lines with id and text, not compressed; needs --labels"
    )
    parser.add_argument("--labels", type=Path, help="CSV with id and cluster")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1, help="for every tool (default %(default)s)")
    parser.add_argument("--peers", default=",".join(CLUSTERING), help="(default %(default)s)")
    parser.add_argument(
        "--environment", type=Path, default=ROOT / "build" / "bench", help="(default %(default)s)"
    )
    parser.add_argument("--json", type=Path, help="write all figures here")
    given = parser.parse_args()
    if bool(given.corpus) != bool(given.labels):
        parser.error("--corpus and --labels go together")
    python = interpreter(given.environment)
    if python != sys.executable:  # the same libraries score and write, and are imported from one place
        os.execv(python, [python, *sys.argv])
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        corpus, labels = given.corpus or folder / "planted.jsonl", given.labels or folder / "planted.csv"
        if not given.corpus:
            make = [
                python,
                str(HERE / "planted.py"),
                "--stories",
                str(given.stories),
                "--seed",
                str(given.seed),
            ]
            subprocess.run([*make, "-o", str(corpus), "--labels", str(labels)], check=True)
        load = os.getloadavg()[0]
        bench = Bench(python, corpus.absolute(), folder, given.threads)
        names = ["dedup", *(name for name in given.peers.split(",") if name != "dedup")]
        rows = measure(bench, names, given.rounds)
        for row in rows:
            if row.runs and bench.out(row.name).exists():
                row.quality = quality(bench.out(row.name), labels)
    own, signed = rows[0], next(row for row in rows if row.name == SIGNING[0])
    versions = {
        name: metadata.version(name) for name in ("datasketch", "rensa", "gaoya", "daft", "text-dedup")
    }
    head = (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{given.threads} thread(s), {given.rounds} rounds, load {load:.1f} to {os.getloadavg()[0]:.1f}"
    )
    print(head)
    print(", ".join(f"{name} {version}" for name, version in versions.items()), end="\n\n")
    print(*clusters_table(rows), "", *signatures_table(rows), sep="\n")
    print(f"\nlargest true cluster: {own.quality['largest_true']:.0f}")
    if given.json:
        record = {
            "machine": head,
            "versions": versions,
            "pins": pins(),
            "rows": [as_record(row, own, signed) for row in rows],
        }
        given.json.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
