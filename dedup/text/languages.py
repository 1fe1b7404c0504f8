"""The language of a text whose record does not state it (extra `lang`, py3langid), when a run asks for it.

Otherwise nothing is filled in, and stemming goes by the script and some function words of each text.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

from dedup.errors import MissingExtraError
from dedup.types import Story

SAMPLE = 2_000
"""Characters that the language is told from; a paragraph is enough for one in a hundred to be wrong."""

LEAST = 20
"""Characters below which a text has no language that could be told."""


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
        sample = (story.text or story.title or "")[:SAMPLE]
        if story.lang or len(sample) < LEAST:
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
