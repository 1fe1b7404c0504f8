"""A history in a real browser: the slider, the address, nothing leaves the page or runs."""

from __future__ import annotations

from pathlib import Path

import pytest
import report_examples as examples
from chromium import Browser, Page

from dedup.report.pages import lineup_page

pytestmark = pytest.mark.browser

SHADY = '<script>window.ran = 1</script><img src=x onerror="window.ran = 1">19'
SHOWN = "[...document.querySelectorAll('.versions > li')].map(v => !v.hidden)"


@pytest.fixture
def show(browser: Browser, tmp_path: Path):
    def opened(toll: str = "19", **how: object) -> Page:
        file = tmp_path / "page.html"
        file.write_text(lineup_page(examples.history(toll)), encoding="utf-8")
        return browser.open(file, **how)

    return opened


def slide(to: int) -> str:
    return (
        "(() => { const at = document.getElementById('at');"
        f"at.value = {to}; at.dispatchEvent(new Event('input')); }})()"
    )


def test_the_slider_shows_one_version_and_keeps_it_in_the_address(show):
    page = show()
    assert page.run(SHOWN) == [False, False, False, True], "the latest stands first"

    page.run(slide(2))
    assert page.run(SHOWN) == [False, True, False, False]
    assert page.run("location.hash") == "#v2"
    assert "2 of 4: Wire, 3 Mar 2026 07:00" in page.run("document.getElementById('now').textContent")
    assert page.run("document.querySelector('.versions > li:not([hidden]) mark').textContent") == "19"


def test_a_link_to_a_version_shows_it(show):
    page = show()
    page.run("location.hash = '#v1'")
    page.run("new Promise(done => setTimeout(done, 50))")
    assert page.run(SHOWN) == [True, False, False, False]


def test_buttons_step_through_the_versions_and_show_all(show):
    page = show()
    page.run("document.getElementById('before').click()")
    assert page.run(SHOWN) == [False, False, True, False]
    page.run("document.getElementById('all').click()")
    assert page.run(SHOWN) == [True] * 4


def test_what_stories_say_is_text(show):
    page = show(SHADY)

    assert page.run("window.ran") is None
    assert len(page.requests()) == 1
    assert page.complaints() == []


@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_its_window(show, width: int):
    page = show(width=width)
    page.run("document.getElementById('all').click()")
    assert page.run("document.documentElement.scrollWidth") <= width


def test_it_reads_without_a_script(show):
    page = show(script=False)
    page.send("Emulation.setScriptExecutionDisabled", value=False)
    assert page.run(SHOWN) == [True] * 4
    assert page.run("getComputedStyle(document.querySelector('.slide')).display") == "none"
