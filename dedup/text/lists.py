"""Word lists, written as a reader likes them: words with spaces between."""


def listed(words: str) -> frozenset[str]:
    """The words of a list.

    >>> sorted(listed("said told"))
    ['said', 'told']
    """
    return frozenset(words.split())
