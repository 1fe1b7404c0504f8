"""What `dedup` shows of itself."""

import importlib

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


def test_functions_are_not_replaced_by_rooms_of_the_same_name() -> None:
    importlib.import_module("dedup.read")
    importlib.import_module("dedup.compare")
    assert callable(dedup.read)
    assert callable(dedup.compare)
