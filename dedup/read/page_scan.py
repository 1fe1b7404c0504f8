"""What a web page says of itself and which of its paragraphs are the article: one pass, no dependencies.

Title, date, language, publisher and address come from the places where publishers put them for search
engines and social networks: JSON-LD, Open Graph and other `meta` elements, the canonical link. The text
is what stands in the largest `<article>` (else `<main>`, else all `<p>`), without navigation, captions
and forms.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import orjson

from dedup.read.markup import BLOCKS, RAW, Tag, broken, collapse, tokens

TITLES = ("og:title", "twitter:title", "dc.title", "headline")
DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "sailthru.date",
    "date",
)
"""Names of `meta` elements, the most telling first. Dates of changes are no dates of publication."""

ASIDE = frozenset("nav header footer aside form figure button select menu dialog".split())  # noqa: SIM905
"""Elements whose text is not the article's."""

PROSE = frozenset("p h2 h3 h4 li blockquote pre dd dt".split())  # noqa: SIM905
"""Elements that paragraphs of an article stand in."""

ARTICLE_TYPES = frozenset(
    """Article NewsArticle ReportageNewsArticle BlogPosting LiveBlogPosting AnalysisNewsArticle
    BackgroundNewsArticle OpinionNewsArticle ReviewNewsArticle""".split()  # noqa: SIM905
)
"""Types of schema.org that are news."""

LEAST_ARTICLE = 200
"""Characters below which an `<article>` is a teaser."""

LEAST_LOOSE = 80
"""Characters from which text outside of paragraphs (in a bare `div`) may be the article's."""

_DEEPEST_LD = 8


@dataclass(slots=True)
class PageScan:
    """What one page says: `meta` by name, `articles` of JSON-LD, paragraphs by the region they stand in."""

    meta: dict[str, str] = field(default_factory=dict)
    articles: list[dict[str, object]] = field(default_factory=list)
    canonical: str | None = None
    lang: str | None = None
    title: str | None = None
    heading: str | None = None
    time: str | None = None
    regions: dict[int, list[str]] = field(default_factory=dict)
    """Number of an `<article>` (0: outside of all, -1: `<main>`, -2: long text that stands in no paragraph)
    -> its paragraphs."""

    @property
    def text(self) -> str:
        """The paragraphs of the article, separated by blank lines."""
        inside = [
            "\n\n".join(paragraphs) for number, paragraphs in sorted(self.regions.items()) if number > 0
        ]
        best = max(inside, key=len, default="")
        if len(best) >= LEAST_ARTICLE:
            return best
        for number in (-1, 0):
            if number in self.regions:
                return "\n\n".join(self.regions[number])
        return best or "\n\n".join(self.regions.get(-2, ()))

    def first(self, names: tuple[str, ...]) -> str | None:
        """The first `meta` element of some names that says something."""
        return next((found for name in names if (found := self.meta.get(name))), None)

    def linked(self, *keys: str) -> str | None:
        """A string of the JSON-LD of the article, or the name of an object there."""
        for article in self.articles:
            value: object = article
            for key in keys:
                value = value[0] if isinstance(value, list) and value else value
                value = value.get(key) if isinstance(value, dict) else None
            if isinstance(value, str) and value.strip():
                return collapse(value)
        return None


def scan(page: str) -> PageScan:
    """Read a page once; if an element for navigation was never closed, once more with all its text."""
    found = _scan(page, ASIDE)
    return found if found.text else _scan(page, frozenset())


def _scan(page: str, aside: frozenset[str]) -> PageScan:
    found = PageScan()
    parts: list[str] = []
    open_asides = 0
    article, articles, in_main = 0, 0, False
    kind, raw = "", ""
    for token in tokens(page):
        if isinstance(token, str):
            if raw:
                _raw(found, raw, token)
                raw = ""
            elif not open_asides:
                parts.append(token)
            continue
        name = token.name.removeprefix("/")
        ends = token.name != name
        if name == "br":
            parts.append("\v")
        elif name in BLOCKS:
            if parts:
                _paragraph(found, kind, parts, article if article else -1 if in_main else 0)
            kind = "" if ends else name
        if name in aside:
            open_asides = max(0, open_asides + (-1 if ends else 1))
        elif name == "article":
            articles += not ends
            article = 0 if ends else articles
        elif name == "main":
            in_main = not ends
        elif not ends:
            raw = _kept(found, token)
    if parts:
        _paragraph(found, kind, parts, article if article else -1 if in_main else 0)
    return found


def _kept(found: PageScan, tag: Tag) -> str:
    """Keep what a start tag says; the name of the raw element that it begins, if it does."""
    if tag.name == "meta":
        told = tag.attributes()
        name = (told.get("property") or told.get("name") or told.get("itemprop") or "").lower()
        if name and told.get("content"):
            found.meta.setdefault(name, collapse(told["content"]))
    elif tag.name == "link" and found.canonical is None:
        told = tag.attributes()
        if told.get("rel", "").lower() == "canonical":
            found.canonical = told.get("href") or None
    elif tag.name == "html":
        found.lang = tag.attributes().get("lang") or tag.attributes().get("xml:lang")
    elif tag.name == "time" and found.time is None:
        found.time = tag.attributes().get("datetime") or None
    elif tag.name == "script":
        linked = "ld+json" in tag.inside
        return "ld+json" if linked else "script"
    elif tag.name in RAW:
        return tag.name
    return ""


def _raw(found: PageScan, name: str, content: str) -> None:
    if name == "title" and found.title is None:
        from html import unescape

        found.title = collapse(unescape(content)) or None
    elif name == "ld+json":
        try:
            document = orjson.loads(content)
        except orjson.JSONDecodeError:
            return
        found.articles += _articles(document)


def _articles(document: object, depth: int = 0) -> Iterator[dict[str, object]]:
    """The objects of a JSON-LD document that describe an article."""
    if depth > _DEEPEST_LD:
        return
    if isinstance(document, list):
        for member in document[:100]:
            yield from _articles(member, depth + 1)
    elif isinstance(document, dict):
        kinds = document.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind in ARTICLE_TYPES for kind in names):
            yield document
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles(document.get(key), depth + 1)


def _paragraph(found: PageScan, kind: str, parts: list[str], region: int) -> None:
    """File the paragraph that ends here: the page's heading, or prose of a region."""
    paragraphs = broken("".join(parts))
    parts.clear()
    if kind == "h1" and found.heading is None and paragraphs:
        found.heading = " ".join(paragraphs)
    elif kind in PROSE:
        found.regions.setdefault(region, []).extend(paragraphs)
    elif long := [paragraph for paragraph in paragraphs if len(paragraph) >= LEAST_LOOSE]:
        found.regions.setdefault(-2, []).extend(long)
