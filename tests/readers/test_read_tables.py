"""CSV and TSV."""

from pathlib import Path

import pytest

from dedup.errors import RecordError
from dedup.readers import Tally, read
from dedup.readers import tables as module
from dedup.types import Story


def take(tmp_path: Path, name: str, data: bytes, **fields: str) -> tuple[list[Story], list[str]]:
    path = tmp_path / name
    path.write_bytes(data)
    problems: list[RecordError] = []
    stories = list(read(path, on_problem=problems.append, fields=fields))
    return stories, [str(error).removeprefix(str(path)) for error in problems]


@pytest.mark.parametrize("mark", [",", ";", "|", "\t"])
def test_the_delimiter_is_found_in_the_header(tmp_path: Path, mark: str) -> None:
    rows = [("ID", "Head Line", "Body", "section"), ("1", "A dam fails", "A dam failed.", "world")]
    data = "".join(mark.join(row) + "\r\n" for row in rows).replace("Head Line", "Headline").encode()
    [story], problems = take(tmp_path, "list.csv", data)
    assert (story.id, story.title, story.text) == ("1", "A dam fails", "A dam failed.")
    assert (story.extra, problems) == ({"section": "world"}, [])


def test_cells_span_lines_and_places_are_lines_of_the_file(tmp_path: Path) -> None:
    data = b'\xef\xbb\xbfid,text\n1,"One.\n\nMore, ""quoted""."\n\n2,Two.\n'
    stories, _ = take(tmp_path, "list.csv", data)
    assert [story.text for story in stories] == ['One.\n\nMore, "quoted".', "Two."]
    assert [story.place.rsplit(":")[-1] for story in stories] == ["2", "6"]


def test_rows_of_the_wrong_length(tmp_path: Path) -> None:
    data = b"id,text,date\n1,One.\n2,Two.,2026-03-05,extra\n3,,2026-03-05\n4,Four.,\n"
    stories, problems = take(tmp_path, "list.csv", data)
    assert [story.id for story in stories] == ["1", "4"]
    assert problems == [":3: 4 cells in a table of 3 columns", ":4: no text: text is empty"]


def test_tsv_and_mapped_columns(tmp_path: Path) -> None:
    [story], _ = take(
        tmp_path, "list.tsv", b"key\tfull story\nk1\tOne, two; three.\n", id="key", text="full story"
    )
    assert (story.id, story.text) == ("k1", "One, two; three.")


def test_a_long_article_fits_a_cell(tmp_path: Path) -> None:
    [story], _ = take(tmp_path, "list.csv", b"id,text\n1," + b"word " * 200_000 + b"\n")
    assert len(story.text) == 1_000_000


def test_a_quote_that_is_never_closed_does_not_swallow_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_CELL", 200_000)
    before = module.csv.field_size_limit(100_000)
    try:
        stories, problems = take(tmp_path, "list.csv", b'id,text\n0,Zero.\n1,"open\n' + b"more\n" * 100_000)
    finally:
        module.csv.field_size_limit(before)
    assert [story.id for story in stories] == ["0"]
    assert "field larger than field limit" in problems[0]
    assert problems[0].startswith(":3:")


def test_a_table_in_windows_encoding(tmp_path: Path) -> None:
    text = "Le ministre a été reçu à l’Élysée – déjà, « très tôt »."
    path = tmp_path / "list.csv"
    path.write_bytes(f"id;text\n1;{text}\n".encode("cp1252"))
    tally = Tally()
    [story] = read(path, tally=tally)
    assert story.text == text
    assert list(tally.guessed) == [str(path)]


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"id,text\n1,One.\n2,Two.\n", 2),
        (b"Headline|Body|Date\nA dam fails|A dam failed.|2026-03-05\n", 1),
        (b"Summary, Monday\n\nA dam failed, and nobody was hurt.\n", 1),
        (b"Story, text and source\n\nA dam failed.\n", 1),
        (b"id,text", 1),
    ],
)
def test_a_table_without_a_suffix_is_told_from_a_text(tmp_path: Path, data: bytes, count: int) -> None:
    stories, problems = take(tmp_path, "input", data)
    assert (len(stories), problems) == (count, [])
    assert stories[0].whole_file == (not data.startswith((b"id,text\n", b"Headline|")))


@pytest.mark.parametrize("name", ["list.csv", "list.tsv"])
def test_a_stray_quotation_mark_costs_nothing(tmp_path: Path, name: str) -> None:
    mark = "," if name.endswith("csv") else "\t"
    rows = [mark.join([str(n), f"Story {n}", f"Dam {n} failed."]) for n in range(50)]
    rows[7] = mark.join(["7", '"Story 7', "Dam 7 failed."])
    rows[30] = mark.join(["30", "Story 30", '"Dam, he said, ""failed""."'])
    data = "\n".join([mark.join(["id", "title", "text"]), *rows]).encode()
    stories, problems = take(tmp_path, name, data)
    assert [story.id for story in stories] == [str(n) for n in range(50)]
    assert (stories[7].title, stories[7].text) == ('"Story 7', "Dam 7 failed.")
    assert stories[30].text == 'Dam, he said, "failed".'
    assert stories[49].place.endswith(":51")
    assert problems == []


def test_many_stray_marks_take_no_longer(tmp_path: Path) -> None:
    rows = "".join(f'{n},"Dam {n} failed.\n' for n in range(20_000))
    stories, problems = take(tmp_path, "list.csv", f"id,text\n{rows}".encode())
    assert len(stories) == 20_000
    assert problems == [":20001: a quotation mark that is never closed: the row goes on to the end"]


def test_a_quotation_that_the_file_breaks_off_is_told(tmp_path: Path) -> None:
    stories, problems = take(tmp_path, "list.csv", b'id,text\n1,One.\n2,"Two\nlines and\nno end')
    assert [story.text for story in stories] == ["One.", "Two\nlines and\nno end\n"]
    assert problems == [":3: a quotation mark that is never closed: the row goes on to the end"]


def test_lines_of_a_cell_are_no_rows(tmp_path: Path) -> None:
    data = b'id,text\n1,"One.\n\nThen, he said, they left.\nSo, ""it"" ended."\n2,Two.\n'
    stories, problems = take(tmp_path, "list.csv", data)
    assert [story.text for story in stories] == [
        'One.\n\nThen, he said, they left.\nSo, "it" ended.',
        "Two.",
    ]
    assert problems == []


def test_carriage_returns_alone_end_lines(tmp_path: Path) -> None:
    stories, problems = take(tmp_path, "list.csv", b"id,text\r1,One.\r2,Two.\r")
    assert ([story.text for story in stories], problems) == (["One.", "Two."], [])
    stories, problems = take(tmp_path, "list.jsonl", b'{"text": "One."}\r{"text": "Two."}')
    assert ([story.text for story in stories], problems) == (["One.", "Two."], [])


def test_a_carriage_return_in_a_cell_is_a_blank(tmp_path: Path) -> None:
    stories, problems = take(tmp_path, "list.csv", b"id,text\n1,One\rtwo.\n2,Two.\n")
    assert ([story.text for story in stories], problems) == (["One two.", "Two."], [])


def test_of_two_columns_of_one_name_the_first_counts(tmp_path: Path) -> None:
    [story], _ = take(tmp_path, "list.csv", b"id,text,text\n1,One.,Two.\n")
    assert (story.text, story.extra) == ("One.", {"text_2": "Two."})
