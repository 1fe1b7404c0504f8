"""`dedup evaluate` and `dedup tune`: clusters measured by labels."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.options import (
    INPUT_FILE,
    Reading,
    Tuning,
    correction_options,
    open_stories,
    output,
    quiet,
    reading_options,
    tuning_options,
)

if TYPE_CHECKING:
    from dedup.match.corrections import Corrections


@click.command(
    epilog="""\b
Examples:
  dedup cluster feed.jsonl -o rows.jsonl
  dedup evaluate rows.jsonl gold.jsonl                  duplicate clusters
  dedup evaluate rows.jsonl gold.jsonl --label event    event clusters
  dedup evaluate rows.csv gold.csv --pairs judged.jsonl
"""
)
@click.argument("predicted", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--label",
    default="duplicate_cluster",
    show_default=True,
    metavar="NAME",
    help="Gold label: event is compared with event clusters, others with duplicate clusters.",
)
@click.option(
    "--pairs",
    type=INPUT_FILE,
    help="Judged pairs, JSON Lines with a, b, label (what the pair tests) and near_duplicate.",
)
@correction_options
@output("text", "json")
def evaluate(
    predicted: Path,
    gold: Path,
    label: str,
    pairs: Path | None,
    wanted: "Corrections",
    target: Path | None,
    form: str | None,
    overwrite: bool,
) -> None:
    """Measure the clusters of PREDICTED by the labels of GOLD.

    PREDICTED is what 'dedup cluster' writes, as JSON Lines, JSON or CSV. GOLD has an id and a label a record:
    JSON Lines with {"id": …, "labels": {NAME: …}} or a field of that name, or CSV with the columns id and
    cluster. Labelled stories that PREDICTED lacks count as clusters of their own. Corrections count as judged
    pairs, as far as they say something of the level of the label.
    """
    from dedup.cli.output import check, form_of, in_color, write
    from dedup.evaluation import corrected_pairs, judge, read_gold, read_pairs, read_predicted
    from dedup.evaluation import evaluate as measure
    from dedup.report.records import json_bytes
    from dedup.report.summary_text import evaluation_record, evaluation_text

    check(target, overwrite, predicted, gold, pairs)
    form = form_of(form, target, "json")
    clusters = read_predicted(predicted, label)
    found = measure(clusters, read_gold(gold, label))
    stated = [] if pairs is None else list(read_pairs(pairs))
    stated += corrected_pairs(wanted, label)
    judged = judge(clusters, stated) if stated else None
    if form == "json":
        written = json_bytes({"label": label, **evaluation_record(found, judged)}, indent=True)
    else:
        written = evaluation_text(found, judged, color=in_color(target)).encode()
    write(target, [written])


@click.command(
    epilog="""\b
Examples:
  dedup tune labelled.jsonl
  dedup tune labelled.jsonl --window 3 --format json
"""
)
@click.argument("sources", nargs=-1, required=True, metavar="LABELLED...")
@reading_options
@tuning_options
@output("text", "json")
@quiet
def tune(
    sources: tuple[str, ...],
    reading: Reading,
    tuning: Tuning,
    target: Path | None,
    form: str | None,
    overwrite: bool,
    quiet: bool,
) -> None:
    """Show what every threshold would give on labelled stories.

    LABELLED holds stories with the field duplicate_cluster, event, or both, by themselves or as {"labels":
    {"duplicate_cluster": …, "event": …}}; the clustering does not see them. The suggested threshold is the
    middle of the plateau of F1, not its highest point.
    """
    from dedup.cli.output import check, form_of, in_color, write
    from dedup.cli.progress import Progress
    from dedup.evaluation import tune as curves_of
    from dedup.report.records import json_bytes
    from dedup.report.summary_text import curve_record, curve_text

    check(target, overwrite, *sources)
    form = form_of(form, target, "json")
    chosen = tuning.settings()
    stories, _ = open_stories(sources, reading, quiet)
    with Progress(quiet) as progress:
        curves = curves_of(stories, settings=chosen, progress=progress)
    if form == "json":
        written = json_bytes({"curves": [curve_record(curve) for curve in curves]}, indent=True)
    else:
        written = "\n".join(curve_text(curve, color=in_color(target)) for curve in curves).encode()
    write(target, [written])
