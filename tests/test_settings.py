"""Where a setting comes from."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import SettingsError
from dedup.settings import Settings, load


def test_defaults() -> None:
    settings, origin = load(environment={})
    assert settings == Settings()
    assert set(origin.values()) <= {"default", "pyproject.toml"}


@pytest.mark.parametrize("value", ["x", None, 7])
def test_a_value_that_is_no_number_or_out_of_range_is_named(value: object) -> None:
    with pytest.raises(SettingsError, match="threshold is"):
        Settings(threshold=value)  # type: ignore[arg-type]


_VALUES = st.sampled_from(
    ["inf", "nan", "-1", "0", "1e999", "true", "'x'", "[1]", "{a = 1}", "1979-05-27", "é"]
)


@given(st.dictionaries(st.sampled_from(["threshold", "jobs", "memory", "window", "x"]), _VALUES), st.text())
def test_any_file_is_settings_or_named(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str], more: str
) -> None:
    file = tmp_path_factory.mktemp("settings") / "news.toml"
    lines = [f"{name} = {value}" for name, value in values.items()]
    file.write_text("\n".join([*lines, more]), encoding="utf-8", errors="replace")
    try:
        found, _ = load(file, {})
    except SettingsError as problem:
        assert "news.toml" in str(problem) or "must lie between" in str(problem)  # noqa: PT017
    else:
        assert isinstance(found, Settings)


def test_the_environment_comes_before_a_file(tmp_path: Path) -> None:
    file = tmp_path / "news.toml"
    file.write_text("threshold = 0.6\nwindow = 3\n")
    settings, origin = load(file, {"DEDUP_WINDOW": "2.5"})
    assert (settings.threshold, settings.window) == (0.6, 2.5)
    assert origin["threshold"] == str(file)
    assert origin["window"] == "DEDUP_WINDOW"
    assert origin["jobs"] == "default"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("treshold = 0.6", "unknown setting 'treshold'"),
        ("threshold = 2", "must lie between"),
        ('threshold = "high"', "not a number"),
        ("threshold = true", "not a number"),
        ("threshold = ", "not TOML"),
        ("jobs = inf", "jobs is inf, not a number"),
        (f"threshold = 1{'0' * 400}", "not a number"),
        (f"threshold = {'[' * 5000}", "not TOML"),
    ],
)
def test_a_wrong_file_says_what_and_where(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "news.toml"
    file.write_text(content)
    with pytest.raises(SettingsError, match=message):
        load(file, {})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load(tmp_path / "none.toml", {})
