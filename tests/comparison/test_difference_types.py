"""The vocabulary of a comparison is one table, and nothing outside it passes."""

import json
from importlib.resources import files

import pytest

from dedup.comparison.ranking import stated
from dedup.comparison.tokens import Verdict
from dedup.difference_types import TYPES, Group, Kind, difference_type

SCHEMA = json.loads((files("dedup") / "schemas" / "comparison.json").read_text(encoding="utf-8"))
FIELDS = SCHEMA["$defs"]["difference"]["properties"]


def test_the_schema_lists_types_classes_and_kinds() -> None:
    assert FIELDS["type"]["enum"] == list(TYPES)
    assert FIELDS["class"]["enum"] == list(Group)
    assert FIELDS["kind"]["enum"] == list(Kind)


def test_severities_are_shares_and_style_weighs_least() -> None:
    style = {t.severity for t in TYPES.values() if t.group is Group.STYLE}
    assert all(0 < t.severity < 1 for t in TYPES.values())
    assert max(style) < min(t.severity for t in TYPES.values() if t.group is not Group.STYLE)


@pytest.mark.parametrize(("type_", "kind"), [("spin", "differs"), ("number", "only-c")])
def test_an_unknown_type_or_kind_is_an_error(type_: str, kind: str) -> None:
    with pytest.raises(ValueError, match=r"spin|only-c"):
        stated(Verdict(type_, kind, ""), None, None)


def test_an_unknown_type_is_named() -> None:
    with pytest.raises(ValueError, match=r"'spin'.*TYPES"):
        difference_type("spin")
