"""Files, streams and objects in memory -> `Story`.

`sources` finds the files, `streams` opens them, `formats` knows what they are, a module for each family of
formats (`texts`, `records`, `tables`) makes records of them, and `intake` makes stories of the records, with
`fields`, `dates` and `encoding` at its side. A bad record is named, counted and passed over; only a missing
source or an id that appears twice stops a run. Everything streams: memory is bounded by the largest record,
not by the file.
"""

from dedup.readers.formats import Format, formats
from dedup.readers.intake import Tally
from dedup.readers.reader import Sources, read, read_records, stories
from dedup.text.languages import with_languages

__all__ = ["Format", "Sources", "Tally", "formats", "read", "read_records", "stories", "with_languages"]
