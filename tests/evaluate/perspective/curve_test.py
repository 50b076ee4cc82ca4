#!/usr/bin/python3
"""The fit of Perspective's scale, on scores that are made so that the right answer is known."""
import random
import subprocess
import unittest

import curve


def made(count, middle, slope, noise=0.0, seed=1):
    """Pairs along logit(civility's) = middle + slope * logit(Perspective's), some of which stray."""
    draw = random.Random(seed)
    pairs = []
    for _ in range(count):
        theirs = draw.betavariate(0.5, 2)
        theirs = min(max(theirs, 0.001), 0.999)
        ours = curve.logistic(middle + slope * curve.logit(theirs) + draw.gauss(0, noise))
        pairs.append((theirs, ours))
    return pairs


class Fit(unittest.TestCase):
    def test_finds_the_line_that_scores_were_made_by(self):
        found = curve.fit(made(5000, -2.5, 1.3))
        self.assertAlmostEqual(found.middle, -2.5, delta=0.02)
        self.assertAlmostEqual(found.slope, 1.3, delta=0.02)

    def test_holds_as_many_where_scores_stray(self):
        pairs = made(20000, -2.5, 1.3, noise=1)
        found = curve.fit(pairs)
        for threshold in curve.THRESHOLDS:
            theirs, ours, both = curve.held(pairs, threshold, found)
            self.assertAlmostEqual(ours / theirs, 1, delta=0.12)
            self.assertLess(both, theirs)

    def test_points_have_as_many_on_both_sides(self):
        pairs = [(0.95, 0.5), (0.75, 0.3), (0.55, 0.9), (0.1, 0.2), (0.2, 0.1)]
        self.assertEqual([(round(score, 3), threshold, count) for score, threshold, count in curve.matched(pairs)],
                         [(0.25, 0.5, 3), (0.4, 0.6, 2), (0.4, 0.7, 2), (0.7, 0.8, 1), (0.7, 0.9, 1)])

    def test_reads_the_same_both_ways_and_rises(self):
        found = curve.fit(made(5000, -3, 0.9))
        before = 0
        for at in range(1, 1000):
            there = found.perspective(at / 1000)
            self.assertGreater(there, before)
            self.assertAlmostEqual(found.civility(there), at / 1000)
            before = there

    def test_says_when_there_is_no_curve(self):
        for pairs in ([], [(0.1, 0.2), (0.2, 0.3)], [(0.6, 0.5)] * 20 + [(0.95, 0.5)] * 20):
            with self.assertRaises(curve.NoCurve):
                curve.fit(pairs)


class Measures(unittest.TestCase):
    def test_correlations_are_what_was_worked_out_by_hand(self):
        pairs = list(zip([1, 2, 3, 4, 5], [2, 1, 4, 4, 5]))
        self.assertAlmostEqual(curve.pearson(pairs), 9 / 108 ** 0.5)
        self.assertAlmostEqual(curve.spearman(pairs), 8.5 / 95 ** 0.5)

    def test_intervals_hold_the_truth(self):
        pairs = made(1000, -2.5, 1.3, noise=0.5)
        truth = curve.fit(made(100_000, -2.5, 1.3, noise=0.5, seed=2))
        for threshold, (low, high) in curve.bootstrapped(pairs, random.Random(3), 100).items():
            self.assertLess(low, truth.civility(threshold))
            self.assertGreater(high, truth.civility(threshold))
        for threshold, (middle, low, high) in curve.cross_validated(pairs, random.Random(3), 50).items():
            self.assertLessEqual(low, 1)
            self.assertGreaterEqual(high, 1)
            self.assertAlmostEqual(middle, 1, delta=0.2)


class Source(unittest.TestCase):
    def test_is_as_the_formatter_would_have_it(self):
        import fit
        curves = {attribute: curve.Curve(-2.5, 1.3) for attribute in fit.ATTRIBUTES}
        text = fit.source_text(curves, {fit.SAMPLE: 972, fit.STREAM: 4918}, "2026-01-01")
        self.assertIn("constexpr std::array toxicity{ScaleKnot{0.001783, 0.05}, ScaleKnot{0.7905, 0.95}};", text)
        self.assertLessEqual(max(map(len, text.split("\n"))), 120)
        try:
            formatted = subprocess.run(["clang-format", f"--style=file:{fit.ROOT / '.clang-format'}"], input=text,
                                       capture_output=True, text=True, check=True).stdout
        except FileNotFoundError:
            self.skipTest("no clang-format")
        self.assertEqual(text, formatted)


if __name__ == "__main__":
    unittest.main()
