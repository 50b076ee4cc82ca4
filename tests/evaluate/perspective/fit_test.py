#!/usr/bin/python3
"""The fit of Perspective's scale, on scores that are made so that the right answer is known."""
import random
import subprocess
import unittest

import curve
import population


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


def fitted(pairs):
    return curve.fit([(theirs, 1) for theirs, _ in pairs], [ours for _, ours in pairs])


class Fit(unittest.TestCase):
    def test_finds_the_line_that_scores_were_made_by(self):
        found = fitted(made(5000, -2.5, 1.3))
        self.assertAlmostEqual(found.middle, -2.5, delta=0.02)
        self.assertAlmostEqual(found.slope, 1.3, delta=0.02)

    def test_holds_as_many_where_scores_stray(self):
        pairs = made(20000, -2.5, 1.3, noise=1)
        found = fitted(pairs)
        for threshold in curve.THRESHOLDS:
            theirs = sum(score >= threshold for score, _ in pairs)
            ours = curve.reach([score for _, score in pairs], found.civility(threshold))
            self.assertAlmostEqual(ours / theirs, 1, delta=0.12)

    def test_points_have_as_many_on_both_sides(self):
        ours = [0.5, 0.3, 0.9, 0.2, 0.1]
        points = curve.matched([(0.95, 1), (0.75, 1), (0.55, 1), (0.1, 1), (0.2, 1)], ours)
        self.assertEqual([(round(score, 3), threshold, count) for score, threshold, count in points],
                         [(0.25, 0.5, 3), (0.4, 0.6, 2), (0.4, 0.7, 2), (0.7, 0.8, 1), (0.7, 0.9, 1)])
        weighed = curve.matched([(0.95, 1), (0.75, 3), (0.2, 1)], ours)
        self.assertEqual([(round(score, 3), threshold, round(rests_on, 3)) for score, threshold, rests_on in weighed],
                         [(0.15, 0.5, 1.6), (0.15, 0.6, 1.6), (0.15, 0.7, 1.6), (0.7, 0.8, 1), (0.7, 0.9, 1)])

    def test_reads_the_same_both_ways_and_rises(self):
        found = fitted(made(5000, -3, 0.9))
        before = 0
        for at in range(1, 1000):
            there = found.perspective(at / 1000)
            self.assertGreater(there, before)
            self.assertAlmostEqual(found.civility(there), at / 1000)
            before = there

    def test_says_when_there_is_no_curve(self):
        for pairs in ([], [(0.1, 0.2), (0.2, 0.3)], [(0.6, 0.5)] * 20 + [(0.95, 0.5)] * 20):
            with self.assertRaises(curve.NoCurve):
                fitted(pairs)


class Measures(unittest.TestCase):
    def test_correlations_are_what_was_worked_out_by_hand(self):
        pairs = list(zip([1, 2, 3, 4, 5], [2, 1, 4, 4, 5]))
        self.assertAlmostEqual(curve.pearson(pairs), 9 / 108 ** 0.5)
        self.assertAlmostEqual(curve.spearman(pairs), 8.5 / 95 ** 0.5)


def people(count, abusive, seed, noise=0.3):
    """Comments of which a share is abusive, whose INSULT goes with their TOXICITY, and civility's scores of both."""
    draw = random.Random(seed)
    comments = []
    for _ in range(count):
        toxicity = draw.betavariate(6, 2) if draw.random() < abusive else draw.betavariate(1, 9)
        insult = min(max(toxicity + draw.gauss(0, 0.05), 0.001), 0.999)
        toxicity = min(max(toxicity, 0.001), 0.999)
        ours = [curve.logistic(-2.5 + 1.3 * curve.logit(score) + draw.gauss(0, noise)) for score in (toxicity, insult)]
        comments.append(population.Scored({"TOXICITY": toxicity, "INSULT": insult},
                                          dict(zip(("TOXICITY", "INSULT"), ours))))
    return comments


class TwoKinds(unittest.TestCase):
    def setUp(self):
        # Of the stream nobody is told the insults; kept apart, they tell whether the guess was good.
        self.known = people(8000, 0.02, 2)
        stream = [population.Scored({"TOXICITY": each.perspective["TOXICITY"]}, each.civility) for each in self.known]
        self.both = population.Population(people(1500, 0.15, 1), stream)

    def test_a_comment_stands_for_those_of_about_its_toxicity(self):
        comments = [population.Scored({"TOXICITY": score}, {}) for score in (0.1, 0.11, 0.95)]
        stream = [population.Scored({"TOXICITY": score}, {}) for score in (0.12, 0.19, 0.3, 0.91, 1.0)]
        self.assertEqual(population.stands_for(comments, stream), [1.5, 1.5, 2])

    def test_what_nobody_was_told_of_the_stream_is_guessed_well(self):
        for threshold in curve.THRESHOLDS:
            guess, _ = curve.reached(self.both.theirs_in_stream("INSULT"), threshold)
            true = sum(each.perspective["INSULT"] >= threshold for each in self.known)
            self.assertAlmostEqual(guess / true, 1, delta=0.25)
            # The sample alone is another kind of comments.
            alone, _ = curve.reached([(each.perspective["INSULT"], 1) for each in self.both.sample], threshold)
            self.assertGreater(alone * len(self.known) / len(self.both.sample), 2 * true)

    def test_weights_add_up_to_the_comments(self):
        for attribute in ("TOXICITY", "INSULT"):
            self.assertAlmostEqual(sum(weight for _, weight in self.both.theirs(attribute)),
                                   len(self.both.ours(attribute)))

    def test_intervals_hold_the_truth(self):
        for attribute in ("TOXICITY", "INSULT"):
            truth = population.Population(people(30_000, 0.15, 3), people(160_000, 0.02, 4)).fit(attribute)
            for threshold, (low, high) in population.bootstrapped(self.both, attribute, random.Random(5), 100).items():
                self.assertLess(low, truth.civility(threshold))
                self.assertGreater(high, truth.civility(threshold))
            for middle, low, high in population.cross_validated(self.both, attribute, random.Random(5), 20).values():
                self.assertLessEqual(low, middle)
                self.assertLessEqual(middle, high)
                self.assertAlmostEqual(middle, 1, delta=0.25)


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
