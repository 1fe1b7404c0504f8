"""Inputs of every format, made from dice: mostly right, with odd values where producers have them.

`SEEDS` maps the name of a form to a function from dice (`random.Random`, or what hypothesis gives for it) to
the bytes of one file. Sentences are invented.
"""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

WORDS = (
    "the ferry left harbour before noon and nine crew were rescued near Varn on Tuesday after its engine "
    "failed while officials of the coast guard said that no oil was lost"
)
VOCABULARY = WORDS.split()
ODD = (
    *(
        "\0",
        "\ud800",
        "\u200b",
        "\u202e",
        "\u2028",
        "\x85",
        "\x1b[31m",
        "🦆",
        "\ufeff",
        "é",
        "漢字",
        "ｆ",
        "\r",
        "\x0b",
    ),
    *(
        "\u0301" * 40,
        "\U000e0041",
        "NaN",
        "null",
        "<script>",
        "&#0;",
        "&#xD800;",
        "&nbsp",
        "]]>",
        "--",
        "а",
        "\ufffe",
    ),
)
DATES: tuple[Any, ...] = (
    *(
        "2026-03-05T06:07:08Z",
        "0001-01-01",
        "9999-12-31T23:59:59-12:00",
        "-5",
        "1e999",
        "2026-02-30",
        "yesterday",
    ),
    *("Thu, 05 Mar 2026 07:10:00 +9900", "1772690828", "9" * 20, "2026-03-05T06:07:08+24:00", "2026-W10-4"),
    *(
        "March 5, 2026 at 3:00 p.m. EST",
        "2026年3月5日",
        "1000-01-01T00:00:00+14:00",
        "5 mars 2026 CET",
        "20260305",
    ),
    *(0, -1, 1e308, 10**18, True, None, {"$date": {"$numberLong": "-99999999999999"}}, ["2026-03-05"]),
)
_NAMES = (
    "id title text body content published date url source lang summary headline bodies headlines uri "
    "_source _id items articles maintext paragraphs tags versioncreated articleBody metadata hits language "
    "type authors body_html contentCreated firstcreated timestamp Text $date rendered value name sections"
)
NAMES = _NAMES.split()
_CHARSETS = "utf-8 utf-16 utf-7 iso-8859-1 windows-1252 shift_jis idna punycode zlib undefined x-none koi8-r"
CHARSETS = _CHARSETS.split()


def prose(dice: Random, most: int = 30) -> str:
    words = dice.choices(VOCABULARY, k=dice.randint(1, most))
    if dice.random() < 0.1:
        words.insert(dice.randrange(len(words)), dice.choice(ODD))
    return " ".join(words).capitalize() + "."


def body(dice: Random) -> str:
    return "\n\n".join(prose(dice) for _ in range(dice.randint(1, 4)))


def value(dice: Random, depth: int = 0) -> Any:
    """What a field may hold: text, a number, a date, nothing, a list, an object."""
    kind = dice.randrange(10)
    if kind < 4:
        return prose(dice, 8)
    if kind < 6:
        return dice.choice([0, -1, 1.5, 1e308, 2**63, True, False, None, "", " ", *ODD])
    if kind < 7 or depth > 3:
        return dice.choice(DATES)
    if kind < 9:
        return [value(dice, depth + 1) for _ in range(dice.randint(0, 3))]
    return {dice.choice(NAMES): value(dice, depth + 1) for _ in range(dice.randint(0, 3))}


def record(dice: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if dice.random() < 0.7:
        found["id"] = dice.choice([f"a{dice.randrange(10**6)}", dice.randrange(10**6), value(dice)])
    if dice.random() < 0.85:
        found[dice.choice(["text", "body", "content", "maintext"])] = body(dice)
    if dice.random() < 0.5:
        found["title"] = prose(dice, 6)
    if dice.random() < 0.5:
        found["published"] = dice.choice(DATES)
    for _ in range(dice.choice([0, 0, 1, 3])):
        found[dice.choice(NAMES)] = value(dice)
    return found


def _json(dice: Random, found: object) -> bytes:
    return json.dumps(found, ensure_ascii=dice.random() < 0.5).encode("utf-8", "surrogatepass")


def jsonl(dice: Random) -> bytes:
    return b"\n".join(_json(dice, record(dice)) for _ in range(dice.randint(1, 5))) + b"\n"


def json_file(dice: Random) -> bytes:
    records = [record(dice) for _ in range(dice.randint(1, 4))]
    shapes: list[object] = [
        records,
        records[0],
        {dice.choice(["articles", "items", "data", "results"]): records, "total": 3},
        {"hits": {"hits": [{"_id": "a", "_source": one} for one in records]}},
        {"data": {"articles": [*records, None]}},
    ]
    return _json(dice, dice.choice(shapes))


def ninjs(dice: Random) -> bytes:
    found: dict[str, Any] = {
        "uri": f"urn:x:{dice.randrange(10**6)}",
        "type": dice.choice(["text", "picture", value(dice)]),
        "headline": prose(dice, 6),
        "body_html": f"<p>{prose(dice)}</p><p>{prose(dice)}</p>",
        "bodies": [{"contentType": "text/html", "value": f"<p>{prose(dice)}"}],
        "versioncreated": dice.choice(DATES),
        "language": "en",
    }
    for name in list(found):
        if dice.random() < 0.2:
            found[name] = value(dice)
    return _json(dice, found)


def _table(dice: Random, delimiter: str) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out, delimiter=delimiter, lineterminator=dice.choice(["\n", "\n", "\r\n", "\r"]))
    rows.writerow(
        dice.choice(
            [["id", "title", "text", "published"], ["ID", "Headline", "Body", "Date"], ["text", "text"]]
        )
    )
    for _ in range(dice.randint(0, 5)):
        cells = [str(dice.randrange(10**6)), prose(dice, 5), body(dice), str(dice.choice(DATES))]
        rows.writerow(cells[: dice.randint(2, 4)])
    return out.getvalue().encode("utf-8", "surrogatepass")


def html(dice: Random) -> bytes:
    linked = {
        name: value(dice) for name in ("@type", "headline", "datePublished", "articleBody", "publisher")
    }
    head = (
        f"<title>{prose(dice, 6)}</title><meta charset={dice.choice(CHARSETS)}>"
        f"<meta property='article:published_time' content='{dice.choice(DATES)}'>"
        f"<link rel=canonical href='{dice.choice(['https://example.org/a', 'http://[', 'javascript:1'])}'>"
        f"<script type='application/ld+json'>{json.dumps(linked)}</script>"
    )
    paragraphs = "".join(f"<p>{prose(dice)}</p>" for _ in range(dice.randint(0, 5)))
    return (
        f"<!doctype html><html lang={dice.choice(['en', 'x' * 50, ''])!r}><head>{head}</head>"
        f"<body><nav>Menu</nav><article><h1>{prose(dice, 6)}</h1>{paragraphs}</article></body></html>"
    ).encode("utf-8", "surrogatepass")


def feed(dice: Random) -> bytes:
    entries = [(prose(dice, 5), prose(dice), dice.choice(DATES)) for _ in range(dice.randint(0, 3))]
    if dice.random() < 0.5:
        items = "".join(
            f"<item><title>{title}</title><guid>{n}</guid><description>&lt;p&gt;{text}</description>"
            f"<content:encoded><![CDATA[<p>{text}]]></content:encoded><pubDate>{day}</pubDate></item>"
            for n, (title, text, day) in enumerate(entries)
        )
        whole = (
            f"<?xml version='1.0' encoding='{dice.choice(CHARSETS)}'?><rss version='2.0' "
            f"xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>C</title>{items}</channel></rss>"
        )
    else:
        whole = "<feed xmlns='http://www.w3.org/2005/Atom'><title>C</title>" + "".join(
            f"<entry><id>urn:{n}</id><title>{title}</title><updated>{day}</updated>"
            f"<content type='{dice.choice(['html', 'xhtml', 'text', 'image/png'])}'>{text}</content></entry>"
            for n, (title, text, day) in enumerate(entries)
        )
        whole += "</feed>"
    return whole.encode("utf-8", "surrogatepass")


def newsml(dice: Random) -> bytes:
    items = "".join(
        f"<newsItem guid='urn:{n}' version='{dice.choice(['1', 'x'])}' xml:lang='en'>"
        f"<itemMeta><itemClass qcode='{dice.choice(['ninat:text', 'ninat:picture'])}'/>"
        f"<versionCreated>{dice.choice(DATES)}</versionCreated></itemMeta>"
        f"<contentMeta><headline>{prose(dice, 5)}</headline></contentMeta>"
        "<contentSet><inlineXML contenttype='application/xhtml+xml'>"
        f"<html><body><p>{prose(dice)}</p></body></html></inlineXML></contentSet></newsItem>"
        for n in range(dice.randint(0, 3))
    )
    whole = (
        f"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>{items}</itemSet></newsMessage>"
    )
    return whole.encode("utf-8", "surrogatepass")


def nitf(dice: Random) -> bytes:
    return (
        f"<?xml version='1.0'?><nitf><head><title>{prose(dice, 4)}</title><docdata>"
        f"<doc-id id-string='{dice.random()}'/><date.issue norm='{dice.choice(DATES)}'/></docdata></head>"
        f"<body><body.head><hedline><hl1>{prose(dice, 5)}</hl1></hedline></body.head>"
        f"<body.content><p>{prose(dice)} &eacute; &none;</p><table><tr><td>1</td></tr></table></body.content>"
        "</body></nitf>"
    ).encode("utf-8", "surrogatepass")


def warc(dice: Random) -> bytes:
    found = b""
    for number in range(dice.randint(1, 2)):
        page, head = (
            html(dice),
            b"HTTP/1.1 %d OK\r\nContent-Type: text/html\r\n" % dice.choice([200, 200, 404]),
        )
        packing = dice.randrange(4)
        if packing == 1:
            page, head = gzip.compress(page, 1), head + b"Content-Encoding: gzip\r\n"
        elif packing == 2:
            page, head = zlib.compress(page, 1), head + b"Content-Encoding: deflate\r\n"
        payload = head + b"\r\n" + page
        size = dice.choice([len(payload)] * 6 + [0, -1, 10**18, len(payload) - 5, len(payload) + 500])
        found += (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Target-URI: https://example.org/"
            b"\r\nWARC-Date: 2026-03-05T08:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
            b"Content-Length: %d\r\n\r\n%s\r\n\r\n"
        ) % (number, size, payload)
    return found


def _columns(dice: Random) -> Any:
    import pyarrow

    rows = dice.randint(0, 4)
    texts = [dice.choice([_encodable(body(dice)), None]) for _ in range(rows)]
    columns: dict[str, Any] = {"id": [f"p{dice.randrange(10**7)}" for _ in range(rows)], "text": texts}
    if dice.random() < 0.5:
        zone = dice.choice([None, "UTC", "+05:30", "Europe/Oslo", "Nowhere/Else"])
        moments = [dice.choice([None, 0, 10**12, 10**15, -(10**14)]) for _ in range(rows)]
        stored = pyarrow.timestamp(dice.choice(["us", "ns", "s"]), zone)
        columns["published"] = pyarrow.array(moments, pyarrow.int64()).cast(stored)
    if dice.random() < 0.3:
        tags = [[_encodable(prose(dice, 2))] for _ in range(rows)]
        columns["tags"] = pyarrow.array(tags, pyarrow.list_(pyarrow.string()))
    if dice.random() < 0.3:
        columns["blob"] = pyarrow.array([dice.choice([b"\xff", None]) for _ in range(rows)], pyarrow.binary())
    if dice.random() < 0.2:
        columns["title"] = pyarrow.array(["x"] * rows, pyarrow.string()).dictionary_encode()
    return pyarrow.table(columns)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def parquet(dice: Random) -> bytes:
    from pyarrow import parquet as writer

    out = io.BytesIO()
    writer.write_table(_columns(dice), out, compression=dice.choice(["snappy", "gzip", "zstd", "none"]))
    return out.getvalue()


def arrow(dice: Random) -> bytes:
    from pyarrow import ipc

    out, table = io.BytesIO(), _columns(dice)
    options = ipc.IpcWriteOptions(compression=dice.choice([None, "lz4", "zstd"]))
    with dice.choice([ipc.new_file, ipc.new_stream])(out, table.schema, options=options) as writer:
        writer.write_table(table)
    return out.getvalue()


def text(dice: Random) -> bytes:
    parts = [
        body(dice),
        prose(dice, 5).upper(),
        "By A Writer",
        "VARN, March 5 (Harbour Wire) - " + prose(dice),
        "-30-",
        "###",
        *dice.sample(ODD, 2),
        datetime(2026, 3, dice.randint(1, 28), tzinfo=UTC).strftime("%A, %d %B"),
    ]
    return "\n\n".join(dice.choices(parts, k=dice.randint(1, 8))).encode("utf-8", "surrogatepass")


SEEDS: dict[str, tuple[str, Callable[[Random], bytes]]] = {
    "jsonl": (".jsonl", jsonl),
    "json": (".json", json_file),
    "ninjs": (".json", ninjs),
    "csv": (".csv", lambda dice: _table(dice, dice.choice(",;"))),
    "tsv": (".tsv", lambda dice: _table(dice, "\t")),
    "html": (".html", html),
    "feed": (".rss", feed),
    "newsml": (".xml", newsml),
    "nitf": (".nitf", nitf),
    "warc": (".warc", warc),
    "parquet": (".parquet", parquet),
    "arrow": (".arrow", arrow),
    "text": (".txt", text),
}
"""Each form with the suffix of its files."""

PIECES = (
    *(
        b'"',
        b"'",
        b"\n",
        b"\r",
        b"\r\n",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
    ),
    *(
        b"<",
        b">",
        b"&",
        b"\\ud800",
        b"\\u0000",
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"9" * 400,
        b"null",
        b"<!--",
        b"-->",
    ),
    *(
        b"<![CDATA[",
        b"]]>",
        b"<!ENTITY x 'y'>",
        b"<p>",
        b"</p>",
        b"&#xD800;",
        b"&#99999999;",
        b"\x1f\x8b",
        b"\xe9",
    ),
    *(
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xe2\x80\xae",
        b"\x1b[2J",
        b"WARC/1.0\r\n",
        b"PAR1",
        b"ARROW1",
        b"\x7f",
    ),
)
LONGEST = 60_000


def mutated(dice: Random, data: bytes) -> bytes:
    """The bytes with a few of them changed, cut, doubled, or with others put in."""
    for _ in range(dice.choice([0, 1, 1, 2, 3, 8])):
        at = dice.randint(0, len(data))
        kind = dice.randrange(7)
        if kind == 0:
            data = data[:at] + dice.choice(PIECES) + data[at:]
        elif kind == 1:
            data = data[:at] + data[at + dice.randint(1, 20) :]
        elif kind == 2 and at < len(data):
            data = data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]
        elif kind == 3:
            data = data[:at]
        elif kind == 4:
            end = min(len(data), at + dice.randint(0, 300))
            data = data[:at] + data[at:end] * dice.randint(2, 20) + data[end:]
        elif kind == 5:
            other = SEEDS[dice.choice([*SEEDS])][1](dice)
            begin = dice.randint(0, len(other))
            data = data[:at] + other[begin : begin + dice.randint(1, 200)] + data[at:]
        else:
            data = dice.choice(PIECES) + data
    return data[:LONGEST]


def packed(dice: Random, data: bytes) -> tuple[bytes, str]:
    """The bytes as they are, or compressed, or in UTF-16; and the suffix that says so."""
    kind = dice.randrange(20)
    if kind == 0:
        return gzip.compress(data, 1), ".gz"
    if kind == 1:
        import zstandard

        return zstandard.compress(data, 1), ".zst"
    if kind == 2:
        return data.decode("utf-8", "replace").encode("utf-16"), ""
    return data, ""


def file(dice: Random, form: str) -> tuple[str, bytes]:
    """A suffix and the content of a file."""
    suffix, seed = SEEDS[form]
    data, ending = packed(dice, mutated(dice, seed(dice)))
    return suffix + ending, data
