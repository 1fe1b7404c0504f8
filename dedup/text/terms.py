"""Terms: the stemmed words of a text, by which reports in different words are compared; languages by their
words.

A term is the light stem of a word (Snowball, through PyStemmer) in the language of the text; languages
without a stemmer keep their words. Runs of a script without spaces become character bigrams. Stop words are
not removed here: how much a term says is its inverse document frequency (`dedup.text.background`).

A language that is not given is guessed from the script and from counts of a few function words. Only on
request does py3langid (extra `lang`) fill in what records do not state. Names of weekdays and months are
listed as running text inflects them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import Any

from dedup.errors import MissingExtraError
from dedup.text.normalise import UNSPACED, words
from dedup.types import Story

STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "nb": "norwegian",
    "nn": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
"""Snowball algorithm of a language (ISO 639-1)."""

FUNCTION_WORDS = {
    "ca": "els amb dels aquest aquesta són més també però fins seva",
    "da": "og det er til af på med ikke som har blev efter også",
    "de": "der die das und ist nicht mit von den dem ein eine auf für im zu auch sich nach wurde",
    "en": "the of and to in that is was for on with his has by from at are it as be who said",
    "es": "el los las del que y en una por con para se su al como más fue pero este según",
    "eu": "eta da dute zen izan du ere baina dira",
    "fi": "ja on ei että oli hän myös mutta ovat sekä joka",
    "fr": "le les des du et est une dans pour qui sur par au pas plus avec ce sont été aux",
    "ga": "agus an na ar go bhí tá sé leis",
    "hu": "és az hogy nem egy is meg volt ez már csak",
    "id": "yang dan di dari untuk dengan ini pada tidak dalam akan itu",
    "it": "il di che e la per un della non sono del con nel gli alla più anche dei le delle",
    "lt": "ir kad su yra į iš buvo tai bet apie",
    "nl": "de het een van en in is dat op te zijn met voor niet aan door werd ook bij naar",
    "no": "og det er til av på med ikke som har ble etter også å",
    "pl": "w i na z się nie do to że jest o jak po przez od są został",
    "pt": "o os um uma do da dos das em no na não para por com se mais foi ao pelo são segundo",
    "ro": "și în de la cu pe nu din care este pentru mai au fost a",
    "sv": "och det är att som på för med av den inte till har ett om också",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi dedi",
}
"""Frequent short words that tell languages of the Latin script apart."""

_ALSO_COMMON = {
    "ar": "في من على الى عن ان التي الذي هذا هذه مع كان قال وقد بعد كما لم لا ما قد بين كل او ايضا حيث",
    "de": "er sie es wir ich sind hat haben wird werden als bei aus wie noch nur über nach vor zum zur "
    "des um man aber oder wenn dass sein seine ihr ihre war waren sagte mehr durch gegen unter "
    "bis seit",
    "en": "an this not but its their after been she or would we more one about when new also two than "
    "up out there into her could over year years last first some other all people can time if no "
    "him i you what so may most just between under during before against who our my your them "
    "these those such only then now where while did do does being made make very through because "
    "since how still should down any both each many much like even well back way get says say "
    "told added according have had were which will us mr",
    "es": "es son ha han había sido ser era lo le les me mi sin sobre entre cuando también todo esta "
    "estos años ya muy hay desde hasta donde quien dijo ante tras porque otro otra",
    "fr": "il elle ils nous vous on son sa ses leur leurs mais ou où comme tout cette ces se si ne y en "
    "de la à a ont avait être fait même après avant entre sans sous deux ans dit",
    "hi": "के का की है में से को और ने पर यह कि एक हैं भी इस था हो तो नहीं कर वह",
    "it": "in a da le lo gli i ha hanno era essere stato si come ma o se ci suo sua loro questo questa "
    "anni ai al alle dal dalla nella dopo prima tra fra detto due tutti",
    "nl": "er hij zij ze we ik was waren heeft hebben had worden wordt naar over uit bij maar ook als "
    "of om dan dit deze die nog meer tot na zei",
    "pt": "e a é ser foi são tem ter como mas ou sua seu seus suas à às aos este esta isso ele ela eles "
    "já também muito sobre entre até anos disse quando",
    "ru": "и в во не на с со что как по к из за у от о об до для это он она они его ее их был была было "
    "были бы же ли но а так также при после уже который которые или еще все только сказал",
}

COMMON_WORDS = frozenset(
    word for table in (FUNCTION_WORDS, _ALSO_COMMON) for listed in table.values() for word in listed.split()
)
"""Frequent words that say nothing of the subject of a text, of all languages together."""

SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("zh", re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)
"""The language to assume for a script, the first that fills a tenth of the sample: kana before Han."""

SAMPLE = 800
"""Characters that the language is guessed from: some fifty function words, enough to tell 19 languages."""

_BEYOND_LATIN = re.compile(r"[\u0370-\u1fff\u2c00-\uffff]")
UNSPACED_SCRIPT = re.compile(f"[{UNSPACED}]")
"""One character of a script that is written without spaces."""


_WHOLE_VOTE = 2520
"""A vote can be parted among up to ten languages without a rest."""

IDENTIFIED = 2_000
"""Characters by which the language is identified; a paragraph is enough for one in a hundred to be wrong."""

LEAST_IDENTIFIED = 20
"""Characters below which a text has no language that could be identified."""

CALENDAR_NAMES = {
    "en": """monday tuesday wednesday thursday friday saturday sunday
        january/jan february/feb march april/apr - june/jun july/jul august/aug
        september/sep/sept october/oct november/nov december/dec""",
    "de": """montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag
        januar/jänner februar märz april mai juni juli august september oktober november dezember""",
    "fr": """lundi mardi mercredi jeudi vendredi samedi dimanche
        janvier février - avril mai juin juillet août septembre octobre novembre décembre""",
    "es": """lunes martes miércoles jueves viernes sábado domingo
        enero febrero marzo abril - junio julio agosto septiembre/setiembre octubre noviembre diciembre""",
    "it": """lunedì martedì mercoledì giovedì venerdì sabato domenica
        gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre""",
    "pt": """- terça quarta quinta sexta sábado domingo
        janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro""",
    "nl": """maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
        januari februari maart april mei juni juli augustus september oktober november december""",
    "sv": """måndag tisdag onsdag torsdag fredag lördag söndag
        januari februari mars april maj juni juli augusti september oktober november december""",
    "no": """mandag tirsdag onsdag torsdag fredag lørdag søndag
        januar februar - april mai juni juli august september oktober november desember""",
    "pl": """poniedziałek wtorek środa/środę czwartek piątek sobota/sobotę niedziela/niedzielę
        stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia""",
    "ru": """понедельник вторник среду четверг пятницу субботу воскресенье
        января февраля марта апреля мая июня июля августа сентября октября ноября декабря""",
    "tr": """pazartesi salı çarşamba perşembe cuma cumartesi pazar
        ocak şubat - nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık""",
    "el": """δευτέρα - τετάρτη πέμπτη παρασκευή σάββατο κυριακή
        ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου
        σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου""",
    "ar": """الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
        يناير فبراير - أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر""",
    "he": """- - - - - - -
        ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי
        אוגוסט/באוגוסט ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר""",
    "hi": """सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार
        जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर""",
    "ko": """월요일/월요일에 화요일/화요일에 수요일/수요일에 목요일/목요일에
        금요일/금요일에 토요일/토요일에 일요일/일요일에
        1월/1월에 2월/2월에 3월/3월에 4월/4월에 5월/5월에 6월/6월에 7월/7월에 8월/8월에 9월/9월에 10월/10월에
        11월/11월에 12월/12월에""",
    "zh": "周一/週一 周二/週二 周三/週三 周四/週四 周五/週五 周六/週六 周日/週日",
    "ja": "月曜 火曜 水曜 木曜 金曜 土曜 日曜",
}
"""Weekdays, Monday first, and months, by language; - for a name that is a common word, there or elsewhere."""


@cache
def voters() -> dict[str, tuple[tuple[str, int], ...]]:
    """The languages that a function word votes for, and the part of a vote that each gets."""
    found: dict[str, list[str]] = {}
    for lang, listed in FUNCTION_WORDS.items():
        for word in listed.split():
            found.setdefault(word, []).append(lang)
    return {word: tuple((lang, _WHOLE_VOTE // len(langs)) for lang in langs) for word, langs in found.items()}


def language(text: str, lang: str | None = None) -> str:
    """The language of a text as two letters: `lang` cut to its primary tag when given, otherwise a guess.

    Without any sign the answer is "en" for plain ASCII and "" (no stemmer) for anything else.

    Examples
    --------
    >>> language("", "pt-BR"), language("Der Minister ist nicht mit dem Zug gekommen.")
    ('pt', 'de')
    >>> language("Министр прибыл"), language("大臣は到着した"), language("Fed raises rates")
    ('ru', 'ja', 'en')
    """
    if lang:
        return re.split("[-_]", lang, maxsplit=1)[0].lower()
    sample = text[:SAMPLE]
    if beyond_latin(sample):
        for name, script in SCRIPTS:
            if 10 * len(script.findall(sample)) > len(sample):
                return name
    votes: dict[str, int] = {}
    known = voters()
    for word in filter(known.__contains__, words(sample)):
        for name, part in known[word]:
            votes[name] = votes.get(name, 0) + part
    if not votes:
        return "en" if sample.isascii() else ""
    return min(votes, key=lambda name: (-votes[name], name))


def beyond_latin(sample: str) -> bool:
    """Whether a tenth of a text or more is in another script."""
    return not sample.isascii() and 10 * len(_BEYOND_LATIN.findall(sample)) > len(sample)


class _Stems(dict[str, str]):
    """Stem of every word met in one language; emptied when it holds a million words."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._stemmer = None
        if lang in STEMMERS:
            from Stemmer import Stemmer

            self._stemmer = Stemmer(STEMMERS[lang], 0)

    def __missing__(self, word: str) -> str:
        if len(self) > 1_000_000:
            self.clear()
        stem = word if self._stemmer is None or word.isdigit() else str(self._stemmer.stemWord(word))
        self[word] = stem
        return stem

    def of(self, listed: Sequence[str]) -> list[str]:
        """The stems of words that are not worth remembering, by one call."""
        if self._stemmer is None:
            return [*listed]
        stems = self._stemmer.stemWords([*listed])
        return [word if word.isdigit() else stem for word, stem in zip(listed, stems, strict=True)]


@cache
def _stems(lang: str) -> _Stems:
    return _Stems(lang)


def terms(text: str, lang: str | None = None) -> list[str]:
    """The terms of a text in order: stems, and character bigrams of unspaced scripts.

    Parameters
    ----------
    text
        A title, a paragraph or a whole story.
    lang
        Language tag of the text; guessed from the text when None or empty.

    Examples
    --------
    >>> terms("Rebels were attacked, officials said.", "en")
    ['rebel', 'were', 'attack', 'offici', 'said']
    >>> terms("東京で地震", "ja")
    ['東京', '京で', 'で地', '地震']
    """
    return terms_of_words(words(text), language(text, lang))


def terms_of_words(found: list[str], lang: str) -> list[str]:
    """The terms of a text whose `words` and language are known."""
    stems = _stems(lang)
    joined = "".join(found)
    if not joined.isascii() and UNSPACED_SCRIPT.search(joined):
        return list(_bigrams(found, stems))
    return [stems[word] for word in found]


def terms_of_each(listed: Sequence[str], lang: str) -> list[list[str]]:
    """The terms of each of many words, one by one, in a fifth of the time.

    Parameters
    ----------
    listed
        Runs of letters, digits and underscores, in lower case.
    lang
        Language tag.

    Examples
    --------
    >>> terms_of_each(["attacked", "東京で"], "en")
    [['attack'], ['東京', '京で']]
    """
    plain = [word for word in listed if word.isascii()]
    stems = iter(_stems(language("", lang)).of(plain))
    return [[next(stems)] if word.isascii() else terms(word, lang) for word in listed]


def _bigrams(found: list[str], stems: _Stems) -> list[str]:
    """Stems of spaced words; neighbouring characters of unspaced scripts in pairs, a lone one as itself."""
    result: list[str] = []
    run: list[str] = []
    for word in [*found, ""]:
        if word and UNSPACED_SCRIPT.match(word):
            run.append(word)
            continue
        if run:
            result += [a + b for a, b in pairwise(run)] or run
            run = []
        if word:
            result.append(stems[word])
    return result


def with_languages(stories: Iterator[Story]) -> Iterator[Story]:
    """Stories with `lang` filled in (ISO 639-1) where it was missing.

    Raises
    ------
    MissingExtraError
        At once, when py3langid is not installed.
    """
    return _filled(stories, _identifier())


def _filled(stories: Iterator[Story], identify: Callable[[str], tuple[str, float]]) -> Iterator[Story]:
    for story in stories:
        sample = (story.text or story.title or "")[:IDENTIFIED]
        if story.lang or len(sample) < LEAST_IDENTIFIED:
            yield story
        else:
            yield replace(story, lang=identify(sample)[0])


def _identifier() -> Callable[[str], tuple[str, float]]:
    try:
        module: Any = import_module("py3langid")
    except ImportError:
        raise MissingExtraError("telling languages apart", "lang") from None
    classify: Callable[[str], tuple[str, float]] = module.classify
    return classify
