"""Page furniture: paragraphs of a page that are no part of its story.

Share buttons, captions and credits, teasers, newsletter boxes, bylines, dates of publication, copyright
lines, contacts, notes of updates and corrections. They are known by their form: short, and made of nothing
but such words, or opened by a cue of one kind, or closed by a credit. A paragraph that could be news is never
taken for furniture: a list that leaves some out harms less than one that takes a sentence away.

The cues are common knowledge of newspaper pages in a dozen languages. Only the beginning and the end of a
paragraph are read, so the time is linear in the number of paragraphs.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from dedup.text.normalise import listed, words


class Furniture(StrEnum):
    """Kinds of page furniture."""

    SHARE = "share buttons"
    CAPTION = "caption or credit"
    TEASER = "teaser"
    NEWSLETTER = "newsletter box"
    BYLINE = "byline"
    DATE = "date of publication"
    COPYRIGHT = "copyright"
    CONTACT = "contact"
    UPDATE = "update note"
    CORRECTION = "correction"
    NOTICE = "advertisement or notice"


READ = 240
"""Characters read at each end of a paragraph."""

BUTTON_WORDS = 8
"""Words of the longest row of buttons."""

LINE_WORDS = 14
"""Words of the longest byline or date."""

BOX_WORDS = 45
"""Words of the longest caption, teaser, box or contact line."""

LINKS = 12
"""Most links in a list under its label ("More on this:")."""

LINK_CHARACTERS = 120
"""Characters of the longest link in a list."""

LABEL_CHARACTERS = 25
"""Characters of the longest label of a list that has no colon."""

NOTE_WORDS = 110
"""Words of the longest correction, update note or copyright notice."""

_NETWORKS = listed(
    "facebook twitter whatsapp pinterest linkedin reddit telegram messenger tumblr flipboard "
    "instagram viber "
    "email e-mail mail sms tweet share shares print line vk weibo wechat xing pocket threads "
    "bluesky mastodon "
    "compartir compartilhar partager teilen condividi condividere поделиться вконтакте "
    "udostępnij delen dela comparte podziel comments comentarios kommentare commentaires "
    "分享 シェア 공유 مشاركة"
)
_BUTTONS = _NETWORKS | listed(
    "this on via with to by article page story x copy link copied save close comment comments google plus "
    "send add bookmark options the in a by the auf per su en por sur esta este cet cette noticia artículo "
    "jetzt się artikel 0 1 2 3 4 5 6 7 8 9"
)
_DATE_WORDS = listed(
    "published updated posted last first on at the of ago minute minutes hour hours day days am "
    "pm a m p gmt utc est edt "
    "bst cet pst pdt et ist monday tuesday wednesday thursday friday saturday sunday mon tue "
    "tues wed thu thur "
    "thurs fri sat sun january february march april may june july august september october "
    "november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec st nd rd th time date modified reading read min mins "
    "publicado actualizado veröffentlicht aktualisiert stand uhr publié mis à jour le "
    "pubblicato aggiornato "
    "atualizado em às опубликовано обновлено"
)
_MONTHS = listed(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_DATE_CUES = listed(
    "published updated posted modified ago publicado actualizado veröffentlicht aktualisiert "
    "stand publié jour "
    "pubblicato aggiornato atualizado опубликовано обновлено gmt utc read"
)

_AGENCY = r"(?:agence france-presse|press association|associated press|reuters|agencies|afp|dpa|pa|ap)"

_OPENINGS: Mapping[Furniture, str] = {
    Furniture.CORRECTION: (
        r"(?:corrections?|clarifications?|corrected|correction and clarification|errat(?:um|a)"
        r"|fe de erratas|correcci[oó]n"
        r"|korrektur|berichtigung|rectificatif|errata corrige|correção|поправка|исправление)\s?[:.—–-]"
        r"|\(?(?:this|an? (?:earlier|previous|original)|the (?:earlier|previous|original)) "
        r"(?:version|headline|story|article|post)"
        r"[^.]{0,80}\b(?:misstated|misspelled|misidentified|incorrectly|wrongly|was corrected"
        r"|has been corrected|"
        r"has been amended|was amended|erroneously|gave the wrong|mistakenly)\b"
        r"|(?:an|a) (?:earlier|previous) version of this (?:story|article|report|post)\b"
    ),
    Furniture.UPDATE: (
        r"updates?\s?[:—–]|updated\s?[:—–]"
        r"|\(?this (?:story|article|post|report|page|item) (?:has been|was|will be|is being) updated"
        r"|this is a (?:breaking|developing) (?:news )?story|(?:breaking|developing) (?:news )?story[:.]?$"
        r"|more (?:details|information|to follow)[^.]{0,30}(?:soon|shortly|follow|as we get it)"
        r"|(?:artikel wird|dieser artikel wurde) (?:laufend )?aktualisiert|noticia en desarrollo"
        r"|editor['’]s note\s?[:—–]"
    ),
    Furniture.NOTICE: (
        r"\W{0,3}(?:advertisements?|publicidad|publicité|reklama|anzeige|werbung|реклама|pubblicità|publicidade"
        r"|sponsored|(?:story|article) continues below(?: (?:this )?advertisement)?|article content"
        r"|(?:video |poll |image )?loading|escuchar nota|no ad for you)\W{0,3}$"
        r"|\{\{[^{}]{0,40}\}\}$|(?:please )?enable javascript\b"
        r"|\W{0,3}more (?:follows|to follow|to come|soon|details (?:soon|to follow))\W{0,3}$"
        r"|sorry,? (?:we are|this)\b[^.]{0,80}\b(?:comments|available)"
        r"|the views expressed\b|a version of this (?:article|story|column) appear(?:s|ed) in print\b"
    ),
    Furniture.CAPTION: (
        r"[(\[]?(?:file )?(?:photos?|images?|pictures?|photographs?|foto|fotos|bild|imagen"
        r"|cr[eé]dits?|photo credit|image credit"
        r"|picture credit|video|vídeo|фото)\s?(?:[:/]|by\b|copyright\b|caption\b|source\b|©)"
        r"|(?:image|media) (?:copyright|caption|playback)\b|media playback is (?:un)?supported"
        r"|\(?(?:ap|afp|reuters|getty|epa|dpa) (?:photo|images?)\b"
        r"|[(\[]?(?:images?|photos?) (?:via|courtesy)\b|imagen ilustrativa|(?:symbol|archiv)(?:bild|foto)\b"
        r"|view gallery$|\d{1,3} of \d{1,3}\. "
    ),
    Furniture.TEASER: (
        r"(?:[►▶»>•*-] ?)?(?:read more|read also|also read|see also|related(?: (?:stories"
        r"|articles|content|topics|links|news))?"
        r"|more on this(?: story| topic)?|more from|most (?:read|popular|viewed)"
        r"|recommended(?: for you| reading| stories)?"
        r"|watch|listen|watch live|watch now|don['’]t miss|you may also like|up next"
        r"|keep reading|continue reading"
        r"|click here|lee también|lea también|leer más|más información|lire aussi|à lire"
        r"|voir aussi|mehr zum thema"
        r"|lesen sie auch|weiterlesen|leggi anche|leia (?:também|mais)|veja também|читайте также"
        r"|lees ook|czytaj też|read next|more|noticias relacionadas|(?:también )?te puede interesar"
        r"|mir[aá] también|ver más|vea más|sur le même sujet|по теме"
        r"|läs också|関連記事|延伸阅读|相关阅读|اقرأ أيضا|यह भी पढ़ें)\s?(?:[:>»►▶—–|-]|\.{3}|…|$)"
        r"|(?:read more|see also|click here|read the full|watch the (?:full )?video)\b[^.]{0,90}$"
        r"|scroll down for\b|more from\b[^.]{0,60}:$"
    ),
    Furniture.NEWSLETTER: (
        r"(?:sign up|subscribe|register|join|download|follow|like us|get (?:the|our|breaking"
        r"|unlimited)|want more)\b"
        r"[^.]{0,120}\b(?:newsletters?|inbox|e-?mails?|app|alerts?|facebook|twitter|instagram"
        r"|updates|subscription|podcast)\b"
        r"|(?:follow|contact|e-?mail|tweet) (?:us|him|her|me|them|the (?:author|writer"
        r"|reporter))\b[^.]{0,40}[:@]"
        r"|sign up!?$|register now$|s[ií]guenos\b|también estamos en\b"
        r"|follow @|(?:newsletter|abonnez-vous|abonnieren|suscríbete|iscriviti|assine|подпишитесь)\b"
    ),
    Furniture.BYLINE: (
        rf"(?:by )?(?:the )?{_AGENCY}(?:(?:/| and |, | & )(?:the )?{_AGENCY}){{0,3}}\.?$"
        r"|\(?(?:additional |further )?(?:reporting|writing|written|compiled|edited|editing|text"
        r"|story|reported) by\b"
        r"|[^.]{3,120}\bcontributed (?:to|reporting)(?: (?:to )?this (?:report|story|article))?[.)]*$"
    ),
    Furniture.COPYRIGHT: (
        r"(?:©|\(c\) ?(?:19|20)\d\d|copyright\b|all rights reserved)|(?:this"
        r"|the) material may not be (?:published|reproduced)"
        r"|[^.]{0,120}\ball rights reserved\b|alle rechte vorbehalten|tous droits réservés"
        r"|todos los derechos reservados"
    ),
    Furniture.CONTACT: (
        r"(?:press|media|news)? ?contacts?\s?(?:information|person|s)?\s?:|(?:tel|phone"
        r"|telephone|fax|e-?mail|web)\s?[:.]"
        r"|for (?:more|further|additional) information,? (?:please )?(?:contact|call|visit|go to|e-?mail)\b"
        r"|have (?:a|you got a) (?:news )?(?:tip|story)\b|got a (?:tip|story)\b"
        r"|(?:you can )?get in touch (?:using|by|with us)\b|read the terms (?:and|&) conditions\b"
        r"|send (?:us )?your (?:pictures|photos|videos|comments|stories)\b|if you have a large file\b"
    ),
}
_PATTERNS = {kind: re.compile(opening, re.IGNORECASE) for kind, opening in _OPENINGS.items()}
_LONGEST = {
    Furniture.CORRECTION: NOTE_WORDS,
    Furniture.UPDATE: BOX_WORDS,
    Furniture.COPYRIGHT: NOTE_WORDS,
}
_CREDIT = re.compile(
    r"(?:[(\[](?:file )?(?:photo|image|picture|foto|bild)s? ?(?:by|:|/|courtesy)[^()\n]{2,80}[)\]]"
    r"|\b(?:ap|afp) photo ?/ ?[^/\n]{2,40}|\breuters ?/ ?[a-z .'-]{3,40}|(?:/|via |by )?getty(?: images)?"
    r"|\b(?:photograph|photo|foto|bild|image|picture) ?: ?[^:\n]{2,60}|©[^.\n]{2,40})[)\].]{0,2}$",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Vv]on|[Pp]or|[Pp]ar|[Dd]i|[Dd]oor|[Оо]т|[Aa]v) "
    rf"{_NAME}(?:(?: |, ?| and | und | y | et | e | & ){_NAME}){{1,7}}(?: ?[,|/–—-] ?[^.!?\n]{{2,60}})?$"
)
_WEB = re.compile(r"\S{1,64}@\S{1,64}|(?:https?://|www\.)\S+")
_STOP = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


def furniture(paragraphs: Sequence[str]) -> list[Furniture | None]:
    """What each paragraph of a story is, if it is page furniture; else None.

    Examples
    --------
    >>> list(map(str, furniture(["Share on Facebook", "By Ann Lee and Bo Ray", "Read more: The storm"])))
    ['share buttons', 'byline', 'teaser']
    >>> list(map(str, furniture(["More on this:", "Bridge reopens", "A ferry sank on Monday."])))
    ['teaser', 'teaser', 'None']
    >>> furniture(["The bank will share its data with Facebook.", "By Friday the storm had passed."])
    [None, None]
    """
    found = [
        _kind(" ".join(text[:READ].split()), " ".join(text[-READ:].split()), text) for text in paragraphs
    ]
    links = 0
    for place, (kind, text) in enumerate(zip(found, paragraphs, strict=True)):
        if kind is Furniture.TEASER:
            links = LINKS if text.rstrip().endswith(":") or len(text) <= LABEL_CHARACTERS else 0
        elif kind is None and links and len(text) <= LINK_CHARACTERS and not _STOP.search(text):
            found[place], links = Furniture.TEASER, links - 1
        else:
            links = 0
    return found


def _kind(head: str, tail: str, text: str) -> Furniture | None:
    if not head or len(text) > 12 * NOTE_WORDS:
        return None
    found = words(text)
    size = len(found)
    if size <= BUTTON_WORDS and not _NETWORKS.isdisjoint(found) and _BUTTONS.issuperset(found):
        return Furniture.SHARE
    if size <= LINE_WORDS and _is_date(found):
        return Furniture.DATE
    for kind, pattern in _PATTERNS.items():
        if size <= _LONGEST.get(kind, BOX_WORDS) and pattern.match(head):
            return kind
    if size <= LINE_WORDS and _BYLINE.match(head) and not _STOP.search(head) and found[1] not in _DATE_WORDS:
        return Furniture.BYLINE
    if size <= BOX_WORDS and _CREDIT.search(tail):
        return Furniture.CAPTION
    if size <= LINE_WORDS and _is_address(head):
        return Furniture.CONTACT
    return None


def _is_date(found: Sequence[str]) -> bool:
    """Whether a line is nothing but a date, with a cue that it is the page's, or a month and a year."""
    cued = not _DATE_CUES.isdisjoint(found) or (
        any(len(w) == 4 and w.isdecimal() for w in found) and not _MONTHS.isdisjoint(found)
    )
    return cued and all(w in _DATE_WORDS or w[0].isdecimal() for w in found)


def _is_address(head: str) -> bool:
    """Whether most of a line is addresses of the web and of mail."""
    return 2 * sum(len(m.group()) for m in _WEB.finditer(head)) > len(head)
