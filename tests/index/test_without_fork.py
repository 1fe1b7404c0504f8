"""Windows does not fork: what is called there in a child must not be asked for."""

import subprocess
import sys
from pathlib import Path

WITHOUT = """
import os, sys
del os.fork, os.register_at_fork
import dedup
with dedup.open(sys.argv[1]) as index:
    story = {"id": "a", "text": "A dam failed near Orvik on Thursday."}
    print(*(verdict.kind for verdict in index.add([story])))
"""


def test_an_index_needs_no_fork(tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", WITHOUT, str(tmp_path / "news.db")]
    found = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout.split(), found.stderr) == (0, ["new"], "")
