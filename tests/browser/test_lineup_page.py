"""A cluster lined up, in a real browser: versions can be chosen, nothing leaves the page or runs."""

from __future__ import annotations

from pathlib import Path

import pytest
import report_examples as examples
from chromium import Browser, Page

from dedup.report.lineup import lineup
from dedup.report.pages import lineup_page
from dedup.types import Comparison, Difference, Link

pytestmark = pytest.mark.browser

SHADY = '<script>window.ran = 1</script><img src=x onerror="window.ran = 1">19'
FIRST = examples.version("first", "Ferry fire", "A fire killed 17 people, police said.")
SECOND = examples.version("second", '"onload="window.ran=1', f"A fire killed {SHADY} people, police said.")


@pytest.fixture
def show(browser: Browser, tmp_path: Path):
    def opened(**how: object) -> Page:
        a, b = examples.span(FIRST, 0, "17"), examples.span(SECOND, 0, SHADY)
        stated = Difference("fact", "casualties", "differs", a, b, 0.9, "test")
        found = lineup(
            "first",
            [Comparison("revision", FIRST, SECOND, (Link((0,), (0,), "edited", 0.9),), (stated,))],
            {},
        )
        assert found is not None
        file = tmp_path / "page.html"
        file.write_text(lineup_page(found, {}), encoding="utf-8")
        return browser.open(file, **how)

    return opened


LIT = "[...document.querySelectorAll('.readings li.on q')].map(e => e.textContent)"


def test_a_chosen_version_shows_what_it_says(show):
    page = show()
    assert page.run(LIT) == []

    page.run("document.querySelectorAll('button')[0].click()")
    assert page.run(LIT) == ["17"]
    page.run("document.querySelectorAll('button')[1].click()")
    assert page.run(LIT) == [SHADY]
    page.run("document.querySelectorAll('button')[1].click()")
    assert page.run(LIT) == []


def test_what_stories_say_is_text(show):
    page = show()

    assert page.run("window.ran") is None
    assert len(page.requests()) == 1
    assert page.complaints() == []


@pytest.mark.parametrize("width", [400, 1280])
def test_it_fits_its_window(show, width: int):
    page = show(width=width)
    assert page.run("document.documentElement.scrollWidth") <= width


def test_it_reads_without_a_script(show):
    page = show(script=False)
    page.send("Emulation.setScriptExecutionDisabled", value=False)
    assert page.run("getComputedStyle(document.querySelector('.no-js')).display") != "none"
    assert page.run("getComputedStyle(document.querySelector('button')).display") == "none"
