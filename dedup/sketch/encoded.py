"""Texts as kernels read them: encoded once, whoever looks at them.

Text that is ASCII stays bytes, any other becomes UTF-16: a character that kernels know has one unit, and
where it stands among units is where it stands in the string.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SPARE = 128
"""Bytes behind the last text, which kernels read and pass over: 64 characters of two bytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """n texts, and their bytes.

    `source`: uint8, text i is `source[bounds[i]:bounds[i + 1]]`. `wide`: bool (n,), which are UTF-16.
    """

    texts: Sequence[str]
    source: NDArray[np.uint8]
    bounds: NDArray[np.int64]
    wide: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.texts)

    def part(self, first: int, last: int) -> Encoded:
        """The texts from one on, up to another; nothing is copied."""
        return Encoded(
            self.texts[first:last], self.source, self.bounds[first : last + 1], self.wide[first:last]
        )


Texts = Sequence[str] | Encoded
"""Texts, encoded already or not."""


def encode(texts: Texts) -> Encoded:
    """The bytes of texts."""
    if isinstance(texts, Encoded):
        return texts
    encoded = [text.encode() if text.isascii() else _utf16(text) for text in texts]
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, encoded), np.int64, len(texts)), out=bounds[1:])
    wide = ~np.fromiter(map(str.isascii, texts), np.bool_, len(texts))
    return Encoded(texts, np.frombuffer(b"".join([*encoded, bytes(SPARE)]), np.uint8), bounds, wide)


def _utf16(text: str) -> bytes:
    try:
        return text.encode("utf-16-le")
    except UnicodeEncodeError:  # half a surrogate pair: no letter, and neither is the question mark
        return text.encode("utf-16-le", "replace")


def strings(texts: Texts) -> Sequence[str]:
    """The texts themselves."""
    return texts.texts if isinstance(texts, Encoded) else texts


def length(texts: Texts) -> int:
    """Characters of all texts; of encoded ones bytes, up to twice as many."""
    return int(texts.bounds[-1] - texts.bounds[0]) if isinstance(texts, Encoded) else sum(map(len, texts))
