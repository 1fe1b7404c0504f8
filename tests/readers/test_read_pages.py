"""Web pages, with trafilatura and without."""

import time
from pathlib import Path

import pytest

from dedup.errors import RecordError
from dedup.readers import html, read
from dedup.readers.markup import text_of
from dedup.types import Story

LEAD = (
    "The dam above the town of Kessary failed early on Thursday and flooded the lower streets within an hour."
)
SECOND = (
    "Eleven people are missing, the emergency ministry said, and two bridges were swept away by the water."
)
THIRD = "The governor asked for helicopters; the road to the town will be closed until the weekend at least."

PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Dam fails above Kessary | Lakeside Courier</title>
<meta property="og:title" content="Dam fails above Kessary">
<meta property="og:site_name" content="Lakeside Courier">
<meta property='article:published_time' content='2026-03-05T07:10:00+04:00'>
<link rel="canonical" href="https://courier.example/2026/dam?a=1&amp;b=2">
<script type="application/ld+json">{{"@graph": [{{"@type": "WebSite"}}, {{"@type": ["NewsArticle"],
"headline": "Dam fails above Kessary", "datePublished": "2026-03-05T07:10:00+04:00",
"author": [{{"name": "N. Roe"}}]}}]}}</script>
<style>p {{ color: red }}</style></head>
<body><nav><ul><li>
<p>Home and weather and everything else that a menu holds in many words, no article</p></li></ul></nav>
<main><article><h1>Dam fails above Kessary</h1>
<p>{LEAD}</p><p>{SECOND}</p>
<figure><img src=x><figcaption>
<p>The dam in 1968, in a picture from the archive of the ministry</p></figcaption></figure>
<aside><p>Sign up for our newsletter and never miss a story, said the editor of this newspaper</p></aside>
<p>{THIRD}</p></article></main>
<footer><p>All rights reserved. Lakeside Courier is a newspaper for the region around the lake.</p></footer>
</body></html>"""


@pytest.fixture(params=["trafilatura", "plain"])
def extractor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "plain":
        monkeypatch.setattr(html, "_trafilatura", lambda: None)
    else:
        pytest.importorskip("trafilatura")
    return str(request.param)


def page(tmp_path: Path, content: str | bytes, name: str = "page.html") -> tuple[list[Story], list[str]]:
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    problems: list[RecordError] = []
    found = list(read(tmp_path / name, on_problem=problems.append))
    return found, [error.problem for error in problems]


def test_a_page_becomes_a_story(tmp_path: Path, extractor: str) -> None:
    [story], problems = page(tmp_path, PAGE)
    assert problems == []
    assert story.text.split("\n\n") == [LEAD, SECOND, THIRD]
    assert "newsletter" not in story.text
    assert "rights" not in story.text
    assert (story.id, story.title, story.lang) == ("page.html", "Dam fails above Kessary", "en-GB")
    assert story.source == "Lakeside Courier"
    assert story.url == "https://courier.example/2026/dam?a=1&b=2"
    assert story.published is not None
    assert story.published.isoformat() == "2026-03-05T07:10:00+04:00"
    assert story.extra == {"author": "N. Roe"}
    assert not story.whole_file


def test_a_page_that_declares_nothing(tmp_path: Path, extractor: str) -> None:
    [story], _ = page(tmp_path, f"<html><title>Dam &amp; town</title><body><p>{LEAD}<p>{SECOND}")
    assert story.title == "Dam & town"
    assert story.text == f"{LEAD}\n\n{SECOND}"
    assert (story.published, story.source, story.url, story.lang) == (None, None, None, None)


def test_a_directory_of_pages(tmp_path: Path, extractor: str) -> None:
    for name in ("courier/2026/dam.html", "wire/dam.htm", "wire/style.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"<html><body><p>{LEAD}</p></body></html>")
    found = list(read(tmp_path))
    assert [(story.id, story.source) for story in found] == [
        ("courier/2026/dam.html", "courier"),
        ("wire/dam.htm", "wire"),
    ]


def test_wrong_dates_are_passed_over(tmp_path: Path, extractor: str) -> None:
    metas = "<meta name=date content='next Tuesday'><meta itemprop=datePublished content='0001-01-01'>"
    [story], _ = page(tmp_path, f"<html>{metas}<time datetime='2026-03-05'>today</time><p>{LEAD}</p>")
    assert story.published is not None
    assert story.published.date().isoformat() == "2026-03-05"


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-1", "utf-8", "koi8-r"])
def test_the_encoding_that_a_page_tells(tmp_path: Path, extractor: str, charset: str) -> None:
    word = "плотина" if charset == "koi8-r" else "café"
    content = f"<html><meta charset='{charset}'><title>{word}</title><body><p>{LEAD} {word}</p></html>"
    [story], _ = page(tmp_path, content.encode(charset))
    assert story.title == word
    assert story.text.endswith(word)


def test_text_without_paragraphs_and_menus_that_never_end(tmp_path: Path, extractor: str) -> None:
    [loose], _ = page(tmp_path, f"<html><body><div>{LEAD}</div><div>Home</div></body></html>", "a.html")
    assert LEAD in loose.text
    [unclosed], _ = page(tmp_path, f"<html><body><nav><p>{LEAD}</p><p>{SECOND}</p></body></html>", "b.html")
    assert LEAD in unclosed.text


def test_our_own_report_is_no_story(tmp_path: Path) -> None:
    from dedup.report.pages import cluster_page

    report = cluster_page([], [], texts={}, histories={}, about={})
    assert page(tmp_path, report) == ([], ["a report that dedup wrote, not a story"])


def test_a_page_without_words_is_named(tmp_path: Path, extractor: str) -> None:
    found, problems = page(tmp_path, "<html><body><img src=x></body></html>")
    assert found == []
    assert problems[0].startswith("no text")


def test_fragments() -> None:
    assert text_of("a < b & c > d") == "a < b & c > d"
    assert text_of("<p>One<!-- no --> two</p><p>three<br><br>four") == "One two\n\nthree\n\nfour"
    assert text_of("<a title='a > b' href=\"x\">link</a>ed <![CDATA[words & more]]>") == "linked words & more"
    assert text_of("<SCRIPT>if (a<b) x('</p>')</SCRIPT>after<style>p") == "afterp"
    assert text_of("&#1234567890; &unknown; &eacute") == "\ufffd &unknown; é"


@pytest.mark.parametrize(
    "unit", ["<", "<!--", "<a '", '<a "', "<p ", "<script>", "</", "<![CDATA[", "<a b=' ", "&", "<!", "\v"]
)
def test_whatever_is_repeated_takes_time_in_proportion(unit: str) -> None:
    started = time.process_time()
    text_of(unit * (400_000 // len(unit)))
    assert time.process_time() - started < 4


def test_deep_and_crowded_pages_are_read_by_the_scan_alone(tmp_path: Path) -> None:
    deep = "<div>" * 10_000 + f"<p>{LEAD}</p>"
    assert page(tmp_path, f"<html>{deep}", "deep.html")[0][0].text == LEAD
    crowded = "<i>" * 50_000 + f"<p>{LEAD}</p>"
    assert page(tmp_path, f"<html>{crowded}", "crowded.html")[0][0].text == LEAD


def test_a_page_that_is_too_large_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LARGEST_PAGE", 1 << 20)
    assert page(tmp_path, "<html>" + "x" * (1 << 20))[1] == ["larger than 1 MB: too large for a page"]


@pytest.mark.parametrize("stated", ["iso-8859-15", "windows-1251", "gb2312", "utf-16"])
def test_utf8_beats_what_a_page_says_of_itself(tmp_path: Path, stated: str) -> None:
    page = PAGE.replace('charset="utf-8"', f'charset="{stated}"').replace("Dam fails above", "Brücke über")
    (tmp_path / "a.html").write_bytes(page.encode())
    [story] = read(tmp_path / "a.html")
    assert story.title == "Brücke über Kessary"


def test_a_told_encoding_counts_where_the_bytes_are_not_utf8(tmp_path: Path) -> None:
    page = PAGE.replace('charset="utf-8"', 'charset="windows-1251"').replace("Dam fails above", "Мост у")
    (tmp_path / "a.html").write_bytes(page.encode("cp1251", "replace"))
    [story] = read(tmp_path / "a.html")
    assert story.title == "Мост у Kessary"


@pytest.mark.parametrize(
    "title", ["Dam &#8216;fails&#8217; &amp; floods", "Dam &amp;lsquo;fails&amp;rsquo; &amp;amp; floods"]
)
def test_entities_in_what_a_page_says_of_itself(tmp_path: Path, title: str) -> None:
    page = PAGE.replace("Dam fails above Kessary", title).replace(
        "Lakeside Courier", "Lake &amp;amp; Courier"
    )
    (tmp_path / "a.html").write_text(page)
    [story] = read(tmp_path / "a.html")
    assert (story.title, story.source) == ("Dam ‘fails’ & floods", "Lake & Courier")


def test_a_body_in_json_ld_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "_trafilatura", lambda: None)
    body = f"&lt;p&gt;{LEAD}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;"
    linked = f'{{"@type": "NewsArticle", "headline": "Dam", "articleBody": "{body}"}}'
    (tmp_path / "a.html").write_text(f"<html><script type='application/ld+json'>{linked}</script></html>")
    [story] = read(tmp_path / "a.html")
    assert story.text == f"{LEAD}\n\n{SECOND}"
