"""The pages of the server in a real browser, over an index with stories of corpora/ and hostile ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from chromium import Browser, Page

import dedup
from dedup import Story
from dedup.server import running
from dedup.server.options import Options

pytestmark = pytest.mark.browser

CORPORA = Path(__file__).parents[2] / "corpora"
SHADY = '"><script>window.ran = 1</script><img src="http://evil.example/x" onerror="window.ran = 1">'
ATTACK = (
    f"{SHADY} The dam at Ostrow failed on Tuesday, said the mayor, and 14 people died in the flood below it. "
    "<svg onload='window.ran = 1'><style>@import 'http://evil.example/s'</style> Rescuers came from Lindau."
)
SHOWN = "[...document.querySelectorAll('.events h2')].map(e => e.textContent.trim())"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place = str(tmp_path_factory.mktemp("live") / "news.db")
    with dedup.open(place, events=True) as index:
        list(index.add(dedup.read(CORPORA / "stories.jsonl")))
        for number in range(2):
            story = Story(
                f"{SHADY}{number}", f"{ATTACK} Report {number}.", title=SHADY, source=SHADY, lang=SHADY
            )
            index.add(story)
        index.add(Story(f"{SHADY}1", f"{ATTACK} Report 9.", title=SHADY, url="javascript:window.ran=1"))
    with running(place, Options(port=0, token="a-token-for-the-tests")) as found:
        yield found


@pytest.fixture
def show(browser: Browser, address: str) -> Callable[..., Page]:
    def opened(path: str = "/", **how: object) -> Page:
        return browser.open(address + path, **how)

    return opened


def went(page: Page, script: str) -> None:
    """Does something that leads to another page, and waits for it."""
    page._browser.events.clear()
    page.run(f"void ({script})")
    page.wait("Page.loadEventFired")


def test_the_latest_events_lead_to_their_stories_and_versions(show):
    page = show()
    assert len(page.run(SHOWN)) == 25
    went(
        page,
        "[...document.querySelectorAll('.events a')].find(a => a.textContent.includes('car ferry')).click()",
    )
    assert page.run("document.querySelector('h1').textContent.trim()").startswith(
        "Fire on Norwegian car ferry"
    )
    assert page.run("document.querySelectorAll('.stories tbody tr').length") == 7
    assert "dead" in page.run("document.querySelector('.slots').textContent")
    went(page, "document.querySelector('main a').click()")
    assert page.run("document.querySelectorAll('.versions > li').length") == 7
    went(page, "document.querySelector('.links a[href^=\"/page/event\"]').click()")
    assert page.run("location.pathname") == "/page/event"


def test_two_stories_are_chosen_and_compared(show):
    page = show("/page/event?id=ferry-northern-1")
    page.run("document.querySelector('[name=b][value=ferry-harbour-copy]').click()")
    went(page, "document.querySelector('main form').requestSubmit()")
    assert page.run("location.search") == "?a=ferry-northern-1&b=ferry-harbour-copy"
    assert page.run("document.querySelectorAll('.links a').length") == 3


def test_a_search_is_typed(show):
    page = show()
    page.press("/")
    assert page.run("document.activeElement.id") == "words"
    page.send("Input.insertText", text="ferry fire")
    page._browser.events.clear()
    page.press("Enter")
    page.wait("Page.loadEventFired")
    assert len(page.run(SHOWN)) == 6
    assert page.run("document.getElementById('words').value") == "ferry fire"


def test_the_page_says_that_something_came(show, address: str):
    import httpx

    page = show()
    assert page.run("document.querySelector('.fresh').hidden") is True
    headers = {"Authorization": "Bearer a-token-for-the-tests"}
    copy = {"id": "late", "text": httpx.get(f"{address}/stories/courier-swans").json()["text"] + " Late."}
    assert httpx.post(f"{address}/add", json=copy, headers=headers).status_code == 200
    look = "document.dispatchEvent(new Event('visibilitychange'))"
    page.run(f"new Promise(done => {{ {look}; setTimeout(done, 1500); }})")
    assert page.run("document.querySelector('.fresh').textContent") == "1 event has a new story: show"
    assert page.complaints() == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?source={id}",
        "/?since={id}",
        "/page/event?id={id}1",
        "/page/history?id={id}0",
        "/page/story?id={id}1",
        "/page/story?id={id}1&version=1",
        "/page/story?id={id}7",
        "/page/compare?a={id}0&b={id}1",
        "/page/search?words={id}",
        "/page/search?words=dam",
    ],
)
def test_nothing_of_a_story_runs_or_asks_elsewhere(show, address: str, path: str):
    page = show(path.format(id=quote(SHADY, safe="")))
    page.run("new Promise(done => setTimeout(done, 50))")
    assert page.run("window.ran") is None
    assert page.run("[...document.links].filter(a => a.protocol === 'javascript:').length") == 0
    assert [asked for asked in page.requests() if not asked.startswith(address)] == []
    assert [said for said in page.complaints() if "status of 40" not in said] == []
    assert "window.ran" in page.run("document.body.textContent") or path == "/page/search?words=dam"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_pages_fit_their_window(show, width: int, dark: bool):
    for path in (
        "/",
        "/page/event?id=ferry-northern-1",
        "/page/story?id=ferry-teaser",
        "/page/search?words=dam",
    ):
        page = show(path, width=width, dark=dark)
        assert page.run("document.documentElement.scrollWidth") <= width, path


def test_pages_work_without_a_script(show):
    page = show(script=False)
    page.send("Emulation.setScriptExecutionDisabled", value=False)
    assert len(page.run(SHOWN)) >= 25
    assert page.run("document.querySelector('.fresh').hidden") is True
