"""The vocabulary of a comparison is one table, and nothing outside it passes."""

import json
from importlib.resources import files

import pytest

from dedup.comparison.ranking import stated
from dedup.comparison.tokens import Verdict
from dedup.difference_types import TYPES, Group, Kind, difference_type


@pytest.mark.parametrize(
    ("schema", "part"),
    [("comparison", "difference"), ("lineup", "line"), ("news", "difference"), ("verdicts", "difference")],
)
def test_schemas_list_types_classes_and_kinds(schema: str, part: str) -> None:
    text = (files("dedup") / "schemas" / f"{schema}.json").read_text(encoding="utf-8")
    properties = json.loads(text)["$defs"][part]["properties"]
    assert properties["type"]["enum"] == list(TYPES)
    assert properties["class"]["enum"] == list(Group)
    assert properties["kind"]["enum"] == list(Kind)


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
