from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import report_examples as examples
from chromium import Browser, Page

from dedup.report.pages import lineup_page, news_page

pytestmark = pytest.mark.browser

SINCE = datetime(2026, 3, 3, tzinfo=UTC)
SHOWN = "[...document.querySelectorAll('.event')].filter(e => !e.hidden).length"


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Callable[..., Page]:
    def opened(html: str, **how: object) -> Page:
        file = tmp_path / "news.html"
        file.write_text(html, encoding="utf-8")
        return browser.open(file, **how)

    return opened


def search(page: Page, words: str) -> None:
    page.run(
        f"(() => {{ const box = document.querySelector('[name=words]'); box.value = {words!r};"
        "box.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )


def test_words_find_events_and_stay_in_the_address(show):
    page = show(news_page(examples.news(), SINCE))
    search(page, "fourteen people")
    assert page.run(SHOWN) == 1
    assert page.run("document.getElementById('found').textContent") == "1 of 2"
    assert page.run("location.hash") == "#words=fourteen+people"
    assert page.run("[...document.querySelectorAll('section')].filter(s => !s.hidden).length") == 1

    search(page, "nowhere")
    assert page.run("document.getElementById('found').textContent") == "Nothing found. Fewer words find more."

    other = show(news_page(examples.news(), SINCE))
    other.run("location.hash = '#words=fourteen+people'")
    other.run("new Promise(done => setTimeout(done, 100))")
    assert other.run(SHOWN) == 1


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_hostile_news_are_only_text(show, width: int):
    page = show(news_page(examples.news(examples.HOSTILE), SINCE), width=width)
    page.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")

    assert page.run("document.querySelectorAll('img').length") == 0
    assert page.run("document.querySelectorAll('script').length") == 1
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.complaints() == []
    assert len(page.requests()) == 1


def test_without_a_script_the_news_are_there(show):
    page = show(news_page(examples.news(), SINCE), script=False)
    assert "fourteen people" in page.run("document.body.innerText")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_fact_table_of_strangers_fits_beside_a_history(show, width: int):
    page = show(lineup_page(examples.history(), examples.fact_table(examples.HOSTILE)), width=width)
    page.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")

    assert page.run("document.querySelectorAll('.slots tbody').length") == 2
    assert page.run("document.querySelectorAll('.timeline circle').length") > 1
    assert page.run("document.querySelectorAll('img').length") == 0
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.complaints() == []
    assert len(page.requests()) == 1
