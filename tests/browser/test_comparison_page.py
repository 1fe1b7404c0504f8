from __future__ import annotations

from pathlib import Path

import pytest
import report_examples as examples
from chromium import Browser, Page

from dedup.report.pages import comparison_page
from dedup.types import Comparison

pytestmark = pytest.mark.browser


@pytest.fixture
def show(browser: Browser, tmp_path: Path):
    def opened(comparison: Comparison, **how: object) -> Page:
        file = tmp_path / "page.html"
        file.write_text(comparison_page(comparison), encoding="utf-8")
        return browser.open(file, **how)

    return opened


VISIBLE = "[...document.querySelectorAll('.list li')].filter(e => !e.hidden).map(e => e.dataset.type)"
MARKED = "[...document.querySelectorAll('main mark:not(.off)')].map(e => e.textContent)"


def test_one_type_can_be_chosen(show):
    page = show(examples.edited())
    assert "17" in page.run(MARKED)

    page.run(
        "(() => { const s = document.querySelector('[name=type]'); s.value = 'weekday';"
        "s.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )

    assert page.run(VISIBLE) == ["weekday"]
    assert page.run(MARKED) == ["Tuesday", "Wednesday"]
    assert page.run("document.getElementById('shown').textContent") == "1"


def test_style_is_folded_until_its_box_is_ticked(show):
    page = show(examples.edited())
    assert "harbour" not in page.run(MARKED)

    page.run("document.querySelector('[value=style]').click()")

    assert {"harbour", "harbor", "6 percent", "6%"} <= set(page.run(MARKED))


def test_a_class_can_be_put_away(show):
    page = show(examples.edited())

    page.run("document.querySelector('[value=fact]').click()")

    assert "casualties" not in page.run(VISIBLE)
    assert "Tuesday" not in page.run(MARKED)
    assert "Nobody" in page.run(MARKED), "a quotation still covers it"


def test_a_retold_pair_shows_twelve_and_the_rest_when_asked(show):
    page = show(examples.retold())
    assert len(page.run(VISIBLE)) == 12

    page.run("document.querySelector('[name=tail]').click()")

    assert len(page.run(VISIBLE)) == len(examples.retold().differences)


def test_arrow_keys_walk_through_the_differences(show):
    page = show(examples.edited())
    page.run("document.querySelector('.list a').focus()")
    page.press("ArrowDown")
    page.press("ArrowDown")

    current = "document.querySelector('[aria-current] .type').textContent"
    lit = "[...document.querySelectorAll('mark.on')].map(e => e.textContent)"
    assert page.run(current) == "polarity"
    assert page.run(lit) == ["Nobody", "Somebody"]
    page.press("ArrowUp")
    assert page.run(current) == "weekday"
    page.press("Escape")
    assert page.run(lit) == []


def test_a_link_between_passages_is_followed_by_keyboard(show):
    page = show(examples.edited())

    for _ in range(200):
        page.press("Tab")
        if page.run("document.activeElement.matches('a.to')"):
            break
    assert page.run("document.activeElement.textContent") == "moved: A ¶4"
    page.press("Enter")

    assert page.run("location.hash") == "#a-4"
    assert "Weather at the time was calm" in page.run("document.querySelector(':target').textContent")
    assert page.run("document.querySelectorAll('.curves path').length") == 1


def test_a_hostile_story_is_only_text(show):
    page = show(examples.hostile())
    page.run("document.querySelectorAll('.list a').forEach(a => a.focus())")

    assert page.run("document.title").startswith("revision: <script>")
    assert page.run("document.querySelectorAll('img').length") == 0
    assert page.run("document.querySelectorAll('script').length") == 1
    assert page.run("[...document.querySelectorAll('*')].filter(e => e.onload || e.onerror).length") == 0
    assert page.complaints() == []


def test_the_policy_stops_a_script_that_slipped_in(show):
    page = show(examples.edited())

    page.run(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.owned = 1';"
        "document.body.append(s); document.body.setAttribute('onclick', 'window.owned = 2');"
        "document.body.click(); const i = new Image(); i.src = 'http://127.0.0.1:9/x.png';"
        "document.body.append(i); })()"
    )

    assert page.run("window.owned === undefined")
    assert len(page.complaints()) >= 2


@pytest.mark.parametrize("make", [examples.edited, examples.hostile])
def test_no_request_leaves_the_page(show, make):
    page = show(make())
    page.run("new Promise(done => setTimeout(done, 200))")

    assert [address for address in page.requests() if not address.startswith("file:")] == []
    assert len(page.requests()) == 1


@pytest.mark.parametrize("make", [examples.edited, examples.retold, examples.hostile])
@pytest.mark.parametrize("width", [320, 400, 800, 1280])
def test_nothing_runs_over_the_edge(show, make, width: int):
    page = show(make(), width=width)

    assert page.run("document.documentElement.scrollWidth") <= width


def test_a_phone_stacks_the_versions(show):
    page = show(examples.edited(), width=400)

    left, right = (
        page.run(f"document.getElementById('{key}').getBoundingClientRect().top") for key in ("a-0", "b-0")
    )
    assert right > left + 20


def test_without_a_script_everything_is_there(show):
    page = show(examples.edited(), script=False)

    text = page.run("document.body.innerText")
    assert "harbour" in page.run(MARKED)
    assert "A memorial service" in text
    assert "killed + number" in text
    assert not page.run("document.querySelector('.filters').checkVisibility()")


def test_print_leaves_the_controls_away(show):
    page = show(examples.edited())
    page.send("Emulation.setEmulatedMedia", media="print")

    assert not page.run("document.querySelector('.filters').checkVisibility()")
    assert page.run("document.querySelector('.list').checkVisibility()")
