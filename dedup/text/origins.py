"""The agency that a story says it comes from: its origin.

Forty outlets that print one wire have one origin. Most of them say so, in a place that is made for it: the
dateline ("PORTO, March 3 (Reuters) -"), a line of its own under the headline ("By Ana Reis, Associated
Press"), the end ("(PTI)", "© 2026 AFP", "Source: Xinhua"), or a field of the record (a credit, a byline); or
they say who was first ("as first reported by Reuters"). Only such places are read, and only the agencies of
`AGENCIES` are known: a story that quotes an agency, or is about one, does not come from it. Of several the
one that stands first counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

AGENCIES: dict[str, str] = {
    "AAP": "AAP/Australian Associated Press",
    "Adnkronos": "Adnkronos",
    "AFP": "AFP/Agence France-Presse/Agence France Presse/АФП/Франс Пресс/أ ف ب/ا ف ب/أ.ف.ب/فرانس برس/एएफपी"
    "/AFP通信/AFP時事/AFP＝時事/法新社",
    "Agência Brasil": "Agência Brasil",
    "AGI": "AGI",
    "Anadolu": "Anadolu/Anadolu Agency/Anadolu Ajansı/الأناضول",
    "ANI": "ANI/एएनआई",
    "ANP": "ANP",
    "ANSA": "ANSA",
    "Antara": "Antara",
    "AP": "AP/Associated Press/The Associated Press/АП/Ассошиэйтед Пресс/أ ب/أسوشيتد برس/एपी/AP通信"
    "/美联社/美聯社/AP통신",
    "APA": "APA",
    "BelTA": "BelTA/БелТА/БЕЛТА",
    "Belga": "Belga/Agence Belga",
    "Bernama": "Bernama",
    "Bloomberg": "Bloomberg/Bloomberg News",
    "BTA": "BTA/БТА",
    "Business Wire": "Business Wire/BUSINESS WIRE",
    "Canadian Press": "Canadian Press/The Canadian Press/La Presse Canadienne",
    "China News Service": "China News Service/中新社/中新网/中新網",
    "CNA": "Central News Agency/Focus Taiwan/中央社",
    "ČTK": "ČTK/CTK",
    "dpa": "dpa/DPA/dpa-AFX/dpa-infocom/Deutsche Presse-Agentur/د ب أ/د ب ا/德新社",
    "Dow Jones": "Dow Jones/Dow Jones Newswires",
    "EFE": "EFE/Agencia EFE/埃菲社",
    "Europa Press": "Europa Press",
    "GlobeNewswire": "GlobeNewswire/GLOBE NEWSWIRE",
    "Hina": "Hina/HINA",
    "IANS": "IANS/आईएएनएस",
    "İHA": "İHA",
    "Interfax": "Interfax/Интерфакс",
    "IRNA": "IRNA/ایرنا/إرنا",
    "Jiji": "Jiji/Jiji Press/時事/時事通信/時事通信社",
    "Keystone-SDA": "Keystone-SDA/Keystone-ATS/SDA/sda/ATS/ats",
    "KUNA": "KUNA/كونا",
    "Kyodo": "Kyodo/Kyodo News/共同/共同通信/共同通信社/共同社/교도통신",
    "Lusa": "Lusa/Agência Lusa",
    "MENA": "MENA/أ ش أ",
    "MTI": "MTI",
    "Notimex": "Notimex",
    "NTB": "NTB",
    "PA Media": "PA Media/Press Association/PA",
    "PAP": "PAP",
    "Petra": "Petra/بترا",
    "PR Newswire": "PR Newswire/PRNewswire",
    "Prensa Latina": "Prensa Latina",
    "PTI": "PTI/Press Trust of India/पीटीआई/भाषा",
    "QNA": "QNA/قنا",
    "Reuters": "Reuters/Thomson Reuters/Reuters News/Рейтер/Рейтерс/رويترز/रॉयटर/रॉयटर्स/ロイター"
    "/ロイター通信/路透社/路透/로이터/로이터통신",
    "RIA Novosti": "RIA Novosti/РИА Новости",
    "Ritzau": "Ritzau",
    "SANA": "SANA/سانا",
    "SPA": "SPA/واس",
    "STT": "STT",
    "Tanjug": "Tanjug/Танјуг",
    "TASR": "TASR",
    "TASS": "TASS/ITAR-TASS/ТАСС/ИТАР-ТАСС/塔斯社",
    "Télam": "Télam/Telam",
    "TT": "TT/TT Nyhetsbyrån",
    "Ukrinform": "Ukrinform/Укринформ/Укрінформ",
    "UNIAN": "UNIAN/УНИАН/УНІАН",
    "UPI": "UPI/United Press International",
    "WAM": "WAM/وام",
    "Xinhua": "Xinhua/Xinhua News Agency/Синьхуа/شينخوا/新华社/新華社/新華社電/신화통신",
    "Yonhap": "Yonhap/Yonhap News Agency/Yonhap News/연합뉴스/聯合ニュース/韩联社/韓聯社",
}
"""Agencies by the name that stands for them, each with the ways in which it is written. What has capitals is
known in capitals, too."""

FIELDS = ("byline", "credit", "creditline", "agency", "agencies", "author", "authors", "copyright")
"""Fields of a record that name who wrote it."""

HEAD, TAIL = 320, 400
"""Characters of a text in which a dateline stands, and a credit at its end."""

LINES, LINE = 4, 90
"""Lines of a text that may be a byline, and the characters of one."""

_BRACKETED = re.compile(
    r"[(（\[【]\s{0,2}(?P<inside>[^()（）\[\]【】\n]{2,40}?)\s{0,2}[)）\]】]|(?<!\S)/(?P<slashed>[^/\n]{2,30})/"
)
_ENDS_BRACKETED = re.compile(rf"(?:{_BRACKETED.pattern})[.。]?\Z")
_DATELINE_GOES_ON = re.compile(r"\s{0,3}(?:[-–—―:：]|\.\s?[-–—])")
_ENDS_LINE = re.compile(r"\s{0,3}(?:\n|$|(?<=[】/]))")
_DASHED = re.compile(r"[-–—]\s{0,2}([^\W\d_][^\n.,:()–—]{1,30}?)\s{0,2}[.:]\s")
_CHINESE = re.compile(r"[（(]?([一-鿿]{2,5}?社)[^\s，。]{0,16}?[日电電][电電]?")
_BY = re.compile(
    r"(?:By|BY|by|Von|Par|Por|Di|Da|De|Door|Av|Af|Автор|Источник|Source|Quelle|Fuente|Fonte|المصدر|来源|來源)"
    r"\s{0,2}[:：]?\s{1,2}|(?:来源|來源|Source|Quelle|Fuente|Fonte|Источник|المصدر)\s{0,2}[:：]\s{0,2}"
)
_PARTS = re.compile(r"\s{0,3}(?:[,|/·•;=＝]|\s[-–—]{1,2}\s|(?<=\s)and(?=\s))\s{0,3}")
_LAST = re.compile(r"(?:[,|/·•]|\s[-–—]{1,2}\s)\s{0,3}([^,|/·•\n]{2,40})$")
_AT_THE_END = re.compile(r"(?:[-–—]{1,2}|\|)\s{0,3}([^\n.|–—-]{2,40})\.?\s{0,9}\Z")
_RIGHTS = re.compile(
    r"(?:©|\([cC]\)|Copyright)\s{0,2}(?:Copyright\s{1,2})?(?:\d{4}\s{1,2})?(?:by\s{1,2})?(?=\S)"
)
_SOURCE = re.compile(r"(?:Source|Quelle|Fuente|Fonte|Источник|المصدر|来源|來源)\s{0,2}[:：]\s{0,2}")
_FIRST = re.compile(
    r"(?:first|originally)\s(?:reported|published)\s(?:\w{2,9}\s){0,2}?by\s(?:the\snews\sagency\s|news\sagency\s)?"
)
_WORD = re.compile(r"[^\s,.;:|()（）\[\]]{1,30}")
_SHORT = 45  # characters of a last line that may be a credit
_LONGEST = 4  # words of a spelling


def origin(text: str, title: str | None = None, fields: Mapping[str, object] | None = None) -> str | None:
    """The agency that a story says it comes from, by its name in `AGENCIES`; None when it says nothing.

    Parameters
    ----------
    text, title
        Body and headline.
    fields
        Other fields of its record; those of `FIELDS` are read.

    Examples
    --------
    >>> origin("PORTO, March 3 (Reuters) - A ferry sank."), origin("Reuters reported that a ferry sank.")
    ('Reuters', None)
    """
    for found in (
        _datelines(text),
        _bylines(text, title),
        _of_record(fields or {}),
        _credits(text),
        _first(text),
    ):
        for name in found:
            return name
    return None


def agency(spelling: str) -> str | None:
    """The agency that is written so, or None.

    Examples
    --------
    >>> agency("The Associated Press"), agency("路透社"), agency("Northern Wire")
    ('AP', 'Reuters', None)
    """
    return _spellings().get(spelling.strip(" .。\t"))


@cache
def _spellings() -> dict[str, str]:
    found = {}
    for name, spellings in AGENCIES.items():
        for spelling in spellings.split("/"):
            found[spelling] = name
            if len(spelling) > 3:
                found.setdefault(spelling.upper(), name)
    return found


def _named(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        if name := agency(part):
            yield name


def _bracketed(inside: str, alone: bool) -> Iterator[str]:
    """Agencies in what brackets hold, one of several, or behind a place (東京共同); where they stand `alone`,
    all of it must be agencies."""
    parts = _PARTS.split(inside)
    named = [*_named(parts)]
    if not alone or len(named) == len(parts):
        yield from named
    if not inside.isascii():
        yield from _named(inside[-size:] for size in range(min(len(inside) - 1, 6), 1, -1))


def _datelines(text: str) -> Iterator[str]:
    head = text[:HEAD]
    for found in _BRACKETED.finditer(head) if _has(head, "(/[（【") else ():
        inside = found["inside"] or found["slashed"]
        goes_on = _DATELINE_GOES_ON.match(head, found.end())
        if goes_on or "=" in inside or _ENDS_LINE.match(head, found.end()):
            yield from _bracketed(inside, alone=goes_on is None)
    if _has(head, "-–—"):
        yield from _named(found[1] for found in _DASHED.finditer(head[: HEAD // 2]))
    if not head.isascii() and (chinese := _CHINESE.match(head.lstrip())):
        yield from _named([chinese[1]])


def _has(text: str, signs: str) -> bool:
    """Whether one of some signs stands in a text: patterns that need one are slower to say so."""
    return any(sign in text for sign in signs)


def _bylines(text: str, title: str | None) -> Iterator[str]:
    lines = [line.strip() for line in text[: LINES * LINE].split("\n", 2 * LINES)[: 2 * LINES]]
    for line in [line for line in lines if line][:LINES]:
        if len(line) <= LINE:
            yield from _credited(line)
    if title and (end := _AT_THE_END.search(title[-LINE:])):
        yield from _named([end[1]])


def _credited(line: str) -> Iterator[str]:
    """Agencies in a line that holds nothing but who wrote it."""
    by = _BY.match(line)
    if by:
        yield from _named(reversed(_PARTS.split(line[by.end() :])))
    elif name := agency(line):
        yield name
    elif last := _LAST.search(line):
        yield from _named([last[1]])


def _of_record(fields: Mapping[str, object]) -> Iterator[str]:
    for key, value in fields.items():
        if key.lower() in FIELDS:
            for line in value if isinstance(value, list) else [value]:
                if isinstance(line, str):
                    yield from _named(_leading(line[: 2 * LINE], [0]))
                    yield from _named(_PARTS.split(line[: 2 * LINE]))
                    yield from _named(
                        _leading(line, (found.end() for found in _RIGHTS.finditer(line[:TAIL])))
                    )


def _leading(text: str, places: Iterable[int]) -> Iterator[str]:
    """The first words from each place, one to `_LONGEST`, the most first."""
    for place in places:
        ends = [
            word.end()
            for word, _ in zip(_WORD.finditer(text, place, place + 60), range(_LONGEST), strict=False)
        ]
        for end in reversed(ends):
            yield text[place:end]


def _credits(text: str) -> Iterator[str]:
    tail = text[-TAIL:].rstrip()
    end = tail[-2 * _SHORT :]
    if _has(end[-2:], ")/]）】") and (found := _ENDS_BRACKETED.search(end)):
        yield from _bracketed(found["inside"] or found["slashed"], alone=True)
    if _has(end, "-–—|") and (found := _AT_THE_END.search(end)):
        yield from _named([found[1]])
    last = tail.rsplit("\n", 1)[-1]
    if len(last) <= _SHORT and last != tail:
        yield from _credited(last)
    if "©" in tail or "opyright" in tail or "(c)" in tail.lower():
        yield from _named(_leading(tail, (found.end() for found in _RIGHTS.finditer(tail))))
    if _has(tail, ":："):
        yield from _named(_leading(tail, (found.end() for found in _SOURCE.finditer(tail))))


def _first(text: str) -> Iterator[str]:
    if "reported by" in text or "published by" in text:
        yield from _named(_leading(text, (found.end() for found in _FIRST.finditer(text))))
