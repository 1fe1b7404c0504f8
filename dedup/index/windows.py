"""How long stories stay: "14d", "36h", "2w"."""

import re

from dedup.errors import SettingsError

_UNITS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "": 1.0}
_WINDOW = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s{0,3}([hdw]?)")


def days(window: str | float) -> float:
    """A window in days.

    Raises
    ------
    SettingsError
        It is not a number of hours, days or weeks above zero.

    Examples
    --------
    >>> days("14d"), days("36h"), days(2)
    (14.0, 1.5, 2.0)
    """
    found = _WINDOW.fullmatch(window.strip().lower()) if isinstance(window, str) else None
    value = float(found[1]) * _UNITS[found[2]] if found else window
    if isinstance(value, str) or not 0 < value <= 36_500:
        raise SettingsError(
            f"window is {window!r}; it is a number of hours, days or weeks, as in 36h, 14d or 2w"
        )
    return float(value)
