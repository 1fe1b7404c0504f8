"""HTML as a stream of tokens, and as paragraphs of text, in linear time.

A single pass that never goes back: what is not closed (a comment, a quotation mark, a tag) ends at the next
thing that may end it, and what was looked for in vain once is not looked for again. The standard library's
`html.parser` takes minutes for half a megabyte of unclosed comments. There is no tree, and so no depth.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

BLOCKS = frozenset(
    """address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 head header hr html li main nav ol option p pre section summary table tbody td
    tfoot th thead title tr ul block hl1 hl2 hedline""".split()  # noqa: SIM905
)
"""Elements that begin and end a paragraph; the last few are NITF's."""

RAW = frozenset({"script", "style", "textarea", "title", "noscript", "iframe", "svg", "template", "object"})
"""Elements whose content is not markup, or is never part of the text."""

_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_NAME = re.compile(r"/?[a-zA-Z][^\s/>]{0,63}")
_END_OR_QUOTE = re.compile("[>\"']")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


class Tag(NamedTuple):
    """A start or end tag: its name in lower case ("/p" for an end), and what stands in it."""

    name: str
    inside: str

    def attributes(self) -> dict[str, str]:
        """The attributes, names in lower case, the first of equal ones."""
        found: dict[str, str] = {}
        for name, double, single, bare in _ATTRIBUTE.findall(self.inside):
            found.setdefault(name.lower(), unescape(double or single or bare).strip())
        return found


def tokens(page: str) -> Iterator[Tag | str]:
    """Tags, and the text between them with its entities resolved.

    The content of a raw element follows its start tag as one string as it stands.
    """
    at, size = 0, len(page)
    missing: set[str] = set()
    while at < size:
        begin = page.find("<", at)
        if begin < 0:
            begin = size
        if begin > at:
            yield unescape(page[at:begin])
        if begin == size:
            return
        at = begin + 1
        if page.startswith("!--", at):
            end = page.find("-->", at + 1)
            at = size if end < 0 else end + 3
        elif page.startswith("![CDATA[", at):
            end = page.find("]]>", at)
            yield page[at + 8 : size if end < 0 else end]
            at = size if end < 0 else end + 3
        elif page.startswith(("!", "?"), at):
            end = page.find(">", at)
            at = size if end < 0 else end + 1
        elif named := _NAME.match(page, at):
            end = _tag_end(page, named.end(), missing)
            tag = Tag(named[0].lower(), page[named.end() : end])
            at = end + 1
            yield tag
            if tag.name in RAW and not tag.inside.endswith("/"):
                end = _raw_end(page, at, tag.name, missing)
                yield page[at:end]
                at = end
        else:
            yield "<"


def _tag_end(page: str, at: int, missing: set[str]) -> int:
    """Where a tag ends: at the first > outside of quotation marks."""
    while found := _END_OR_QUOTE.search(page, at):
        mark = found[0]
        if mark == ">":
            return found.start()
        at = found.end()
        if mark not in missing:
            closing = page.find(mark, at)
            if closing < 0:
                missing.add(mark)
            else:
                at = closing + 1
    return len(page)


def _raw_end(page: str, at: int, name: str, missing: set[str]) -> int:
    """Where the content of a raw element ends; at once if its end tag is missing."""
    if name in missing:
        return at
    found = re.compile(f"</{name}", re.I).search(page, at)
    if found is None:
        missing.add(name)
        return at
    return found.start()


def collapse(text: str) -> str:
    """A text with each run of white space made one blank."""
    return _SPACE.sub(" ", text).strip()


def text_of(markup: str) -> str:
    """The text of a fragment of HTML, paragraphs separated by blank lines.

    Examples
    --------
    >>> text_of("<p>One &amp; two.</p><script>x()</script><p>Three<br>four.</p>")
    'One & two.\\n\\nThree\\nfour.'
    """
    paragraphs: list[str] = []
    parts: list[str] = []
    raw = False
    for token in tokens(markup):
        if isinstance(token, str):
            if not raw:
                parts.append(token)
            raw = False
            continue
        raw = token.name in RAW
        if token.name == "br":
            parts.append("\v")
        elif token.name.removeprefix("/") in BLOCKS:
            _close(parts, paragraphs)
    _close(parts, paragraphs)
    return "\n\n".join(paragraphs)


_ELEMENT = re.compile(
    r"</(?:p|div|span|h[1-6]|ul|ol|li|a|b|i|u|em|strong|small|blockquote|table|tr|td|section|article|figure|html"
    r"|body|pre|code|font|center)\s{0,9}>|<(?:br|hr)\s{0,9}/?>|<(?:p|img|div)\s[^<>]{0,2000}=[^<>]{0,2000}>"
    r"|<(?:p|img|div|a|span|figure|iframe|video)\s{1,9}[\w-]{1,40}=[\"'][^<>]{0,2000}\Z",
    re.I | re.A,
)
"""What shows that a text is HTML: an end tag, one that needs none, attributes, or a tag in which a summary of
a feed was cut off. A start tag alone does not:
wires write the sign of a share as "PHILLIPS <P>"."""

_OPENS = re.compile(r"\s{0,9}<p>")
_BREAKING = re.compile(r"<(?:p|div|br|li|td|h[1-6]|section|blockquote)\b", re.I | re.A)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,30});")
_BLANK_LINE = re.compile(r"\n[ \t\r]{0,99}\n\s{0,99}")

MOST_ESCAPED = 3
"""Times that a text may have been escaped: "&amp;amp;lt;" was met in feeds of feeds."""


def is_markup(text: str) -> bool:
    """Whether a text has elements of HTML in it."""
    return "<" in text and (_ELEMENT.search(text) is not None or _OPENS.match(text) is not None)


def plain_text(text: str) -> str:
    """A body that may be HTML, or escaped more often than it should be, as text; any other as it stands.

    Blank lines part paragraphs, as in WordPress; line breaks do where no element does.

    Examples
    --------
    >>> plain_text("Fish &amp;amp; chips"), plain_text("<p>One.</p><p>Two.</p>"), plain_text("a < b & c")
    ('Fish & chips', 'One.\\n\\nTwo.', 'a < b & c')
    """
    for _ in range(MOST_ESCAPED):
        if is_markup(text):
            if not _BREAKING.search(text):
                text = text.replace("\n", "<br>")
            text = text_of(_BLANK_LINE.sub("<br><br>", text))
        elif "&" in text and _ENTITY.search(text):
            text = unescape(text)
        else:
            break
    return text


def plain_line(text: str) -> str:
    """A title without the markup and the entities that may be in it, on one line."""
    if "&" in text or "<" in text:
        return " ".join(plain_text(text).split())
    return text


def _close(parts: list[str], paragraphs: list[str]) -> None:
    """Put the text gathered so far among the paragraphs; two line breaks in a row part paragraphs as well."""
    if parts:
        paragraphs += broken("".join(parts))
        parts.clear()


def broken(text: str) -> list[str]:
    """The paragraphs of a text whose line breaks are marked with vertical tabs."""
    lines = [collapse(line) for line in text.split("\v")]
    found: list[list[str]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(group) for group in found if group]
