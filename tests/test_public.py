"""What `dedup` shows of itself."""

import importlib
from pathlib import Path

import pytest

import dedup


def test_every_public_name_can_be_had() -> None:
    for name in dedup.__all__:
        assert getattr(dedup, name) is not None


def test_the_names_are_listed() -> None:
    assert set(dedup.__all__) <= set(dir(dedup))
    assert {"read", "cluster", "compare", "split", "sign", "shingle_hashes"} <= set(dedup.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'clutser'"):
        dedup.clutser  # noqa: B018


def test_every_error_has_one_root() -> None:
    errors = importlib.import_module("dedup.errors")
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    assert all(issubclass(value, dedup.DedupError) for value in classes)


def test_no_module_bears_the_name_of_a_function() -> None:
    """Importing a module sets it as an attribute of the package: it would hide the function."""
    modules = {path.stem for path in Path(dedup.__file__).parent.iterdir()}
    assert not modules & set(dedup.__all__)
