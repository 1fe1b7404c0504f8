"""Pages as a program sees them: status, headers, what they hold."""

import re

import httpx
from asking import Served, records


def title(answer: httpx.Response) -> str:
    found = re.search("<title>(.*?)</title>", answer.text)
    assert found
    return found[1]


def test_every_page_has_two_policies_and_is_not_kept(serve: Served) -> None:
    client = serve(events=True)
    client.post("/add", json=records())
    for path in (
        "/",
        "/?since=7d&source=Northern+Wire&lang=en",
        "/page/event?id=ferry-teaser",
        "/page/history?id=ferry-teaser",
        "/page/story?id=ferry-teaser",
        "/page/compare?a=ferry-teaser&b=ferry-northern-1",
        "/page/search?words=ferry",
        "/page/search",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        [policy] = re.findall('<meta http-equiv="Content-Security-Policy" content="(.*?)">', answer.text)
        assert "script-src &#39;sha256-" in policy
        assert "unsafe" not in policy


def test_a_page_that_is_not_there_is_a_page(serve: Served) -> None:
    client = serve()
    for path, status, said in (
        ("/page/story?id=nobody", 404, "there is no story with this id"),
        ("/page/event?id=nobody", 404, "there is no event of two and more stories"),
        ("/page/history?id=nobody", 404, "there is no event of two and more stories"),
        ("/page/compare?a=x&b=y", 404, "there is no story with this id"),
        ("/page/compare?a=x", 400, "the parameter &#39;b&#39; is missing"),
        ("/?since=lately", 400, "it is a time"),
        ("/page/search?words=x&before=y", 400, "before is"),
    ):
        answer = client.get(path)
        assert (answer.status_code, said in answer.text) == (status, True), path
        assert answer.headers["content-type"].startswith("text/html")


def test_an_empty_index_has_its_pages(serve: Served) -> None:
    client = serve()
    assert "No event of two and more stories" in client.get("/").text
    assert "None of these 0 stories" in client.get("/page/search?words=dam").text


def test_a_search_goes_on_with_older_stories(serve: Served) -> None:
    client = serve()
    client.post("/add", json=[{"id": f"n{number}", "text": f"Note {number}."} for number in range(70)])
    path, seen = "/page/search?words=note", []
    while path:
        page = client.get(path).text
        seen += re.findall(r'<h2><a href="/page/story\?id=(n\d+)">', page)
        older = re.search(r'<a href="(/page/search[^"]*)">Older', page)
        path = older[1].replace("&amp;", "&") if older else ""
    assert seen == [f"n{number}" for number in reversed(range(70))]


def test_versions_of_a_story_lead_to_each_other(serve: Served) -> None:
    client = serve()
    for day in ("Monday", "Tuesday"):
        client.post("/add", json={"id": "a&b", "title": "Dam holds", "text": f"The dam held on {day}."})
    page = client.get("/page/story", params={"id": "a&b"}).text
    assert "on Tuesday" in page
    link = re.search(r'href="(/page/story\?id=a%26b&amp;version=1)"', page)
    assert link
    assert "on Monday" in client.get(link[1].replace("&amp;", "&")).text
