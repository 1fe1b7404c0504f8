from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import report_examples as examples
from chromium import Browser, Page

from dedup.report.pages import cluster_page
from dedup.types import Cluster, Comparison, History

pytestmark = pytest.mark.browser

TEXT = (
    "The council voted on the harbour plan after a long night, nineteen members for it and four against. " * 8
)

OPEN = "document.querySelector('#list details summary').click()"
HEADLINES = "[...document.querySelectorAll('#list .cluster > summary .headline')].map(e => e.textContent)"
SEARCH = (
    "(() => {{ const box = document.querySelector('[name=words]'); box.value = {words!r};"
    "box.dispatchEvent(new Event('input', {{bubbles: true}})); }})()"
)
FIELD = (
    "(() => {{ const box = document.querySelector('[name={name}]'); box.value = {value!r};"
    "box.dispatchEvent(new Event('input', {{bubbles: true}})); }})()"
)
FOUND = "document.getElementById('found').textContent"
SORT = (
    "(() => {{ const box = document.querySelector('[name=order]'); box.value = {order!r};"
    "box.dispatchEvent(new Event('input', {{bubbles: true}})); }})()"
)


def made(stories: int) -> str:
    assignments, clusters, _ = examples.run(stories)
    texts = {story.id: f"{story.title}. {TEXT}" for story in assignments}
    compared = {clusters[0].id: of_members(clusters[0], examples.edited())}
    return cluster_page(assignments, clusters, texts=texts, histories=compared)


def of_members(cluster: Cluster, comparison: Comparison) -> History:
    """A comparison as if it were of a cluster's first member with its last one."""
    first, last = cluster.members[0], cluster.members[-1]
    named = replace(comparison, a=replace(comparison.a, id=first), b=replace(comparison.b, id=last))
    return examples.history_of(named)


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Callable[..., Page]:
    def opened(html: str, **how: object) -> Page:
        file = tmp_path / "report.html"
        file.write_text(html, encoding="utf-8")
        return browser.open(file, **how)

    return opened


def test_search_finds_headlines_sources_and_ids(show):
    page = show(made(600))
    assert len(page.run(HEADLINES)) == 50

    page.run(SEARCH.format(words="council 42"))
    assert page.run(HEADLINES) == ["Council 42 votes on harbour plan, part 1"]
    assert page.run("document.getElementById('found').textContent") == "1 of 100"

    page.run(SEARCH.format(words="00017-3"))
    assert page.run(HEADLINES) == ["Council 17 votes on harbour plan, part 1"]


def test_the_list_can_be_sorted_and_goes_on(show):
    page = show(made(600))

    page.run(SORT.format(order="newest"))
    assert page.run(HEADLINES)[0].startswith("Council 99 ")
    page.run("document.getElementById('more').click()")

    assert len(page.run(HEADLINES)) == 100
    assert page.run("document.getElementById('more').hidden")


def test_an_open_cluster_tells_who_said_it_when_and_how_it_differs(show):
    page = show(made(60))
    assert page.run("document.querySelectorAll('.story').length") == 0, "closed clusters are not built"

    page.run(OPEN)
    page.run("new Promise(done => setTimeout(done, 100))")
    text = page.run("document.querySelector('#list details').textContent")

    assert "earliest" in text
    assert "representative" in text
    assert "Telling 2" in text
    assert (
        "near-duplicate, joined through Council 0 votes on harbour plan, part 0: 70 % of all shingles shared"
        in text
    )
    assert "nineteen members for it" in text
    assert "What each version changed" in text
    assert page.run("[...document.querySelectorAll('.differ .fact b')].map(e => e.textContent)")[:2] == [
        "17",
        "19",
    ]
    assert page.run("document.querySelectorAll('#list circle').length") == 5
    assert page.run("document.querySelectorAll('#list .timeline .rows li').length") >= 2
    assert "2 of 2 word for word" in text
    assert "casualties17 North Wire, 3 Mar 2026 06:00" in text
    assert "19 Corran Post, 3 Mar 2026 07:51" in text


def go(page: Page, hash_: str) -> None:
    page.run(f"location.hash = {hash_!r}")
    page.run("new Promise(done => setTimeout(done, 150))")


def test_words_that_are_sought_are_marked(show):
    page = show(made(60))
    page.run(SEARCH.format(words="harbour 7"))
    page.run(OPEN)
    page.run("new Promise(done => setTimeout(done, 100))")

    marks = page.run("[...document.querySelectorAll('#list mark')].map(e => e.textContent.toLowerCase())")
    assert set(marks) == {"harbour", "7"}
    assert page.run("document.querySelectorAll('#list .excerpt mark').length") > 0, "in the texts, too"


def test_nothing_found_says_so(show):
    page = show(made(60))
    page.run(SEARCH.format(words="no such words"))

    assert page.run(FOUND) == "Nothing found. Fewer words or filters find more."
    assert page.run(HEADLINES) == []
    page.run("document.getElementById('clear').click()")
    assert len(page.run(HEADLINES)) == 10
    assert page.run("location.hash") == ""


def test_what_is_asked_for_stands_in_the_address(show):
    page = show(made(60))
    source = page.run("document.querySelector('[name=source]').options[1].value")
    page.run(FIELD.format(name="source", value=source))
    page.run(SEARCH.format(words="council"))

    hash_ = page.run("location.hash")
    other = show(made(60))
    go(other, hash_)
    assert other.run("document.querySelector('[name=source]').value") == source
    assert other.run("document.querySelector('[name=words]').value") == "council"
    assert other.run(HEADLINES) == page.run(HEADLINES)
    assert other.run(FOUND) == page.run(FOUND) != ""


def test_filters_keep_events_with_a_story_that_fits(show):
    assignments, clusters, _ = examples.run(60)
    odd = set(next(cluster for cluster in clusters if cluster.kind == "event").members)
    changed = [
        replace(
            story,
            lang="is" if story.id in odd else "en",
            relation="excerpt" if story.relation and story.id in odd else story.relation,
            scores=story.scores and replace(story.scores, probability=0.6 if story.id in odd else 0.97),
        )
        for story in assignments
    ]
    page = show(cluster_page(changed, clusters))
    everything = len(page.run(HEADLINES))
    only = [page.run(HEADLINES)[0]]
    for name, value in (("lang", "is"), ("relation", "excerpt"), ("certainty", "doubtful")):
        page.run(FIELD.format(name=name, value=value))
        assert page.run(HEADLINES) == only, name
        page.run("document.getElementById('clear').click()")
    page.run(FIELD.format(name="certainty", value="sure"))
    assert len(page.run(HEADLINES)) == everything - 1
    page.run("document.getElementById('clear').click()")
    page.run(FIELD.format(name="from", value="2031-01-01"))
    assert page.run(HEADLINES) == []


def test_every_figure_leads_to_its_stories(show):
    page = show(made(60))
    links = page.run(
        "[...document.querySelectorAll('.glance a, .bars a, .matrix a, .days a, .events h3 a')]"
        ".map(e => e.getAttribute('href'))"
    )
    assert {link.split("=")[0] for link in links} >= {"#relation", "#source", "#from", "#open"}
    for link in {link.split("=")[0]: link for link in reversed(links) if "=" in link}.values():
        go(page, link)
        assert page.run(HEADLINES), link


def test_an_event_is_opened_by_its_address(show):
    page = show(made(600))
    wanted = examples.run(600)[1][70]
    go(page, f"open={wanted.members[-1]}")

    assert page.run("document.querySelectorAll('#list details[open]').length") == 1
    assert page.run("document.activeElement.tagName") == "SUMMARY"


def test_headlines_lead_to_addresses_of_the_web_only(show):
    assignments, clusters, _ = examples.run(12)
    good, bad = clusters[0].members[:2]
    urls = {good: "https://example.org/a?b=1&c=2", bad: "javascript:document.title='owned'"}
    page = show(cluster_page(assignments, clusters, urls=urls))
    page.run("document.querySelectorAll('#list details').forEach(d => { d.open = true; })")
    page.run("new Promise(done => setTimeout(done, 100))")

    hrefs = page.run("[...document.querySelectorAll('.story .headline a')].map(e => e.href)")
    assert hrefs == ["https://example.org/a?b=1&c=2"]


def test_the_keyboard_reaches_search_and_events(show):
    page = show(made(60))
    press = (
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{key: {key!r}, bubbles: true}}))"
    )
    page.run(press.format(key="/"))
    assert page.run("document.activeElement.name") == "words"
    page.run("document.activeElement.blur()")
    for key in "jjk":
        page.run(press.format(key=key))
    assert page.run("document.activeElement === document.querySelector('#list summary')")


def test_a_fact_table_opens_to_its_sentences(show):
    assignments, clusters, _ = examples.run(12)
    page = show(cluster_page(assignments, clusters, tables={clusters[0].id: examples.fact_table()}))
    assert "dead" in page.run("document.querySelector('.chips').textContent")
    page.run(OPEN)
    page.run("new Promise(done => setTimeout(done, 100))")

    text = page.run("document.querySelector('#list .slots').textContent")
    assert "sources disagree" in text
    assert page.run("document.querySelector('#list .slots mark').textContent") == "killed 12 people"


@pytest.mark.slow
def test_ten_thousand_stories_open_within_two_seconds(show):
    html = made(10_000)
    assert len(html.encode()) <= 15_000_000

    page = show(html)

    assert page.run("performance.getEntriesByType('navigation')[0].loadEventEnd") < 2000
    assert page.run("document.querySelectorAll('#list .cluster').length") == 50


def test_hostile_fields_are_only_text(show):
    assignments, clusters, _ = examples.run(12)
    rude = [
        replace(story, title=examples.HOSTILE, source=f"{examples.HOSTILE}{n}", lang=examples.HOSTILE)
        for n, story in enumerate(assignments)
    ]
    texts = {story.id: f"</script><!--<script>{examples.HOSTILE}" for story in rude}
    page = show(
        cluster_page(
            rude,
            clusters,
            texts=texts,
            histories={clusters[0].id: of_members(clusters[0], examples.hostile())},
            tables={clusters[0].id: examples.fact_table(examples.HOSTILE)},
            urls={story.id: f"https://example.org/{examples.HOSTILE}" for story in rude},
            about={examples.HOSTILE: examples.HOSTILE},
            title=f"</title>{examples.HOSTILE}",
        )
    )
    page.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.run("new Promise(done => setTimeout(done, 200))")

    assert page.run("document.title").startswith("</title><script>")
    assert page.run("document.querySelectorAll('img').length") == 0
    assert page.run("document.querySelectorAll('script').length") == 2
    assert page.run("document.querySelectorAll('.story').length") > 0
    assert page.run("document.querySelectorAll('.facts li').length") > 0
    assert page.complaints() == []
    assert len(page.requests()) == 1


@pytest.mark.parametrize("width", [320, 400, 1280])
def test_nothing_runs_over_the_edge(show, width: int):
    assignments, clusters, _ = examples.run(60)
    compared = {
        c.id: of_members(c, one)
        for c, one in zip(clusters, (examples.hostile(), examples.edited()), strict=False)
    }
    page = show(cluster_page(assignments, clusters, histories=compared), width=width)
    page.run(OPEN)
    page.run("new Promise(done => setTimeout(done, 100))")
    page.run("document.querySelectorAll('.differ').forEach(d => { d.open = true; })")
    assert page.run("document.querySelectorAll('.differ[open] td').length") > 5

    assert page.run("document.documentElement.scrollWidth") <= width


def test_without_a_script_the_essentials_are_there(show):
    page = show(made(60), script=False)
    page.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")

    text = page.run("document.body.innerText")
    assert "50 %" in text
    assert "Who copies whom" in text
    assert "Council 9 votes on harbour plan, part 1" in text
    assert "nineteen members for it" in text


def test_an_empty_run_is_a_page_too(show):
    page = show(cluster_page([], []))

    assert "No story was told twice." in page.run("document.body.innerText")
    assert page.complaints() == []
