"""A curve from civility's scores to Perspective's: so that a threshold holds as many comments as it did there.

Quantiles are matched: at each of Perspective's usual thresholds stands the score of civility that as many comments
reach. Through these points, as logits, a straight line is laid by least squares: two numbers to learn, and not five that
chance has its part in. A point counts by how many comments it rests on (Kish's effective sample size, where they weigh
unequally).

Perspective's scores are [(score, weight)], civility's [score]; the weights add up to as many as there are of these. Which
belongs to which does not matter for a curve.
"""
import bisect
import math
from dataclasses import dataclass

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)
ENDS = (0.05, 0.95)  # of the line, on Perspective's scale; beyond, curves go straight to 0 and 1
LEAST = 0.0001  # civility's scores have four digits


def logit(p):
    return math.log(p / (1 - p))


def logistic(x):
    return 1 / (1 + math.exp(-x))


class NoCurve(Exception):
    """The scores say too little."""


def reached(theirs, threshold):
    """How many reach it, by weight, and on how many of equal weight that rests."""
    weights = [weight for score, weight in theirs if score >= threshold]
    total = sum(weights)
    return total, total ** 2 / sum(weight ** 2 for weight in weights) if total else 0


def matched(theirs, ours):
    """[(civility's score, Perspective's threshold, on how many it rests)]"""
    ours = sorted(ours, reverse=True)
    points = []
    for threshold in THRESHOLDS:
        total, rests_on = reached(theirs, threshold)
        count = min(round(total), len(ours))
        if count:
            between = (ours[count - 1] + ours[min(count, len(ours) - 1)]) / 2
            points.append((min(max(between, LEAST), 1 - LEAST), threshold, rests_on))
    return points


@dataclass(frozen=True)
class Curve:
    """logit(civility's) = middle + slope * logit(Perspective's) between its knots, and straight to 0 and 1 beyond."""
    middle: float
    slope: float

    def knots(self):
        return [(logistic(self.middle + self.slope * logit(end)), end) for end in ENDS]

    def civility(self, perspective):
        (low, low_end), (high, high_end) = self.knots()
        if perspective <= low_end:
            return low * perspective / low_end
        if perspective >= high_end:
            return 1 - (1 - perspective) * (1 - high) / (1 - high_end)
        return logistic(self.middle + self.slope * logit(perspective))

    def perspective(self, civility):
        (low, low_end), (high, high_end) = self.knots()
        if civility <= low:
            return civility / low * low_end
        if civility >= high:
            return 1 - (1 - civility) * (1 - high_end) / (1 - high)
        return logistic((logit(civility) - self.middle) / self.slope)


def fit(theirs, ours):
    points = matched(theirs, ours)
    if len(points) < 2:
        raise NoCurve("Perspective's scores reach fewer than two of its usual thresholds")
    total = sum(weight for *_, weight in points)
    mean_x = sum(logit(threshold) * weight for _, threshold, weight in points) / total
    mean_y = sum(logit(score) * weight for score, _, weight in points) / total
    across = sum((logit(threshold) - mean_x) ** 2 * weight for _, threshold, weight in points)
    slope = sum((logit(threshold) - mean_x) * (logit(score) - mean_y) * weight
                for score, threshold, weight in points) / across
    if slope <= 0:
        raise NoCurve("civility's scores do not rise with Perspective's")
    return Curve(mean_y - slope * mean_x, slope)


def reach(scores, least):
    return sum(score >= least for score in scores)


def quantile(values, share):
    values = sorted(values)
    return values[min(int(share * len(values)), len(values) - 1)]


def pearson(pairs):
    count = len(pairs)
    mean_a, mean_b = sum(a for a, _ in pairs) / count, sum(b for _, b in pairs) / count
    together = sum((a - mean_a) * (b - mean_b) for a, b in pairs)
    of_a, of_b = sum((a - mean_a) ** 2 for a, _ in pairs), sum((b - mean_b) ** 2 for _, b in pairs)
    return together / math.sqrt(of_a * of_b)


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    begin = 0
    while begin < len(order):
        end = bisect.bisect_right(order, values[order[begin]], begin, key=values.__getitem__)
        for at in range(begin, end):
            found[order[at]] = (begin + end - 1) / 2
        begin = end
    return found


def spearman(pairs):
    return pearson(list(zip(ranks([a for a, _ in pairs]), ranks([b for _, b in pairs]))))
