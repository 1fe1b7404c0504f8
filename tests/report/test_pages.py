from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
import report_examples as examples
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.report.pages import cluster_page, comparison_page, embedded, lineup_page, news_page, web
from dedup.types import Comparison, Difference, Link, Span, Version

ASKED = {"words", "source", "of", "from", "to", "relation", "retold", "open"}
"""What the address of the page of a run may ask for."""
VOID = {"meta", "input", "br", "link", "img"}


class Reader(HTMLParser):
    """Tags, their attributes and text, and whether every element is closed where it was opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, list[str]] = {}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.text.setdefault(self.open[-1], []).append(data)


def clusters_of(stories: int, **how: object) -> str:
    assignments, clusters, _ = examples.run(stories)
    return cluster_page(assignments, clusters, **how)


PAGES = {
    "edited": comparison_page(examples.edited()),
    "retold": comparison_page(examples.retold()),
    "hostile": comparison_page(examples.hostile()),
    "identical": comparison_page(examples.same()),
    "unrelated": comparison_page(examples.unlike()),
    "clusters": clusters_of(60, texts={"00000-1": "The council voted."}, about={"files": 3}),
    "nothing": cluster_page([], []),
    "history": lineup_page(examples.history(), examples.fact_table(examples.HOSTILE)),
    "news": news_page(examples.news(), datetime(2026, 3, 3, tzinfo=UTC)),
    "rude news": news_page(examples.news(examples.HOSTILE), datetime(2026, 3, 3, tzinfo=UTC)),
    "no news": news_page([], datetime(2026, 3, 3, tzinfo=UTC)),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_allows_its_own_style_and_script_and_nothing_else(name: str):
    page = PAGES[name]
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    found = {part.split()[0]: part.split()[1:] for part in policy.replace("&#39;", "'").split("; ")}

    assert found["default-src"] == ["'none'"]
    for kind, tag in (("style-src", "style"), ("script-src", "script")):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert found[kind] == [f"'sha256-{digest}'"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_well_formed_and_points_nowhere(name: str):
    tags = Reader(PAGES[name]).tags

    for tag, attributes in tags:
        assert not any(attribute.startswith("on") or attribute == "style" for attribute in attributes)
        link = attributes.get("href") or "#"
        assert link.startswith(("#", "https://example.org/")), "stories lead to their own address only"
        assert "src" not in attributes
        assert tag not in (
            "img",
            "iframe",
            "object",
            "embed",
            "link",
            "base",
            "form" if name.startswith("no") else "img",
        )
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_addresses_inside_a_page_exist(name: str):
    tags = Reader(PAGES[name]).tags
    ids = {attributes["id"] for _, attributes in tags if "id" in attributes}

    links = {link for tag, attributes in tags if tag == "a" and (link := attributes["href"])[0] == "#"}
    assert {link for link in links if "=" not in link} <= {f"#{name}" for name in ids}
    assert {link.split("=")[0] for link in links if "=" in link} <= {"#" + key for key in ASKED}


def test_the_news_stand_by_what_became_of_events():
    page = PAGES["news"]

    assert page.index('<h2 id="opened"') < page.index('<h2 id="grew"')
    assert "fourteen people" in page
    assert page.count("https://example.org/1") == 1, "of the other story the address is none of the web"
    assert "Nothing is new since then." in PAGES["no news"]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JavaScript:alert(1)", " data:text/html,x", "//example.org", "ftp://example.org",
     "https:", "https:///x", "http://\nexample.org", "https://" + "x" * 3000, "", None],
)  # fmt: skip
def test_only_addresses_of_the_web_are_linked(address):
    assert web(address) == ""
    assert web(" HTTPS://example.org/a b") == "HTTPS://example.org/a b"


def test_marks_carry_class_number_and_letter():
    page = PAGES["edited"]

    assert '<mark class="fact" data-d="1">17</mark><sup data-d="1">F1</sup>' in page
    assert '<mark class="fact" data-d="3 4">Nobody</mark><sup data-d="3">F3</sup>' in page
    assert '<span class="tag structure" data-d="9">T9 moved</span>' in page
    assert '<a class="to small" href="#a-4">moved: A ¶4</a>' in page


def test_every_paragraph_stands_once_on_the_page():
    for comparison in (examples.edited(), examples.retold()):
        keys = [
            a["id"]
            for _, a in Reader(comparison_page(comparison)).tags
            if re.match(r"[ab]-", a.get("id") or "")
        ]
        titles = sum(bool(version.title) for version in (comparison.a, comparison.b))
        assert len(keys) == len(comparison.a.paragraphs) + len(comparison.b.paragraphs) + titles


words = st.text(st.characters(codec="utf-8"), max_size=30)


@given(words, words, words, st.integers(-3, 40), st.integers(-3, 40))
@settings(max_examples=60, deadline=None)
def test_whatever_the_text_says_it_stays_text(title: str, first: str, second: str, start: int, end: int):
    a, b = Version(first, title, (first, second)), Version(second, None, (title,))
    difference = Difference("fact", title, second, Span(0, start, end, first), Span(7, 0, 1, ""), 0.5, first)
    comparison = Comparison(
        title, a, b, (Link((0,), (0,), second, 0.5), Link((9,), (3,), "moved", 1.0)), (difference,)
    )

    tags = [tag for tag, _ in Reader(comparison_page(comparison)).tags]

    assert set(tags) <= {tag for tag, _ in Reader(PAGES["edited"]).tags} | {"option", "mark", "sup", "a", "i"}
    assert tags.count("script") == 1


@given(st.recursive(words | st.none() | st.integers(0, 9), lambda inner: st.lists(inner, max_size=3)))
def test_embedded_data_cannot_end_its_script(value: object):
    text = embedded({"value": value})

    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == {"value": value}


def data_of(page: str) -> dict[str, list]:
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    return json.loads(text)


def test_the_data_holds_each_clustered_story_once():
    data = data_of(clusters_of(60, texts={"00000-1": "The council voted."}))

    assert len(data["clusters"]) == 10
    assert len(data["stories"]) == 50, "the ten that stand alone are left out"
    first = data["clusters"][0]
    assert [data["stories"][row][0] for row in first["members"]] == [f"00000-{n}" for n in range(5)]
    assert (first["earliest"], first["representative"], first["tellings"]) == (0, 1, 2)
    assert data["stories"][1][8:] == ["The council voted.", "en"]


def test_the_essentials_are_in_the_page_itself():
    page = re.sub(r"<script.*?</script>", "", clusters_of(60), flags=re.S)

    assert "50 %" in page
    assert page.count('<details class="cluster">') == 10
    assert "Council 9 votes on harbour plan, part 4" in page


def test_excerpts_and_comparisons_have_a_budget():
    assignments, clusters, _ = examples.run(600)
    texts = {story.id: "word " * 40_000 for story in assignments}
    one = examples.history_of(examples.edited())
    many = {cluster.id: replace(one, steps=one.steps * 500) for cluster in clusters}

    page = cluster_page(assignments, clusters, texts=texts, histories=many)

    assert len(page) < 12_000_000
    assert "word…" in page


def test_sentences_are_counted_in_the_versions_that_have_them():
    assignments, clusters, _ = examples.run(6)

    (cluster,) = data_of(cluster_page(assignments, clusters, histories={clusters[0].id: examples.history()}))[
        "clusters"
    ]

    assert cluster["compared"]["shared"][0] == ["Weather was calm.", 3, 4]
    assert cluster["compared"]["facts"][0][2][2][0] == "back to 17"


def test_a_page_is_the_same_every_time():
    assert clusters_of(60) == clusters_of(60)
    assert comparison_page(examples.edited()) == PAGES["edited"]


def test_a_page_of_a_very_large_run_holds_the_largest_clusters():
    assignments, clusters, _ = examples.run(30_000)

    page = cluster_page(assignments, clusters)

    assert len(page) < 15_000_000
    assert "The largest 4,000 are on this page" in page
    assert len(data_of(page)["clusters"]) == 4000
