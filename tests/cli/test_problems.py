"""Bad records are named, and many of them are not many lines."""

import json
from pathlib import Path

import pytest

from dedup.cli import main


def _errors(path: Path, capfd: pytest.CaptureFixture[str], *options: str) -> list[str]:
    with pytest.raises(SystemExit):
        main(["cluster", str(path), "--no-events", "--format", "jsonl", *options])
    return [
        line for line in capfd.readouterr().err.splitlines() if "record" not in line and "stor" not in line
    ]


def test_a_few_are_named_and_the_others_counted(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name, bad in (("a.jsonl", 8), ("b.jsonl", 2), ("c.json", 1_300)):
        records = [*({"text": 5},) * bad, {"text": f"A story of {name}."}]
        lines = [json.dumps(record) for record in records]
        document = "\n".join(lines) if name.endswith("l") else f"[{','.join(lines)}]"
        (tmp_path / name).write_text(document)
    found = _errors(tmp_path, capfd)
    assert len(found) == 5 + 2 + 5 + 2
    assert found[0] == f"dedup: skipped {tmp_path}/a.jsonl:1: no text: text is a number, not a string"
    assert found[-2:] == [
        f"dedup: … and 3 more in {tmp_path}/a.jsonl",
        f"dedup: … and 1,295 more in {tmp_path}/c.json",
    ]
    assert _errors(tmp_path, capfd, "-q") == []
