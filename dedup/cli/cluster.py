"""`dedup cluster`, here or on Spark, and `dedup report`: clusters of stories, and the page of a saved run."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.options import (
    INPUT_FILE,
    OUTPUT_FILE,
    Reading,
    Tuning,
    correction_options,
    output,
    quiet,
    reading_options,
    say_what_was_read,
    splitting,
    stories_of_run,
    tuning_options,
    usage,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dedup.cli.progress import Progress
    from dedup.match.corrections import Corrections
    from dedup.readers import Tally
    from dedup.result import Result
    from dedup.settings import Settings
    from dedup.spark.engine import Run
    from dedup.types import Assignment, Cluster, Story


@dataclass(frozen=True, slots=True)
class Engine:
    """Where a run takes place; everything but the name is for Spark."""

    name: str
    master: str | None
    conf: dict[str, str]
    scratch: str | None
    table: str | None

    def check(self, sources: Sequence[str], reading: Reading, local: Mapping[str, object]) -> None:
        """Refuse what does not go together; `local` are options for local runs only, and if they were given.

        Raises
        ------
        click.UsageError
            Then.
        """
        if self.name == "local":
            given: dict[str, object] = {
                "master": self.master,
                "conf": self.conf,
                "scratch": self.scratch,
                "table": self.table,
            }
            for name, value in given.items():
                if value:
                    raise click.UsageError(f"--{name} goes with --engine spark")
            return
        for name, value in local.items():
            if value:
                raise click.UsageError(f"{name} needs the texts, which do not come back from Spark")
        if reading.only is not None:
            raise click.UsageError("filters are for local runs; Spark filters its tables before")
        if "-" in sources:
            raise click.UsageError("Spark cannot read standard input; name a path or a table")


def engine_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options of the engine; the command gets them as `engine`, an `Engine`."""

    @wraps(command)
    def run(
        engine_name: str,
        master: str | None,
        conf: dict[str, str],
        scratch: str | None,
        table: str | None,
        **rest: Any,
    ) -> None:
        return command(engine=Engine(engine_name, master, conf, scratch, table), **rest)

    for option in (
        click.option(
            "--table",
            metavar="TARGET",
            help="Have Spark write the rows: as Parquet to a path, or to a table of this name.",
        ),
        click.option(
            "--scratch",
            metavar="FOLDER",
            help="Where Spark keeps tables between stages; needed on a cluster, as in hdfs:///tmp.",
        ),
        click.option(
            "--conf",
            metavar="KEY=VALUE",
            multiple=True,
            callback=_options,
            help="Option of Spark, as in spark.executor.memory=8g; repeatable.",
        ),
        click.option(
            "--master",
            metavar="URL",
            help="Master of Spark [default: that of spark-submit or Spark's configuration, else local[*]].",
        ),
        click.option(
            "--engine",
            "engine_name",
            type=click.Choice(["local", "spark"]),
            default="local",
            show_default=True,
            help="Where to run; SOURCEs of spark are paths or tables that Spark reads.",
        ),
    ):
        run = option(run)
    return run


def _options(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        key, equals, given = value.partition("=")
        if not equals or not key.strip():
            raise click.BadParameter(f"{value!r} is not KEY=VALUE", context, parameter)
        found[key.strip()] = given
    return found


def run_on_spark(
    engine: Engine,
    sources: Sequence[str],
    reading: Reading,
    settings: "Settings",
    events: bool,
    boilerplate: "NDArray[np.uint32] | None",
    wanted: "Corrections",
    quiet: bool,
    progress: "Progress",
) -> "tuple[Run, Tally]":
    """Clusters sources on Spark, and counts the records that were no stories."""
    from dedup.spark import check, run

    check()
    from dedup.cli.progress import say
    from dedup.readers import Tally
    from dedup.report.styled_text import plain
    from dedup.spark.engine import session, source

    spark = click.get_current_context().with_resource(session(engine.master, engine.conf))
    tables = [source(spark, name, reading.input_format) for name in sources]
    found = run(
        reduce(lambda some, more: some.unionByName(more, allowMissingColumns=True), tables),
        settings=settings,
        events=events,
        boilerplate=boilerplate,
        must_join=wanted.join,
        must_not_join=wanted.part,
        fields=reading.fields,
        scratch=engine.scratch,
        strict=reading.strict,
        guess_language=reading.guess_language,
        progress=progress,
    )
    if not quiet:
        for problem in found.problems:
            say(f"skipped {plain(problem)}")
    return found, Tally(passed_over=found.refused)


def write_table(engine: Engine, found: "Run", overwrite: bool) -> None:
    """Has Spark write the rows, as Parquet to a path or to a table.

    Raises
    ------
    OutputError
        It exists and may not be replaced, or Spark cannot write there.
    """
    from dedup.spark.engine import save

    if engine.table is not None:
        save(found.table(), engine.table, overwrite)


@click.command(
    epilog="""\b
Examples:
  dedup cluster feed.jsonl                              a summary to read
  dedup cluster feed.jsonl --format jsonl > rows.jsonl  a row for every story
  dedup cluster archive/ --report report.html           and a page to open in a browser
  dedup cluster feed.jsonl --emit input -o enriched.jsonl     the feed with our fields added
  dedup cluster today.jsonl --boilerplate known.txt     footers learned from run to run
  zcat dump.jsonl.gz | dedup cluster - --no-events --field text=body
  dedup cluster archive.parquet --engine spark --table clusters.parquet
"""
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--no-events", is_flag=True, help="Leave the event level out.")
@splitting
@click.option(
    "--report",
    type=OUTPUT_FILE,
    help="Also write a page to open in a browser.",
)
@click.option(
    "--boilerplate",
    "known",
    type=click.Path(dir_okay=False, resolve_path=True, path_type=Path),
    help="Boilerplate known from earlier runs, if FILE exists; after the run FILE also holds what this one "
    "learned (footers, sign-offs, forms, as shingle hashes).",
)
@click.option(
    "--emit",
    type=click.Choice(["stories", "clusters", "matches", "passages", "graph", "input"]),
    help="What to write: a row for every story, the clusters, the verified pairs, the passages that stories "
    "share word for word, a graph of who has what from whom (GraphML, or JSON as nodes and edges), or the "
    "records as they were read with our fields added [default: stories].",
)
@click.option(
    "--least-probability",
    type=float,
    help="Join nothing that is less likely: only what matches of this probability hold together stays "
    "together [default: 0].",
)
@correction_options
@engine_options
@reading_options
@tuning_options
@output("text", "jsonl", "json", "csv", "parquet", "html", "graphml")
@quiet
def cluster(
    sources: tuple[str, ...],
    no_events: bool,
    split: str,
    report: Path | None,
    known: Path | None,
    emit: str | None,
    wanted: "Corrections",
    least_probability: float | None,
    engine: Engine,
    reading: Reading,
    tuning: Tuning,
    target: Path | None,
    form: str | None,
    overwrite: bool,
    quiet: bool,
) -> None:
    """Cluster the stories of SOURCEs. They are files, directories, or - for standard input.

    Every story gets a duplicate cluster (the same text, more or less), an event cluster (reports of the same
    event), its relation to the story through which it was joined, and their scores.
    """
    from dedup.cli.output import Originals, check, check_emit, check_page, emitted, write
    from dedup.cli.progress import Progress
    from dedup.errors import InputError
    from dedup.match.boilerplate import boilerplate_lines, load_boilerplate
    from dedup.pipeline import cluster as cluster_stories
    from dedup.report.wording import count

    needs_texts = {"--report": report, f"--emit {emit}": emit in ("input", "passages")}
    needs_texts |= {"--split always": split == "always", "HTML": form == "html"}
    engine.check(sources, reading, needs_texts)
    check(target, overwrite, *sources)
    check(report, overwrite, *sources, target)
    check(known, True, *sources, target, report)
    boilerplate = load_boilerplate(known) if known is not None and known.exists() else None
    emit = emit or "stories"
    form = form or _usual_form(emit, target)
    check_emit(emit, form)
    if form == "html":
        check_page(target)
    chosen = tuning.settings()
    if least_probability is not None:
        with usage():
            chosen = replace(chosen, least_probability=least_probability)
    originals = Originals() if emit == "input" else None
    kept: dict[str, Story] = {}
    with Progress(quiet) as progress:
        if engine.name == "spark":
            found, tally = run_on_spark(
                engine, sources, reading, chosen, not no_events, boilerplate, wanted, quiet, progress
            )
            if engine.table is not None:
                write_table(engine, found, overwrite)
                if known is not None:
                    write(known, boilerplate_lines(found.boilerplate))
                return
            result = found.result()
        else:
            stories, tally = stories_of_run(sources, reading, quiet, split, originals)
            progress.reads(tally.share)
            if report is not None or form == "html" or emit == "passages":
                stories = _keeping(stories, kept)
            result = cluster_stories(
                stories,
                settings=chosen,
                events=not no_events,
                boilerplate=boilerplate,
                must_join=wanted.join,
                must_not_join=wanted.part,
                progress=progress,
            )
    if tally.passed_over > tally.empty and not len(result):
        raise InputError(
            f"no story could be read: {count(tally.passed_over, 'bad record')} and no other; nothing written"
        )
    if form == "html":
        write(target, [_page(result, kept)])
    elif form == "text":
        write(target, [_summary(result, target)])
    else:
        write(target, emitted(emit, form, result, originals, kept.values()))
    if report is not None:
        write(report, [_page(result, kept)])
    if known is not None:
        write(known, boilerplate_lines(result.boilerplate))
    if not quiet:
        _say_corrections(result, wanted)
        _tell(result, tally, report, form)


def _say_corrections(result: "Result", wanted: "Corrections") -> None:
    """How many pairs were joined and kept apart, and which name a story that is not there."""
    from dedup.cli.progress import say
    from dedup.report.styled_text import plain
    from dedup.report.wording import count

    given = (*wanted.join, *wanted.part)
    ids = {row.id for row in result.assignments} if given else set()
    for pairs, done in ((wanted.join, "joined"), (wanted.part, "kept apart")):
        held = sum(one.a in ids and one.b in ids for one in pairs)
        if held:
            say(f"{count(held, 'pair')} {done}")
    for one in given:
        missing = [name for name in (one.a, one.b) if name not in ids]
        if missing:
            where = f"{one.place}: " if one.place else ""
            say(f"{plain(where)}no story {plain(missing[0])!r} in this run; the pair is ignored")


def _usual_form(emit: str, target: Path | None) -> str:
    """The format where none is chosen: text shows a run as a whole only."""
    from dedup.cli.output import form_of

    form = form_of(None, target, "graphml" if emit == "graph" else "jsonl")
    if emit == "graph" and form in ("text", "jsonl"):
        return "graphml"
    return "jsonl" if form == "text" and emit != "stories" else form


def _keeping(stories: "Iterable[Story]", kept: "dict[str, Story]") -> "Iterator[Story]":
    """The stories, each kept by its id: a report shows texts."""
    for story in stories:
        kept[story.id] = story
        yield story


def _summary(result: "Result", target: Path | None) -> bytes:
    from dedup.cli.output import in_color, width
    from dedup.report.summary_text import cluster_text

    clusters = result.duplicate_clusters + result.event_clusters
    return cluster_text(result.assignments, clusters, width=width(), color=in_color(target)).encode()


def _page(result: "Result", kept: "dict[str, Story]") -> bytes:
    about = {"stories": len(result), "duplicate threshold": result.threshold}
    clusters = result.duplicate_clusters + result.event_clusters
    return run_page(
        result.assignments, clusters, kept, result.event_clusters or result.duplicate_clusters, about
    )


def run_page(
    rows: "Iterable[Assignment]",
    clusters: "Sequence[Cluster]",
    stories: "Mapping[str, Story]",
    among: "Iterable[Cluster]",
    about: "Mapping[str, object]",
) -> bytes:
    """The page of a run; `among` are the clusters of which histories and fact tables may be made, as far as
    the budgets reach, all of whose members are among the `stories`."""
    from dedup.histories import fact_tables, histories
    from dedup.report.pages import cluster_page

    largest = sorted(among, key=lambda cluster: (-len(cluster.members), -cluster.tellings, cluster.id))
    return cluster_page(
        rows,
        clusters,
        texts={name: story.text for name, story in stories.items()},
        urls={name: story.url for name, story in stories.items() if story.url},
        histories=histories(largest, stories),
        tables=fact_tables((cluster for cluster in largest if len(cluster.members) > 1), stories),
        about=about,
    ).encode()


def _tell(result: "Result", tally: "Tally", report: Path | None, form: str) -> None:
    """What happened, on standard error."""
    from dedup.cli.progress import say
    from dedup.report.wording import count

    if form != "text":
        stated = [
            count(len(result), "story", "stories"),
            count(result.count(), "duplicate cluster"),
        ]
        if result.has_events:
            stated.append(count(result.count("event"), "event cluster"))
        say(", ".join(stated))
    say_what_was_read(tally)
    if report is not None:
        say(f"wrote {report}")


@click.command(
    epilog="""\b
Examples:
  dedup report rows.jsonl -o report.html
  dedup report rows.jsonl --stories feed.jsonl -o report.html     with the texts
"""
)
@click.argument("result", type=INPUT_FILE)
@click.option(
    "--stories",
    multiple=True,
    metavar="SOURCE",
    help="Where the stories of the run lie: for excerpts, shared passages and differences; repeatable.",
)
@output()
def report(result: Path, stories: tuple[str, ...], target: Path | None, overwrite: bool) -> None:
    """Write the page of a run that was saved. RESULT is what 'dedup cluster' wrote."""
    from dedup.cli.output import check, check_page, write

    check(target, overwrite, result, *stories)
    check_page(target)
    rows, clusters = saved(result)
    texts = texts_of(rows, stories)
    complete = [group for group in clusters if all(member in texts for member in group.members)]
    events = [group for group in complete if group.kind == "event"]
    about = {"stories": len(rows), "result": result.name}
    write(target, [run_page(rows, clusters, texts, events or complete, about)])


def saved(result: Path) -> "tuple[list[Assignment], list[Cluster]]":
    """The rows of a saved run, and their clusters."""
    from dedup.readers import read_records
    from dedup.report.records import clusters_of, saved_assignments

    rows = list(saved_assignments(read_records(result)))
    return rows, clusters_of(rows)


def texts_of(rows: "Iterable[Assignment]", sources: tuple[str, ...]) -> "dict[str, Story]":
    """The stories of these rows that lie in the sources, cut into pieces as the run did."""
    from dedup.cli.options import open_stories
    from dedup.pipeline import pieces

    if not sources:
        return {}
    wanted = {row.id for row in rows}
    stories, _ = open_stories(sources)
    return {story.id: story for story in pieces(stories) if story.id in wanted}
