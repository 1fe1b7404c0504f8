"""The language of stories whose record does not tell it."""

import sys

import pytest

from dedup.errors import MissingExtraError
from dedup.readers import stories
from dedup.text.terms import with_languages

GERMAN = (
    "Der Damm oberhalb der Stadt brach am Donnerstag, elf Menschen werden nach Angaben des Amtes vermisst."
)
FRENCH = "Le barrage a cédé jeudi matin au-dessus de la ville, onze personnes sont portées disparues."


def test_what_the_record_tells_stands_and_the_rest_is_told_by_the_text() -> None:
    pytest.importorskip("py3langid")
    records = [{"text": GERMAN}, {"text": FRENCH}, {"text": FRENCH, "language": "en-CA"}, {"text": "Oui."}]
    assert [story.lang for story in with_languages(stories(records))] == ["de", "fr", "en-CA", None]


def test_nothing_is_guessed_unasked() -> None:
    assert [story.lang for story in stories([GERMAN])] == [None]


def test_without_py3langid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py3langid", None)
    with pytest.raises(MissingExtraError, match="the extra lang"):
        with_languages(stories([GERMAN]))
