#!/usr/bin/python3
"""The metrics, against what was worked out by hand, and rankings also against counting every pair."""
import itertools
import random
import unittest

import metrics


def counted_auc(pairs):
    won = [(a > b) + (a == b) / 2 for (a, x), (b, y) in itertools.product(pairs, pairs) if x and not y]
    return sum(won) / len(won)


class Ranking(unittest.TestCase):
    def test_auc_is_the_share_of_pairs_in_order(self):
        draw = random.Random(1)
        for distinct in (3, 10, 1000):  # few distinct scores: mostly ties
            pairs = [(draw.randrange(distinct), draw.random() < 0.3) for _ in range(200)]
            self.assertAlmostEqual(metrics.roc_auc(pairs), counted_auc(pairs))

    def test_auc_of_the_extremes(self):
        ordered = [(at, at >= 10) for at in range(20)]
        self.assertEqual(metrics.roc_auc(ordered), 1)
        self.assertEqual(metrics.roc_auc([(-score, positive) for score, positive in ordered]), 0)
        self.assertEqual(metrics.roc_auc([(7, positive) for _, positive in ordered]), 0.5)

    def test_too_few_of_a_kind_have_no_ranking(self):
        pairs = [(at, at < 4) for at in range(20)]
        self.assertIsNone(metrics.roc_auc(pairs))
        self.assertIsNone(metrics.average_precision(pairs))
        self.assertEqual(metrics.roc_auc(pairs, least=4), 0)
        self.assertIsNone(metrics.roc_auc([(1, True)], least=0))

    def test_average_precision(self):
        # Precision is 1/1, 2/3 and 3/6 where recall grows.
        pairs = list(zip((9, 8, 7, 6, 5, 4), (True, False, True, False, False, True)))
        self.assertAlmostEqual(metrics.average_precision(pairs, least=1), (1 + 2 / 3 + 3 / 6) / 3)
        # All in one step: as good as taking all.
        self.assertAlmostEqual(metrics.average_precision([(1, at < 3) for at in range(12)], least=1), 0.25)

    def test_average_precision_does_not_depend_on_the_order_of_ties(self):
        pairs = [(1, True), (1, False), (0, True), (0, False), (0, False)]
        self.assertAlmostEqual(metrics.average_precision(pairs, least=1), 0.5 * 1 / 2 + 0.5 * 2 / 5)
        self.assertEqual(metrics.average_precision(pairs, least=1), metrics.average_precision(pairs[::-1], least=1))


class Calibration(unittest.TestCase):
    def test_bins_of_equal_mass_differ_by_one_at_most(self):
        parts = metrics.equal_mass([(at / 103, False) for at in range(103)])
        self.assertEqual(sorted(map(len, parts)), [10] * 7 + [11] * 3)
        self.assertLess(max(parts[0]), min(parts[1]))

    def test_bins_of_equal_width_have_their_lower_edge(self):
        parts = metrics.equal_width([(0.0, False), (0.0999, False), (0.1, True), (0.95, True), (1.0, True)])
        self.assertEqual([len(part) for part in parts], [2, 1, 0, 0, 0, 0, 0, 0, 0, 2])

    def test_the_error_is_weighted_by_rows(self):
        table = metrics.reliability([[(0.1, False)] * 9 + [(0.1, True)], [], [(0.6, True), (0.8, False)]])
        self.assertEqual([part["rows"] for part in table], [10, 2])
        self.assertAlmostEqual(table[1]["score"], 0.7)
        self.assertAlmostEqual(table[1]["share"], 0.5)
        self.assertAlmostEqual(metrics.calibration_error(table), 2 / 12 * 0.2)

    def test_an_interval_is_narrower_with_more_rows(self):
        low, high = metrics.interval(0.5, 100)  # the values of any table of Wilson intervals
        self.assertAlmostEqual(low, 0.4038, places=4)
        self.assertAlmostEqual(high, 0.5962, places=4)
        self.assertAlmostEqual(metrics.interval(0, 10)[0], 0)
        self.assertAlmostEqual(metrics.interval(0, 10)[1], 0.2775, places=4)


class Bias(unittest.TestCase):
    # "b" is scored 0.5 too high: its kind sentences are above the toxic ones of "a".
    ROWS = [("a", 0.1, False), ("a", 0.2, False), ("a", 0.5, True), ("a", 0.6, True),
            ("b", 0.6, False), ("b", 0.7, False), ("b", 1.0, True), ("b", 1.1, True)]

    def test_a_term_scored_too_high(self):
        # Of the four pairs one is a tie.
        self.assertEqual(metrics.bias(self.ROWS, "b"), {"subgroup": 1, "bpsn": 0.125, "bnsp": 1})

    def test_the_others_see_it_the_other_way_round(self):
        self.assertEqual(metrics.bias(self.ROWS, "a"), {"subgroup": 1, "bpsn": 1, "bnsp": 0.125})

    def test_the_power_mean_is_near_the_lowest(self):
        self.assertAlmostEqual(metrics.power_mean([0.9, 0.9]), 0.9)
        self.assertAlmostEqual(metrics.power_mean([0.5, 1.0]), ((2 ** 5 + 1) / 2) ** -0.2)
        self.assertEqual(metrics.power_mean([0, 1]), 0)


class Correlation(unittest.TestCase):
    def test_pearson(self):
        self.assertAlmostEqual(metrics.pearson([1, 2, 3], [5, 7, 9]), 1)
        self.assertAlmostEqual(metrics.pearson([1, 2, 3, 4], [1, 3, 2, 4]), 0.8)
        self.assertIsNone(metrics.pearson([1, 2, 3], [4, 4, 4]))

    def test_equal_values_share_a_rank(self):
        self.assertEqual(metrics.ranks([30, 10, 20, 20]), [4, 1, 2.5, 2.5])

    def test_spearman_sees_the_order_alone(self):
        self.assertAlmostEqual(metrics.spearman([1, 2, 3, 4], [1, 10, 100, 1000]), 1)
        self.assertAlmostEqual(metrics.spearman([1, 2, 3, 4], [4, 3, 2, -100]), -1)


if __name__ == "__main__":
    unittest.main()
