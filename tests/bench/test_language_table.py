"""docs/languages.md shows what the comparer finds today."""

from pathlib import Path

from tests.bench.language_table import LANGUAGES, count, table

DOCS = Path(__file__).parents[2] / "docs" / "languages.md"


def test_the_table_in_the_docs_is_current() -> None:
    assert table(count(list(LANGUAGES.glob("*.txt")))) in DOCS.read_text(encoding="utf-8")
