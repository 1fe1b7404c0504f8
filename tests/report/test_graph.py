"""The graph of a run, read back by networkx."""

import io
from collections.abc import Callable, Iterable

import networkx
import orjson
import pytest

import dedup
from dedup.report.graph import graphml, node_link
from dedup.types import Assignment, Match, Scores

WIRE = (
    "PORTO, March 3 (Reuters) - A ferry with 90 people on board ran onto a sandbank off Porto in thick fog, "
    "and all of them were taken off unhurt, the coast guard said. The captain told the harbour that the "
    "radar beacon on the bank did not transmit. Divers found no hole in the hull."
)
STORIES = [
    {"id": "wire", "text": WIRE, "title": "Ferry <aground>", "published": "2026-03-03T08:00Z"},
    {"id": "copy & paste", "text": WIRE, "source": "Paper", "published": "2026-03-03T09:30Z"},
    {"id": "other", "text": "Fares of trams in Genoa will rise in May, the council decided."},
]


def by_graphml(rows: Iterable[Assignment], matches: Iterable[Match]) -> "networkx.DiGraph[str]":
    return networkx.read_graphml(io.BytesIO(b"".join(graphml(rows, matches))))


def by_node_link(rows: Iterable[Assignment], matches: Iterable[Match]) -> "networkx.DiGraph[str]":
    return networkx.node_link_graph(orjson.loads(b"".join(node_link(rows, matches))), edges="edges")


@pytest.mark.parametrize("read", [by_graphml, by_node_link])
def test_who_has_what_from_whom_and_when(read: Callable[..., "networkx.DiGraph[str]"]) -> None:
    result = dedup.cluster(STORIES)
    graph = read(result.assignments, result.matches)
    assert graph.is_directed()
    assert set(graph.nodes) == {"wire", "copy & paste", "other"}
    assert graph.nodes["wire"]["title"] == "Ferry <aground>"
    assert graph.nodes["wire"]["origin"] == "Reuters"
    assert "title" not in graph.nodes["copy & paste"]
    [(later, earlier, values)] = graph.edges(data=True)
    assert (later, earlier) == ("copy & paste", "wire")
    assert values["relation"] == "identical"
    assert values["share"] == 1.0
    assert values["hours"] == 1.5
    assert values["through"] is True


@pytest.mark.parametrize("read", [by_graphml, by_node_link])
def test_what_no_xml_may_hold_is_replaced(read: Callable[..., "networkx.DiGraph[str]"]) -> None:
    rows = [
        Assignment(name, name, None, None, None, None, title="a\x00b\ud800c") for name in ('x"<\x07', "y")
    ]
    graph = read(rows, [Match(rows[0].id, "y", "retold", Scores(cosine=0.5))])
    assert set(graph.nodes) == {'x"<\ufffd', "y"}
    assert graph.nodes["y"]["title"] == "a\ufffdb\ufffdc"
    assert [*graph.edges] == [("y", 'x"<\ufffd')]


@pytest.mark.parametrize("read", [by_graphml, by_node_link])
def test_an_empty_run_is_an_empty_graph(read: Callable[..., "networkx.DiGraph[str]"]) -> None:
    assert not len(read([], []))
