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
from data import ATTRIBUTES, BadData, held_out, read  # noqa: E402
from judge import judge  # noqa: E402

BIN = Path(os.environ.get("MODERATO_BIN", ROOT / "build/release/bin"))
MODEL = ROOT / "plugins/civility/civility.model"
WRITTEN = ROOT / "plugins/civility/train/written.txt"
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


def pairs_of(rows, scores, attribute):
    return [(row.perspective()[attribute], each[attribute]) for row, each in zip(rows, scores)
            if attribute in row.perspective()]


def number(value):
    return f"{value:.3g}"


def share(part, whole):
    return f"{100 * part / whole:.1f} %"


def agreement(samples, curves):
    rows = []
    for attribute, name, pairs in samples:
        scaled = [(theirs, curves[attribute].perspective(ours)) for theirs, ours in pairs]
        at = []
        for threshold in (0.7, 0.8, 0.9):
            theirs, ours, both = curve.held(pairs, threshold, curves[attribute])
            at.append(f"{both} of {theirs}, {ours}")
        rows.append([attribute, name, str(len(pairs)), f"{curve.pearson(scaled):.2f}", f"{curve.spearman(scaled):.2f}",
                     *at])
    return card.section(
        "Comment by comment",
        "Pearson's and Spearman's correlation on Perspective's scale. Then, at a threshold: how many comments both hold, "
        "of how many Perspective does, and how many Moderato does.",
        card.table(["attribute", "comments of", "n", "Pearson", "Spearman", "0.7", "0.8", "0.9"], rows, 2))


def shares(samples, curves):
    rows = []
    for attribute, name, pairs in samples:
        held = [curve.held(pairs, threshold, curves[attribute]) for threshold in curve.THRESHOLDS]
        rows.append([attribute, name, "Perspective", *(share(theirs, len(pairs)) for theirs, *_ in held)])
        rows.append(["", "", "Moderato", *(share(ours, len(pairs)) for _, ours, _ in held)])
    return card.section("Share held", "What reaches a threshold, by the curves that ship.",
                        card.table(["attribute", "comments of", "", *map(str, curve.THRESHOLDS)], rows, 3))


def validated(fitted, draw):
    rows = []
    for attribute, pairs in fitted.items():
        found = curve.cross_validated(pairs, draw)
        rows.append([attribute, *(f"{found[t][0]:.2f} ({found[t][1]:.2f} to {found[t][2]:.2f})" if t in found else "-"
                                  for t in curve.THRESHOLDS)])
    return card.section(
        "On comments that the curve did not see",
        "How many comments Moderato holds for each one that Perspective holds, of the half that the curve was not fitted "
        "on: the middle of 400 halves, and nine tenths of them. 1.00 is perfect; few comments reach the high thresholds.",
        card.table(["attribute", *map(str, curve.THRESHOLDS)], rows))


def thresholds(fitted, curves, draw):
    rows = []
    for attribute, pairs in fitted.items():
        found = curve.bootstrapped(pairs, draw)
        rows.append([attribute, *(f"{number(curves[attribute].civility(t))} ({number(found[t][0])} to "
                                  f"{number(found[t][1])})" for t in curve.THRESHOLDS)])
    return card.section(
        "Thresholds on civility's own scale",
        "What `hold` in `[filter.civility]` is for a threshold of Perspective. In brackets, 95 % of what other comments "
        "of the same kind would have given (bootstrap).",
        card.table(["attribute", *map(str, curve.THRESHOLDS)], rows))


def populations(sample, stream, shipped, looked_at, curves):
    ours = curves["TOXICITY"]
    rows = []
    for name, pairs in (("both, what ships", sample + stream), (SAMPLE, sample), (STREAM, stream),
                        (f"{SAMPLE}, as learned from", shipped)):
        of_these = curve.fit(pairs)
        rows.append([name, *(number(of_these.civility(t)) for t in curve.THRESHOLDS)])
    shares_held = [[name, str(len(scores)), *(share(sum(s["TOXICITY"] >= ours.civility(t) for s in scores), len(scores))
                                              for t in curve.THRESHOLDS)] for name, scores in looked_at.items()]
    return card.section(
        "Other comments, other curves",
        "TOXICITY, fitted on other comments: civility's score for a threshold of Perspective. The last row is what would "
        "have come of judging comments by a model that learned from them. Then, what the curve that ships holds of sets "
        "that nobody knows Perspective's scores of.",
        card.table(["fitted on", *map(str, curve.THRESHOLDS)], rows),
        card.table(["set", "comments", *map(str, curve.THRESHOLDS)], shares_held))


def constant(attribute):
    return attribute.lower()


def source_text(curves, counts, date):
    """curves.cpp. The numbers are rounded to what the fit can know, and then hold exactly."""
    lines = [f"// Made by scripts/fit-perspective on {date}; fit it again instead of editing it.",
             "//",
             f"// From {counts[SAMPLE]} comments from Wikipedia's talk pages with the scores that Perspective gave them in August 2018",
             "// (conversationai/perspectiveapi, example_data, Apache-2.0), each judged by a model that did not learn from it; and",
             f"// for TOXICITY from {counts[STREAM]} more with scores published in 2020 (ipavlopoulos/context_toxicity, Apache-2.0).",
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

    stream = pairs_of(stream_rows, stream_scores, "TOXICITY")
    fitted = {attribute: pairs_of(rows, scores, attribute) for attribute in ATTRIBUTES}
    sample = fitted["TOXICITY"]
    samples = [(attribute, SAMPLE, pairs) for attribute, pairs in fitted.items()]
    samples.insert(1, ("TOXICITY", STREAM, stream))
    fitted["TOXICITY"] = sample + stream
    curves = {attribute: curve.fit(pairs) for attribute, pairs in fitted.items()}
    source.write_text(source_text(curves, {SAMPLE: len(rows), STREAM: len(stream_rows)}, asked.date), encoding="utf-8")
    draw = random.Random(SEED)
    card.write(page, "\n".join([shares(samples, curves), agreement(samples, curves), validated(fitted, draw),
                                thresholds(fitted, curves, draw),
                                populations(sample, stream, pairs_of(rows, shipped_scores, "TOXICITY"), looked_at,
                                            curves)]))
    print(f"wrote {source.relative_to(ROOT)} and {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
