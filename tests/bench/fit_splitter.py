"""Fit the weights of the splitter (dedup/splitter/weights.json) on a folder of stories.

    python tests/bench/fit_splitter.py FOLDER --fit SET... --unseen SET... --out dedup/splitter/weights.json

FOLDER holds *.jsonl or *.jsonl.gz, one set of stories a file: "text" (blank lines between paragraphs), and
where known "title", "lang" and "labels" with "event" or "duplicate_cluster" (stories that tell the same).
From each set files are made: single stories, single stories with sub-headlines put in, and two to eight
stories merged: on the same event (`same`), on different ones (`other`, `multi` of three to five, and
`briefs`, of which only the beginnings are taken), with headlines (`+h`) and without (`-h`); half of the
files without have a headline at their top. Two things are fitted, on the sets of --fit alone: weights of
the words that open and that close a story (logistic regression, each set scored by weights that were fitted
without its fold), and gradient-boosted trees over the cues of `dedup.splitter.features`. Then files of the
--unseen sets, which nothing was fitted on, are scored, and the figures are printed.
"""

import argparse
import gzip
import json
import random
from collections import defaultdict
from functools import partial
from itertools import chain
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from dedup.splitter import cut_points, headlines, least_probabilities, story_paragraphs
from dedup.splitter.features import cues
from dedup.splitter.form import edge_features, form
from dedup.text.sentences import paragraphs
from dedup.text.terms import SAMPLE, language

STORIES, MERGED, FOLDS = 800, 3_500, 3
KEPT, SUBHEADED = 0.25, 0.5
LEARNED, FIRSTS, LASTS = 1_000, 20, 10  # stories of a set, and paragraphs, that openings are learned from
COMMON, IN_COMMON = 0.0012, 3  # a feature must be in this share of the paragraphs of this many sets
SUBHEADS = [
    "Background",
    "What happens next",
    "Analysis",
    "Reaction",
    "Timeline",
    "What we know",
    "Key points",
]
BYLINES = [
    "By Anna Keller",
    "BY JOHN PETERS",
    "Maria Lopez, Staff Writer",
    "By Tom Reed and Sara Bell",
    "Reuters",
]
DATES = [
    "March 3, 2016",
    "Published 12:04 GMT, 5 May 2014",
    "Friday, June 10, 2016",
    "2011-03-04",
    "14 Oct 2012",
]
END_MARKS = ["###", "-30-", "ENDS", "(END)", "# # #"]
KINDS = {
    "same+h": 0.2,
    "same-h": 0.3,
    "other+h": 0.18,
    "other-h": 0.2,
    "multi+h": 0.06,
    "multi-h": 0.06,
    "briefs+h": 0.05,
}


def read_set(path):
    """The stories of one file that have three paragraphs or more, without their title in the text."""
    found = []
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf8") as lines:
        for record in map(json.loads, filter(str.strip, lines)):
            title, body = (record.get("title") or "").strip(), paragraphs(record.get("text") or "")
            if title and body and body[0].startswith(title + "\n"):
                body[0] = body[0][len(title) :].strip()
            while title and body and body[0].lower() == title.lower():
                body.pop(0)
            body = [body[i] for i in story_paragraphs(body)]
            labels = record.get("labels") or {}
            event = labels.get("event") or labels.get("duplicate_cluster")
            if len(body) >= 3 and "boundaries" not in record:
                found.append({"title": title, "body": body[:80], "event": event, "lang": record.get("lang")})
    return found


def with_headline(story, rng, plain=0.8):
    head = [story["title"].upper() if rng.random() < 0.08 else story["title"]] if story["title"] else []
    if head and rng.random() < 0.04:
        head *= 2
    if rng.random() > plain:
        head += [rng.choice(BYLINES)] * (rng.random() < 0.6) + [rng.choice(DATES)] * (rng.random() < 0.6)
    return head + story["body"]


def with_subheads(story, rng):
    body = list(story["body"])
    capitals = rng.random() < 0.2
    places = rng.sample(range(2, len(body) - 1), min(rng.choice([1, 2, 2, 3, 3, 3, 4, 4]), len(body) - 3))
    for place in sorted(places, reverse=True):
        phrase = rng.choice(story["body"][place : place + 3]).split()
        if rng.random() < 0.5 or len(phrase) < 9:
            subhead = rng.choice(SUBHEADS)
        else:
            begin = rng.randrange(len(phrase) - 6)
            subhead = " ".join(phrase[begin : begin + rng.randint(1, 5)]).strip(".,;:\"“”'()")
            subhead = subhead.title() if rng.random() < 0.2 else subhead[:1].upper() + subhead[1:]
        if capitals:
            subhead = subhead.upper()
        if subhead:
            body.insert(place, subhead)
    return {**story, "body": body}


def merged(stories, heads, rng, truncated=0.15):
    blocks, cuts = [], []
    for number, (story, head) in enumerate(zip(stories, heads, strict=True)):
        body = story["body"]
        if len(body) > 5 and rng.random() < truncated:
            body = body[: rng.randint(3, len(body) - 1)]
        if number:
            blocks += [rng.choice(END_MARKS)] * (rng.random() < 0.03)
            cuts.append(len(blocks))
        blocks += with_headline({**story, "body": body}, rng) if head else body
    return blocks, cuts


def make_files(name, stories):
    """Labelled files of one set: (set, kind, paragraphs, first paragraph of every piece but the first)."""
    rng = random.Random(name)
    stories = sorted(stories, key=lambda s: s["body"][0])
    rng.shuffle(stories)
    events, tongues = defaultdict(list), defaultdict(list)
    for story in stories:
        if story["event"] is not None:
            events[str(story["event"])].append(story)
    stories = stories[:STORIES]
    for story in stories:
        tongues[story["lang"]].append(story)
    tellings = [events[key] for key in sorted(events) if len(events[key]) > 1]
    files = []
    for kind, share in KINDS.items():
        if (kind.endswith("+h") and not any(s["title"] for s in stories)) or (
            kind[:4] == "same" and not tellings
        ):
            continue
        for _ in range(int(MERGED * share)):
            briefs = kind.startswith("briefs")
            count = rng.randint(4, 8) if briefs else rng.randint(3, 5) if kind.startswith("multi") else 2
            pool = rng.choice(tellings) if kind.startswith("same") else tongues[rng.choice(stories)["lang"]]
            chosen = rng.sample(pool if len(pool) >= count else stories, count)
            if briefs:
                chosen = [{**s, "body": s["body"][: rng.choice([1, 1, 2, 2, 3])]} for s in chosen]
            later = kind.endswith("+h")
            heads = [rng.random() < (0.9 if later else 0.5)] + [later] * (count - 1)
            files.append((name, kind, *merged(chosen, heads, rng, 0.0 if kind.startswith("same") else 0.15)))
    for story in stories:
        files.append((name, "single", story["body"], []))
        if story["title"]:
            files.append((name, "single+h", with_headline(story, rng), []))
        if len(story["body"]) > 5 and rng.random() < SUBHEADED:
            files.append((name, "subheads", with_headline(with_subheads(story, rng), rng), []))
    return files


def edge_rows(sets):
    """The features of the first and last paragraphs of stories: their numbers, and for every set a boolean
    matrix of paragraphs and features with where its stories begin and end."""
    number, found = {}, {}
    for name, stories in sets.items():
        cells, first, last = [], [], []
        for story in stories[:LEARNED]:
            body = [p for p in story["body"] if len(p) > 40]
            body = body[:FIRSTS] + body[max(FIRSTS, len(body) - LASTS) :]
            lang = language(" ".join(p[:SAMPLE] for p in body[:8]))
            for place, p in enumerate(body):
                cells.append([number.setdefault(f, len(number)) for f in edge_features(form(p, lang))])
                first.append(place == 0)
                last.append(place == len(body) - 1)
        found[name] = (cells, np.array(first), np.array(last))
    matrices = {}
    for name, (cells, first, last) in found.items():
        ends = np.cumsum([0, *map(len, cells)])
        columns = np.fromiter(chain.from_iterable(cells), dtype=np.int32, count=ends[-1])
        matrix = csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(cells), len(number)))
        matrices[name] = (matrix, first, last)
    return list(number), matrices


def fit_edges(features, matrices, names):
    """Weights of the features that some sets have in common: openings against all other paragraphs, and
    closings."""
    common = sum(
        np.asarray(matrices[name][0].sum(axis=0)).ravel() >= COMMON * matrices[name][0].shape[0]
        for name in names
    )
    used = [i for i in np.flatnonzero(common >= IN_COMMON) if not any(map(str.isdigit, features[i][2:]))]
    rows = vstack([matrices[name][0][:, used] for name in names]).astype(np.float64)
    found = []
    for edge in (1, 2):
        truth = np.concatenate([matrices[name][edge] for name in names])
        weight = LogisticRegression(C=0.03, max_iter=300).fit(rows, truth).coef_[0]
        pairs = zip(used, weight, strict=True)
        found.append({features[i]: round(float(w), 3) for i, w in pairs if abs(w) >= 0.05})
    return found


def measured(edges_of, thin, named):
    """The made files of a set, and of each the cues of its gaps and where cuts are; with `thin` only all cuts
    and a part of the other gaps."""
    name, stories = named
    rng, known, files, rows, truth, headed = np.random.default_rng(0), {}, [], [], [], []
    for file in make_files(name, stories):
        _, _, blocks, gold = file
        lang = language(" ".join(block[:SAMPLE] for block in blocks[:8]))
        for block in blocks:
            if (block, lang) not in known:
                known[block, lang] = form(block, lang)
        forms = [known[block, lang] for block in blocks]
        own, names = cues(forms, *edges_of[name])
        cut = np.isin(np.arange(1, len(blocks)), gold)
        used = cut | (rng.random(len(cut)) < KEPT) if thin else np.ones(len(cut), bool)
        files.append(file)
        headed.append(headlines(forms))
        rows.append(own[used].astype(np.float32))
        truth.append(cut[used])
    return names, rows, truth, [] if thin else files, [] if thin else headed


def measure(sets, edges_of, thin):
    with Pool() as pool:
        return list(pool.imap(partial(measured, edges_of, thin), sets.items()))


def fit_trees(rows, truth, trees):
    model = HistGradientBoostingClassifier(
        max_iter=trees, max_leaf_nodes=16, max_depth=6, learning_rate=0.1, min_samples_leaf=40,
        l2_regularization=5, early_stopping=False, random_state=0,
    )  # fmt: skip
    return model.fit(rows, truth, sample_weight=np.where(truth, 1.0, 1 / KEPT))


def printed(files, headed, chances):
    """Boundary F1, precision and recall (merged kinds) and false cuts a file (single kinds) of every set."""
    table = defaultdict(lambda: np.zeros(4))
    for (name, kind, blocks, gold), headline, chance in zip(files, headed, chances, strict=True):
        found = set(cut_points(blocks, chance, least_probabilities(headline, chance)))
        own = (len(found & {*gold}), len(found), len(gold), 1)
        for key in ((name, kind), ("all", kind), *([(name, "merged"), ("all", "merged")] if gold else [])):
            table[key] += own
    kinds = [*KINDS, "merged", "single", "single+h", "subheads"]
    print(" " * 22, *(k.rjust(14) for k in kinds))
    for name in [*dict.fromkeys(f[0] for f in files), "all"]:
        cells = []
        for kind in kinds:
            hit, found, gold, count = table[name, kind]
            if not count:
                cells.append("-".rjust(14))
            elif kind in ("single", "single+h", "subheads"):
                cells.append(f"{found / count:14.3f}")
            else:
                f1, p, r = 2 * hit / max(1, found + gold), hit / max(1, found), hit / gold
                cells.append(f"{f1:.2f} {p:.2f}/{r:.2f}".rjust(14))
        print(name[:22].ljust(22), *cells, flush=True)


def print_bins(chance, truth):
    """How often a cut is right, by its probability."""
    for low in np.arange(0, 1, 0.1):
        own = (chance >= low) & (chance < low + 0.1)
        mean, true = chance[own].mean(), truth[own].mean()
        print(f"probability {low:.1f}: {own.sum():7d} gaps, mean {mean:.3f}, true {true:.3f}")


def exported(model, names, openings, closings):
    trees = []
    for (tree,) in model._predictors:
        nodes = tree.nodes
        trees.append(
            {
                "cue": [
                    -1 if leaf else int(c)
                    for leaf, c in zip(nodes["is_leaf"], nodes["feature_idx"], strict=True)
                ],
                "threshold": [float(f"{t:.6g}") if np.isfinite(t) else 0.0 for t in nodes["num_threshold"]],
                "left": nodes["left"].tolist(),
                "right": nodes["right"].tolist(),
                "value": [float(f"{v:.4g}") for v in nodes["value"]],
            }
        )
    return {
        "base": round(float(np.ravel(model._baseline_prediction)[0]), 6),
        "cues": list(names),
        "openings": openings,
        "closings": closings,
        "trees": trees,
    }


def written(weights, path):
    """Readable: one cue list, one word and one tree a line."""
    lines = [f'"{k}": {json.dumps(weights[k])}' for k in ("base", "cues")]
    for edge in ("openings", "closings"):
        words = [f"  {json.dumps(k, ensure_ascii=False)}: {v}" for k, v in sorted(weights[edge].items())]
        lines.append(f'"{edge}": {{\n' + ",\n".join(words) + "\n}")
    lines.append('"trees": [\n' + ",\n".join("  " + json.dumps(t) for t in weights["trees"]) + "\n]")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf8")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fit", nargs="+", required=True, help="file names without suffix")
    parser.add_argument("--unseen", nargs="*", default=[], help="sets to measure on, and nothing else")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--trees", type=int, default=400)
    arguments = parser.parse_args()
    paths = {
        p.name.split(".")[0]: p for p in sorted(arguments.folder.glob("*.jsonl*")) if ".pairs." not in p.name
    }
    learned = {name: read_set(paths[name]) for name in arguments.fit}
    unseen = {name: read_set(paths[name]) for name in arguments.unseen}
    fold = {name: place % FOLDS for place, name in enumerate(learned)}
    features, matrices = edge_rows(learned)
    edges = [fit_edges(features, matrices, [n for n in learned if fold[n] != f]) for f in range(FOLDS)]
    final = fit_edges(features, matrices, list(learned))
    found = measure(learned, {name: edges[fold[name]] for name in learned}, True)
    rows = np.concatenate([r for own in found for r in own[1]])
    truth = np.concatenate([t for own in found for t in own[2]])
    names = found[0][0]
    del found
    print(f"{len(truth)} gaps, {truth.sum()} cuts, {len(names)} cues", flush=True)
    model = fit_trees(rows, truth, arguments.trees)
    if arguments.out:
        written(exported(model, names, *final), arguments.out)
    del rows
    scored, headed, chances, gold = [], [], [], []
    for _, own, cut, files, heads in measure(unseen, dict.fromkeys(unseen, final), False):
        scored += files
        headed += heads
        gold += cut
        chance = model.predict_proba(np.concatenate(own))[:, 1]
        chances += np.split(chance, np.cumsum([len(r) for r in own])[:-1])
    if scored:
        printed(scored, headed, chances)
        print_bins(np.concatenate(chances), np.concatenate(gold))


if __name__ == "__main__":
    main()
