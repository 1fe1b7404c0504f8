"""Files, streams and objects in memory -> `Story`.

`reader` finds the files and takes each to its stories: `streams` opens it, `formats` recognises it, a module
for each family of formats (`json_records`, `tables`, `columns`, `html`, `news_xml`) makes records, and
`intake` makes stories of the records, with `fields` and `dates`; `filters` let some of them pass. A bad
record is skipped, named and counted; only a missing source or a duplicate id stops a run. Everything streams:
memory is bounded by the largest record, not by the file.
"""

from dedup.readers.filters import Filter, only
from dedup.readers.formats import Format, formats
from dedup.readers.intake import Tally
from dedup.readers.reader import Sources, read, read_records, stories

__all__ = ["Filter", "Format", "Sources", "Tally", "formats", "only", "read", "read_records", "stories"]
