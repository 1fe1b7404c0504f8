"""Agency formats: NewsML-G2 and NITF."""
# ruff: noqa: E501  (documents with lines as producers write them)

from pathlib import Path

import pytest

from dedup.errors import RecordError
from dedup.readers import news_xml, read
from dedup.types import Story

LEAD = "KESSARY, March 5 - A dam failed early on Thursday."
SECOND = "Eleven people are missing, a ministry said."

NEWSML = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:meridian.example,2026:newsml_KX3" version="{version}"
 standard="NewsML-G2" standardversion="{standard}" conformance="power" xml:lang="en-US">
 <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"/>
 <itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:MPA"><name>Meridian Press Agency</name></provider>
  <versionCreated>2026-03-05T09:12:44Z</versionCreated><firstCreated>2026-03-05T07:01:00Z</firstCreated>
  <pubStatus qcode="stat:{status}"/></itemMeta>
 <contentMeta><urgency>2</urgency><located type="cptype:city"><name>Kessary</name></located>
  <creditline>MPA</creditline><slugline separator="/">DAM/FLOOD</slugline>
  <headline>Dam fails above Kessary</headline><by>By N. Roe</by><language tag="en"/></contentMeta>
 <contentSet>{content}</contentSet>
</newsItem>"""
XHTML = f"""<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>
</head><body><p>{LEAD}</p><p>Eleven people are missing,
  a <em>ministry</em> said.</p><table><tr><td>Missing</td><td>11</td></tr></table></body></html></inlineXML>"""


def newsml(content: str = XHTML, version: int = 1, standard: str = "2.29", status: str = "usable") -> str:
    return NEWSML.format(version=version, standard=standard, status=status, content=content)


def take(path: Path, data: str | bytes) -> tuple[list[Story], list[str]]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    problems: list[RecordError] = []
    return list(read(path, on_problem=problems.append)), [error.problem for error in problems]


@pytest.mark.parametrize("standard", ["2.1", "2.29", "2.34"])
def test_a_news_item(tmp_path: Path, standard: str) -> None:
    [story], problems = take(tmp_path / "a.xml", newsml(standard=standard))
    assert problems == []
    assert story.id == "tag:meridian.example,2026:newsml_KX3:1"
    assert story.text.split("\n\n") == [LEAD, SECOND, "Missing", "11"]
    assert (story.title, story.source, story.lang) == (
        "Dam fails above Kessary",
        "Meridian Press Agency",
        "en",
    )
    assert story.published is not None
    assert story.published.isoformat() == "2026-03-05T09:12:44+00:00"
    assert story.extra["guid"] == "tag:meridian.example,2026:newsml_KX3"
    assert story.extra["status"] == "usable"
    assert story.extra["slugline"] == "DAM/FLOOD"
    assert not story.whole_file


def test_versions_of_an_item_are_stories_of_their_own(tmp_path: Path) -> None:
    for version, status in ((1, "usable"), (2, "usable"), (3, "canceled")):
        (tmp_path / f"{version}.xml").write_text(newsml(version=version, status=status))
    found = list(read(tmp_path))
    assert [story.id.rpartition(":")[2] for story in found] == ["1", "2", "3"]
    assert found[2].extra["status"] == "canceled"


def test_a_message_with_a_picture_and_a_broken_item_in_the_middle(tmp_path: Path) -> None:
    picture = newsml("<remoteContent href='a.jpg'/>").replace("ninat:text", "ninat:picture")
    items = [newsml(), picture, newsml("").replace("Dam fails above Kessary", ""), newsml(version=2)]
    inner = "".join(item.partition("?>")[2] for item in items)
    message = f"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header/><itemSet>{inner}</itemSet></newsMessage>"
    stories, problems = take(tmp_path / "m.xml", message)
    assert [story.place.rpartition("[")[2] for story in stories] == ["0]", "3]"]
    assert problems == ["a picture, not a text", "no text: text is empty"]


def test_content_in_other_wrappings(tmp_path: Path) -> None:
    plain = "<inlineData contenttype='text/plain'>One.\n\nTwo.</inlineData>"
    escaped = (
        "<inlineData contenttype='text/html'>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</inlineData>"
    )
    nitf = "<inlineXML><nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf></inlineXML>"
    for content in (plain, escaped, nitf):
        [story], _ = take(tmp_path / "a.xml", newsml(content))
        assert story.text == "One.\n\nTwo."
        assert story.title == "Dam fails above Kessary"


def test_an_item_that_tells_next_to_nothing(tmp_path: Path) -> None:
    bare = "<newsItem><contentSet><inlineXML><html><body><p>Text.</p></body></html></inlineXML></contentSet></newsItem>"
    [story], _ = take(tmp_path / "bare", bare)
    assert (story.text, story.title, story.published, story.source) == ("Text.", None, None, None)
    assert len(story.id) == 16


NITF = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.4/specification/dtd/nitf-3-4.dtd">
<nitf version="-//IPTC//DTD NITF 3.4//EN" xml:lang="en">
<head><title>Dam fails</title><docdata management-status="usable"><doc-id id-string="mpa.2026.0305" regsrc="MPA"/>
<urgency ed-urg="2"/><date.issue norm="20260305T091244Z"/><du-key version="2" key="DAM"/></docdata>
<pubdata name="Lakeside Courier" date.publication="20260306"/></head>
<body><body.head><hedline><hl1>Dam fails above <em>Kessary</em></hl1><hl2>Eleven missing</hl2></hedline>
<byline>By <person>N. Roe</person></byline><distributor>Meridian Press Agency</distributor>
<dateline><location>KESSARY</location></dateline></body.head>
<body.content><block><p>{LEAD}</p><media media-type="image"><media-reference source="a.jpg"/>
<media-caption><p>The dam in 1968</p></media-caption></media><hl2>The search</hl2>
<p>Eleven people are missing, a minist&eacute;re said.</p></block></body.content>
<body.end><tagline>Copyright</tagline></body.end></body></nitf>"""


def test_nitf_with_its_document_type_and_entities(tmp_path: Path) -> None:
    [story], problems = take(tmp_path / "a.xml", NITF)
    assert problems == []
    assert story.id == "mpa.2026.0305:2"
    assert story.text.split("\n\n") == [
        LEAD,
        "The search",
        "Eleven people are missing, a ministére said.",
    ]
    assert story.title == "Dam fails above Kessary"
    assert story.source == "Meridian Press Agency"
    assert story.published is not None
    assert story.published.isoformat() == "2026-03-05T09:12:44+00:00"
    assert story.extra["subtitle"] == "Eleven missing"


def test_nitf_in_utf_16_and_without_most_of_its_head(tmp_path: Path) -> None:
    bare = "<nitf><body><body.content><p>Füße.</p></body.content></body></nitf>"
    declared = f'<?xml version="1.0" encoding="UTF-16"?>{bare}'
    for data in (
        bare.encode(),
        declared.encode("utf-16"),
        bare.encode("latin-1").join([b"<?xml version='1.0' encoding='iso-8859-1'?>", b""]),
    ):
        [story], _ = take(tmp_path / "a.nitf", data)
        assert story.text == "Füße."


@pytest.mark.parametrize("date", ["yesterday", "00010101T000000Z", ""])
def test_a_date_that_is_none(tmp_path: Path, date: str) -> None:
    [story], _ = take(tmp_path / "a.xml", NITF.replace("20260305T091244Z", date).replace("20260306", date))
    assert story.published is None


def test_laughs_are_refused(tmp_path: Path) -> None:
    laughs = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    for root in ("nitf", "newsItem", "rss"):
        found = take(
            tmp_path / "a.xml", f"<?xml version='1.0'?><!DOCTYPE {root} [{laughs}]><{root}>&a11;</{root}>"
        )
        assert found == ([], ["XML that declares entities is refused"])


def test_nothing_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    outside = f'<!DOCTYPE nitf [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    assert take(tmp_path / "a.xml", f"{outside}<nitf><body>&x;</body></nitf>") == (
        [],
        ["XML that declares entities is refused"],
    )


def test_what_is_deep_or_crowded_or_broken_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert take(tmp_path / "a.xml", "<nitf>" + "<p>" * 10_000)[1] == [
        "XML nested deeper than 200 elements is refused"
    ]
    assert take(tmp_path / "a.xml", NITF[:-20])[1][0].startswith("not well-formed XML: ")
    monkeypatch.setattr(news_xml, "MOST_ELEMENTS", 1_000)
    assert take(tmp_path / "a.xml", "<nitf>" + "<p/>" * 2_000)[1] == [
        "XML of more than 1,000 elements is refused"
    ]


def test_xml_of_another_kind_is_named(tmp_path: Path) -> None:
    assert "begins with <svg>" in take(tmp_path / "a.xml", "<?xml version='1.0'?><!-- x --><svg/>")[1][0]
    assert "begins with <NewsML>" in take(tmp_path / "a.xml", "<NewsML/>")[1][0]
    assert "no element" in take(tmp_path / "a.xml", "<?xml version='1.0'?>")[1][0]


CDATA = f"<![CDATA[<p>{LEAD}</p><p>{SECOND}</p>]]>"


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "application/xhtml+xml", ""])
def test_html_in_inline_data_is_text_whatever_it_is_called(tmp_path: Path, kind: str) -> None:
    [story], _ = take(tmp_path / "a.xml", newsml(f"<inlineData contenttype='{kind}'>{CDATA}</inlineData>"))
    assert story.text == f"{LEAD}\n\n{SECOND}"


def test_html_in_a_nitf_body_is_text(tmp_path: Path) -> None:
    [story], _ = take(tmp_path / "a.nitf", f"<nitf><body><body.content>{CDATA}</body.content></body></nitf>")
    assert story.text == f"{LEAD}\n\n{SECOND}"


@pytest.mark.parametrize(
    "before",
    [
        "<header><ul><li>Floods</li><li>Kessary</li></ul><time>05.03.2026</time><h1>Dam fails</h1></header>",
        "<ul class='keywords short'><li>Floods</li><li>Kessary</li></ul>",
        "<p class='slugline'>DAM/FLOOD</p><nav>Home</nav>",
    ],
)
def test_a_list_of_keywords_is_no_opening(tmp_path: Path, before: str) -> None:
    page = f"<inlineXML><html><body>{before}<section><p>{LEAD}</p></section></body></html></inlineXML>"
    [story], _ = take(tmp_path / "a.xml", newsml(page))
    assert story.text == LEAD


def test_a_body_of_nothing_but_a_header_is_read(tmp_path: Path) -> None:
    page = f"<inlineXML><html><body><header><p>{LEAD}</p></header></body></html></inlineXML>"
    [story], _ = take(tmp_path / "a.xml", newsml(page))
    assert story.text == LEAD


@pytest.mark.parametrize(
    ("meta", "content", "hour"),
    [
        ("<versionCreated/>", "<contentCreated>2026-03-05T08:00:00Z</contentCreated>", 8),
        ("<versionCreated/><firstCreated>2026-03-05T07:00:00Z</firstCreated>", "", 7),
        ("<versionCreated>2026-03-05T09:00:00Z</versionCreated>", "<contentCreated>x</contentCreated>", 9),
    ],
)
def test_the_date_is_where_the_agency_puts_it(tmp_path: Path, meta: str, content: str, hour: int) -> None:
    item = (
        f"<newsItem guid='g' version='1'><itemMeta><itemClass qcode='ninat:text'/>{meta}</itemMeta>"
        f"<contentMeta>{content}</contentMeta><contentSet>{XHTML}</contentSet></newsItem>"
    )
    [story], _ = take(tmp_path / "a.xml", item)
    assert story.published is not None
    assert story.published.isoformat() == f"2026-03-05T{hour:02}:00:00+00:00"


@pytest.mark.parametrize("stated", ["iso-8859-1", "windows-1252", "utf-16"])
def test_utf8_that_says_it_is_something_else(tmp_path: Path, stated: str) -> None:
    data = f"<?xml version='1.0' encoding='{stated}'?><nitf><body><body.content><p>Die Brücke.</p></body.content></body></nitf>"
    assert take(tmp_path / "a.nitf", data.encode())[0][0].text == "Die Brücke."


def test_a_told_encoding_is_believed_where_the_bytes_are_not_utf8(tmp_path: Path) -> None:
    data = "<?xml version='1.0' encoding='iso-8859-1'?><nitf><body><body.content><p>Die Brücke.</p></body.content></body></nitf>"
    assert take(tmp_path / "a.nitf", data.encode("latin-1"))[0][0].text == "Die Brücke."
