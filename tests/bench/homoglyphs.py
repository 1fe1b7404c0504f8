"""Writes `HOMOGLYPHS` of `dedup/text/normalise.py`: letters of other scripts that look like one of a to z.

    pip install confusable-homoglyphs
    python tests/bench/homoglyphs.py

The package ships the data of UTS 39 (confusables.txt, Unicode security mechanisms) as JSON. A letter is taken
when it is confusable with exactly one letter of its own case of ASCII (any, in a script without cases), and
when NFKC leaves it as it is; its other case is taken with it, so that to fold the case first changes nothing;
such letters stand behind the others.
"""

import json
import unicodedata
from importlib.resources import files

SCRIPTS = ("ARMENIAN", "CHEROKEE", "CYRILLIC", "GREEK", "LISU")


def script(char: str) -> str:
    """The first word of a letter's name, empty for what is no letter or has a compatibility form."""
    plain = len(char) == 1 and char.isalpha() and unicodedata.normalize("NFKC", char) == char
    return unicodedata.name(char, " ").split(" ")[0] if plain else ""


def classes(pairs: dict[str, list[dict[str, str]]]) -> list[set[str]]:
    """The sets of characters that look alike, by pairs of them."""
    own: dict[str, set[str]] = {}
    for char, others in pairs.items():
        for other in others:
            joined = own.get(char, {char}) | own.get(other["c"], {other["c"]})
            own.update(dict.fromkeys(joined, joined))
    return list({id(found): found for found in own.values()}.values())


def same_case(a: str, b: str) -> bool:
    return a == a.upper() == a.lower() or a.isupper() == b.isupper()


def table(found: list[set[str]]) -> dict[str, dict[str, str]]:
    """For each script its letters, with what they look like."""
    tables: dict[str, dict[str, str]] = {name: {} for name in SCRIPTS}
    for alike in found:
        latin = sorted(char for char in alike if len(char) == 1 and char.isascii() and char.isalpha())
        for char in sorted(alike):
            fitting = [letter for letter in latin if same_case(char, letter)]
            if script(char) in tables and len(fitting) == 1:
                tables[script(char)][char] = fitting[0]
    for name, letters in tables.items():
        tables[name] = letters = dict(sorted(letters.items()))
        for char, latin_char in sorted(letters.items()):
            for other, target in ((char.lower(), latin_char.lower()), (char.upper(), latin_char.upper())):
                if len(other) == 1 and script(other) in tables:
                    letters.setdefault(other, target)
    return tables


if __name__ == "__main__":
    data = json.loads((files("confusable_homoglyphs") / "confusables.json").read_text("utf-8"))
    for name, letters in table(classes(data)).items():
        print(f'    "{name}": ("{"".join(letters)}", "{"".join(letters.values())}"),')
