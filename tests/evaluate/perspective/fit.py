"""Fits the curves from civility's scores to Perspective's, and measures how well they do. See scripts/fit-perspective."""
import argparse
import datetime
import os
import random
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent / "civility"))

import card  # noqa: E402
import curve  # noqa: E402
import population  # noqa: E402
from data import ATTRIBUTES, BadData, held_out, read  # noqa: E402
from judge import judge  # noqa: E402
from population import Population, Scored  # noqa: E402

BIN = Path(os.environ.get("MODERATO_BIN", ROOT / "build/release/bin"))
MODEL = ROOT / "plugins/civility/civility.model"
WRITTEN = ROOT / "plugins/civility/train/written"
SAMPLE = "perspective2k_scores"  # all attributes; the shipped model learned from nine tenths of it
STREAM = "wiki_context_cat"  # TOXICITY; half of it was never learned from
LOOKED_AT = ("NC_ucc_globe_and_mail", "unlabelled_reddit_news")  # measured with, and never learned from
FOLDS = 5
SEED = 20260101


def scores_of(rows, options=""):
    verdicts, _ = judge([row.text for row in rows], BIN / "moderato", lambda at: f"{rows[at].set}:{rows[at].line}",
                        options)
    return [verdict.scores for verdict in verdicts]


def trained_without(fold, train, words, into):
    """A model that learned from all that the shipped one did but for one row of the sample in five."""
    (into / "train").mkdir(parents=True)
    for file in train.glob("*.tsv"):
        if file.stem != SAMPLE:
            (into / "train" / file.name).symlink_to(file)
    heading, *lines = (train / f"{SAMPLE}.tsv").read_text(encoding="utf-8").split("\n")
    kept = [line for at, line in enumerate(lines) if at % FOLDS != fold or not line]
    (into / "train" / f"{SAMPLE}.tsv").write_text("\n".join([heading, *kept]), encoding="utf-8")
    done = subprocess.run([BIN / "civility-train", into, WRITTEN, words, into / "model"], capture_output=True, text=True)
    if done.returncode:
        raise BadData(done.stderr.strip())
    return into / "model"


def sample_scores(rows, train, words):
    """Each row's scores by a model that did not learn from it."""
    scores = [None] * len(rows)
    with tempfile.TemporaryDirectory(prefix="moderato-") as folder:
        for fold in range(FOLDS):
            print(f"learning without fold {fold + 1} of {FOLDS}", file=sys.stderr)
            model = trained_without(fold, train, words, Path(folder) / str(fold))
            of_fold = range(fold, len(rows), FOLDS)
            judged = scores_of([rows[at] for at in of_fold], f'[filter.civility]\nmodel = "{model}"\n')
            for at, found in zip(of_fold, judged):
                scores[at] = found
    return scores


def scored(rows, scores):
    return [Scored(row.perspective(), each) for row, each in zip(rows, scores)]


def number(value):
    return f"{value:.3g}"


def share(part, whole):
    return f"{100 * part / whole:.1f} %"


def shares(both, curves):
    rows = []
    for attribute, each in curves.items():
        for name, count, theirs, ours in (
                (SAMPLE, len(both.sample), [(s.perspective[attribute], 1) for s in both.sample],
                 [s.civility[attribute] for s in both.sample]),
                (STREAM, len(both.stream), both.theirs_in_stream(attribute),
                 [s.civility[attribute] for s in both.stream])):
            expected = name == STREAM and attribute != "TOXICITY"
            rows.append([attribute, name, "Perspective, expected" if expected else "Perspective",
                         *(share(curve.reached(theirs, t)[0], count) for t in curve.THRESHOLDS)])
            rows.append(["", "", "Moderato",
                         *(share(curve.reach(ours, each.civility(t)), count) for t in curve.THRESHOLDS)])
    return card.section(
        "Share held", "What reaches a threshold, by the curves that ship. Expected: of comments whose scores nobody knows, "
        "as above.", card.table(["attribute", "comments of", "", *map(str, curve.THRESHOLDS)], rows, 3))


def agreement(both, curves):
    rows = []
    for attribute, each in curves.items():
        for name, comments in ((SAMPLE, both.sample), (STREAM, both.stream)):
            pairs = [(s.perspective[attribute], each.perspective(s.civility[attribute])) for s in comments
                     if attribute in s.perspective]
            if not pairs:
                continue
            held = [f"{sum(a >= t and b >= t for a, b in pairs)} of {sum(a >= t for a, _ in pairs)}, "
                    f"{sum(b >= t for _, b in pairs)}" for t in (0.7, 0.8, 0.9)]
            rows.append([attribute, name, str(len(pairs)), f"{curve.pearson(pairs):.2f}", f"{curve.spearman(pairs):.2f}",
                         *held])
    return card.section(
        "Comment by comment",
        "Pearson's and Spearman's correlation on Perspective's scale. Then, at a threshold: how many comments both hold, "
        "of how many Perspective does, and how many Moderato does.",
        card.table(["attribute", "comments of", "n", "Pearson", "Spearman", "0.7", "0.8", "0.9"], rows, 2))


def validated(both, draw):
    rows = []
    for attribute in ATTRIBUTES:
        found = population.cross_validated(both, attribute, draw)
        rows.append([attribute, *(f"{found[t][0]:.2f} ({found[t][1]:.2f} to {found[t][2]:.2f})" if t in found else "-"
                                  for t in curve.THRESHOLDS)])
    return card.section(
        "On comments that the curve did not see",
        "How many comments Moderato holds for each one that Perspective holds, of the half of both sets that the curve was "
        "not fitted on: the middle of 400 halves, and nine tenths of them. 1.00 is perfect; few comments reach the high "
        "thresholds.", card.table(["attribute", *map(str, curve.THRESHOLDS)], rows))


def thresholds(both, curves, draw):
    rows = []
    for attribute, each in curves.items():
        found = population.bootstrapped(both, attribute, draw)
        rows.append([attribute, *(f"{number(each.civility(t))} ({number(found[t][0])} to {number(found[t][1])})"
                                  for t in curve.THRESHOLDS)])
    return card.section(
        "Thresholds on civility's own scale",
        "What `hold` in `[filter.civility]` is for a threshold of Perspective. In brackets, 95 % of what other comments "
        "of the same kinds would have given (bootstrap).",
        card.table(["attribute", *map(str, curve.THRESHOLDS)], rows))


def others(both, as_learned_from, looked_at, curves):
    rows = []
    for attribute in ("TOXICITY", "INSULT", "THREAT"):
        of_both = [(f"{SAMPLE} alone", Population(both.sample, [])),
                   (f"{SAMPLE} alone, as learned from", Population(as_learned_from, []))]
        if attribute == "TOXICITY":
            of_both.insert(1, (f"{STREAM} alone", Population([], both.stream)))
        for name, comments in [("both, what ships", both), *of_both]:
            found = comments.fit(attribute)
            rows.append([attribute, name, *(number(found.civility(t)) for t in curve.THRESHOLDS)])
    held = [[name, str(len(scores)), *(share(sum(s["TOXICITY"] >= curves["TOXICITY"].civility(t) for s in scores),
                                             len(scores)) for t in curve.THRESHOLDS)]
            for name, scores in looked_at.items()]
    return card.section(
        "Other comments, other curves",
        "Fitted on other comments: civility's score for a threshold of Perspective. As learned from: judged by the model "
        "that ships, which has seen most of them. Then, what the curve of TOXICITY holds of sets that nobody knows "
        "Perspective's scores of.",
        card.table(["attribute", "fitted on", *map(str, curve.THRESHOLDS)], rows, 2),
        card.table(["set", "comments", *map(str, curve.THRESHOLDS)], held))


def constant(attribute):
    return attribute.lower()


def source_text(curves, counts, date):
    """curves.cpp. The numbers are rounded to what the fit can know, and then hold exactly."""
    lines = [f"// Made by scripts/fit-perspective on {date}; fit it again instead of editing it.",
             "//",
             f"// From {counts[SAMPLE]} comments from Wikipedia's talk pages with the scores that Perspective gave them in August 2018",
             "// (conversationai/perspectiveapi, example_data, Apache-2.0), each judged by a model that did not learn from it; and",
             f"// from {counts[STREAM]} of an ordinary stream with its TOXICITY, published in 2020 (ipavlopoulos/context_toxicity,",
             "// Apache-2.0).",
             "// gateway/perspective/AGREEMENT.md says how, and how well it does.",
             '#include "perspective_scale/perspective_scale.hpp"', "",
             "namespace moderato {", "namespace {", ""]
    for attribute, each in curves.items():
        knots = ", ".join(f"ScaleKnot{{{score:.4g}, {end}}}" for score, end in each.knots())
        lines.append(f"constexpr std::array {constant(attribute)}{{{knots}}};")
    lines += ["", f"constexpr std::array<ScaleCurve, {len(curves)}> curves{{{{"]
    lines += [f'    {{"{attribute}", {constant(attribute)}}},' for attribute in curves]
    *_, checksum = struct.unpack_from("<8s8IQ", MODEL.read_bytes())  # plugins/civility/model/model_file.cpp
    lines += ["}};", "", "}  // namespace", "",
              "std::span<const ScaleCurve> perspective_curves() {", "  return curves;", "}", "",
              "std::uint64_t fitted_model() {", f"  return 0x{checksum:016x};", "}", "", "}  // namespace moderato", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(prog="scripts/fit-perspective", description=__doc__.split(". ")[0] + ".")
    parser.add_argument("data", type=Path)
    parser.add_argument("words", type=Path)
    parser.add_argument("--date", default=datetime.datetime.now(datetime.timezone.utc).date().isoformat())
    asked = parser.parse_args()
    source = ROOT / "core/perspective_scale/curves.cpp"
    page = ROOT / "gateway/perspective/AGREEMENT.md"
    try:
        card.parts(page)
        train = (asked.data / "train").resolve()
        rows = read(train / f"{SAMPLE}.tsv")
        apart = held_out(asked.data, BIN / "civility-train")
        stream_rows = [row for row in read(train / f"{STREAM}.tsv") if (f"{STREAM}.tsv", row.line) in apart]
        scores = sample_scores(rows, train, asked.words.resolve())
        stream_scores = scores_of(stream_rows)
        shipped_scores = scores_of(rows)
        looked_at = {name: scores_of(read(file)) for name in LOOKED_AT
                     if (file := asked.data / "evaluate_only" / f"{name}.tsv").exists()}
    except (BadData, OSError) as error:
        sys.exit(f"fit-perspective: {error}")

    both = Population(scored(rows, scores), scored(stream_rows, stream_scores))
    curves = {attribute: both.fit(attribute) for attribute in ATTRIBUTES}
    source.write_text(source_text(curves, {SAMPLE: len(rows), STREAM: len(stream_rows)}, asked.date), encoding="utf-8")
    draw = random.Random(SEED)
    card.write(page, "\n".join([shares(both, curves), agreement(both, curves), validated(both, draw),
                                thresholds(both, curves, draw),
                                others(both, scored(rows, shipped_scores), looked_at, curves)]))
    print(f"wrote {source.relative_to(ROOT)} and {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
