"""A deduplicated feed: which story of each duplicate cluster stays, and why each of the others goes.

Nothing goes without a reason on record: the pair that joined it to the cluster, with its relation.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dedup.errors import SettingsError
from dedup.result import Result
from dedup.story import Assignment, Cluster, Match

CHOICES = ("earliest", "latest", "longest", "representative")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A story that a deduplicated feed does without: `kept` stays in its place.

    `matched` is the story of the cluster that it is most like (`kept` itself, if the two were compared), and
    `relation` what they are to each other.
    """

    id: str
    kept: str
    duplicate_cluster: str
    relation: str
    matched: str
    jaccard: float | None
    why: str


def keep(
    result: Result, choice: str, lengths: Mapping[str, int] | None = None
) -> tuple[set[str], list[LeftOut]]:
    """One story of each duplicate cluster, and the others with the reason.

    Parameters
    ----------
    result
        Of a run.
    choice
        "earliest" or "latest" by date of publication (undated stories count as latest for the one and
        earliest for the other: they are kept only if no other is dated), "longest" by `lengths`, or the
        "representative", which is most like all others. Equals are told apart by the order of the cluster.
    lengths
        Characters of each story, by id; for "longest".

    Returns
    -------
    set of str, list of LeftOut
        Ids that stay (stories without a duplicate are among them); and the rest, in the order of reading.

    Raises
    ------
    SettingsError
        When the choice is none of these.
    """
    if choice not in CHOICES:
        raise SettingsError(f"keep is {choice!r}; it must be one of {', '.join(CHOICES)}")
    rows = {row.id: row for row in result.assignments}
    best = {group.id: _best(group, choice, rows, lengths or {}) for group in result.duplicate_clusters}
    ties = _ties(result)
    kept: set[str] = set()
    left_out: list[LeftOut] = []
    for row in result.assignments:
        stays = best.get(row.duplicate_cluster, row.id)
        if stays == row.id:
            kept.add(row.id)
        else:
            left_out.append(_left_out(row, stays, choice, ties[row.id]))
    return kept, left_out


def _best(group: Cluster, choice: str, rows: Mapping[str, Assignment], lengths: Mapping[str, int]) -> str:
    """The member of a cluster that stays; members come by date, undated ones last."""
    if choice == "representative":
        return group.representative
    if choice == "earliest":
        return group.members[0]
    if choice == "longest":
        return max(group.members, key=lambda member: lengths.get(member, 0))
    dated = [member for member in group.members if rows[member].published is not None]
    return dated[-1] if dated else group.members[0]


def _ties(result: Result) -> dict[str, dict[str, Match]]:
    """Story -> the stories of its cluster that it was compared with -> the pair."""
    found: dict[str, dict[str, Match]] = {}
    for match in result.matches:
        if match.relation != "retold":
            found.setdefault(match.a, {})[match.b] = match
            found.setdefault(match.b, {})[match.a] = match
    return found


def _said(pair: Match, story: str) -> str:
    """What a story is to the other one of its pair, in words."""
    other = pair.b if story == pair.a else pair.a
    if pair.relation == "identical":
        return f"identical to {other}"
    mine, its = pair.scores.containment_a or 0.0, pair.scores.containment_b or 0.0
    if pair.relation == "excerpt" and (mine < its) == (story == pair.a):
        return f"contains {other}"
    return f"{pair.relation} of {other}"


def _left_out(row: Assignment, stays: str, choice: str, ties: Mapping[str, Match]) -> LeftOut:
    other = stays if stays in ties else max(sorted(ties), key=lambda name: ties[name].scores.jaccard or 0.0)
    pair = ties[other]
    why = _said(pair, row.id) + ("" if other == stays else f", and so joined with {stays}")
    return LeftOut(
        id=row.id,
        kept=stays,
        duplicate_cluster=row.duplicate_cluster,
        relation=pair.relation,
        matched=other,
        jaccard=pair.scores.jaccard,
        why=f"{why}; the {choice} of its cluster is kept",
    )
