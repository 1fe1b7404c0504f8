"""What a notebook shows of values: tables in which nothing of a story is markup."""

import dedup
from dedup.report.notebook import MOST_ROWS, table

EVIL = "<script>alert(1)</script>\u202e\x1b[31m"
STORM = (
    "Storm Ada tore roofs off houses along the coast near Lisbon on Monday, killing 3 people, officials said."
)


def test_values_show_themselves_and_escape_everything() -> None:
    stories = [{"id": f"{EVIL}{n}", "title": EVIL, "text": STORM, "source": EVIL} for n in range(2)]
    result = dedup.cluster(stories)
    comparison = dedup.compare(STORM + " <b>", STORM.replace("3", "5"))
    shown = [result._repr_html_(), result.duplicate_clusters[0]._repr_html_(), comparison._repr_html_()]
    for html in shown:
        assert html.startswith("<table>")
        assert "<script" not in html
        assert "<b>" not in html
        assert "\x1b" not in html
        assert "\u202e" not in html
    assert "2 stories, 1 duplicate cluster" in shown[0]
    assert "casualties" in shown[2]


def test_long_tables_are_cut_and_counted() -> None:
    html = table("t", ["a"], [["x"]] * (MOST_ROWS + 3))
    assert html.count("<td>x</td>") == MOST_ROWS
    assert "… and 3 more" in html
