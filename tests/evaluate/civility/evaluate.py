#!/usr/bin/python3
"""Measures the shipped civility filter on labelled comments. scripts/evaluate-civility runs it; see README.md here."""
import argparse
import json
import os
import sys
from pathlib import Path

import card
import identity
import measure
import probes
import report
from data import BadData, learned_from, read_sets
from judge import disagreement, judge, shipped_thresholds

ROOT = Path(__file__).resolve().parents[3]
BIN = Path(os.environ.get("MODERATO_BIN", ROOT / "build/release/bin"))
NO_PICTURES = 69
INSTALL = "apt-get install --no-install-recommends python3-matplotlib python3-munkres"


def measured(rows):
    """(everything that is reported, the judged rows)"""
    cases = identity.madlibs()
    # Disguised comments are left out: their undisguised selves are in the other sets.
    mentioning = identity.swaps(row for row in rows if not row.set.startswith("obfuscation"))
    probed = probes.comments()
    texts = [row.text for row in rows] + [text for part in (cases, probed, mentioning) for *_, text in part]

    def place(number):
        return f"{rows[number].set}.tsv:{rows[number].line}" if number < len(rows) else repr(texts[number])

    verdicts, seconds = judge(texts, BIN / "moderato", place)
    thresholds = shipped_thresholds(ROOT / "plugins/civility/thresholds.hpp")
    for number, verdict in enumerate(verdicts):
        if disagreement(thresholds, verdict):
            raise BadData(f"{place(number)}: {verdict.action} is not what plugins/civility/thresholds.hpp says; "
                          "was the filter built from it?")

    judged = [measure.Judged(row, verdict) for row, verdict in zip(rows, verdicts)]
    rest = iter(verdicts[len(rows):])
    of_cases, of_probes, after = ([next(rest) for _ in part] for part in (cases, probed, mentioning))
    of_row = {id(each.row): each.verdict for each in judged}
    before = [of_row[id(row)] for row, *_ in mentioning]
    return {"thresholds": thresholds,
            "ranking": measure.ranking(judged),
            "decisions": measure.decisions(judged),
            "precision_and_recall": measure.precision_and_recall(judged),
            "calibration": measure.calibration(judged),
            "disguises": measure.disguises(judged),
            "hatecheck": measure.hatecheck(judged, thresholds["hold"]),
            "madlibs": measure.madlibs(cases, of_cases),
            "swapped": measure.swapped(mentioning, before, after),
            "probes": measure.probes(probed, of_probes),
            "perspective": measure.perspective(judged),
            "speed": {"comments": len(texts), "seconds": seconds, "comments_per_second": len(texts) / seconds}}, judged


def main():
    parser = argparse.ArgumentParser(prog="scripts/evaluate-civility", description=__doc__.split(". ")[0] + ".")
    parser.add_argument("data", metavar="DATA_DIR", help="has .tsv files, or has them in train and evaluate_only")
    parser.add_argument("--json", action="store_true", help="print one JSON object, with more than the tables")
    parser.add_argument("--pictures", metavar="FOLDER", help="draw curves into it, as SVG files")
    parser.add_argument("--only", metavar="SET,...", default="", help="just these sets: file names without .tsv")
    parser.add_argument("--card", metavar="FILE", help="write tables between the two marks of this Markdown file")
    asked = parser.parse_args()
    if asked.card and asked.only:
        parser.error("--card needs all sets: leave out --only")

    pictures = None
    if asked.pictures:
        try:
            import pictures
        except ImportError as error:
            print(f"no pictures: {error}. Install it with: {INSTALL}", file=sys.stderr)
    try:
        if asked.card:
            card.parts(asked.card)  # now, not when all is measured
        rows = read_sets(asked.data, BIN / "civility-train", [name for name in asked.only.split(",") if name])
        result, judged = measured(rows)
        if asked.card:
            model = ROOT / "plugins/civility/civility.model"
            card.write(asked.card, card.card(result, learned_from(asked.data), model.read_bytes()))
    except BadData as error:
        sys.exit(f"evaluate-civility: {error}")
    if asked.json:
        json.dump(result, sys.stdout, indent=1)
        print()
    else:
        report.report(result)
    if pictures:
        for file in pictures.draw(asked.pictures, result, judged):
            print(f"drew {file}", file=sys.stderr)
    return NO_PICTURES if asked.pictures and not pictures else 0


if __name__ == "__main__":
    sys.exit(main())
