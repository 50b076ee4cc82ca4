"""A curve from civility's scores to Perspective's: so that a threshold holds as many comments as it did there.

Quantiles are matched: at each of Perspective's usual thresholds stands the score of civility that as many comments
reach. Through these points, as logits, a straight line is laid by least squares, each weighing as many comments as reach
it: two numbers to learn, and not five that chance has its part in.

Pairs are (Perspective's score, civility's score).
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
    """The pairs say too little."""


def matched(pairs):
    """[(civility's score, Perspective's threshold, how many reach it)]"""
    ours = sorted((score for _, score in pairs), reverse=True)
    theirs = sorted(score for score, _ in pairs)
    points = []
    for threshold in THRESHOLDS:
        count = len(theirs) - bisect.bisect_left(theirs, threshold)
        if count:
            between = (ours[count - 1] + ours[min(count, len(ours) - 1)]) / 2
            points.append((min(max(between, LEAST), 1 - LEAST), threshold, count))
    return points


@dataclass(frozen=True)
class Curve:
    """logit(civility's) = middle + slope * logit(Perspective's); both as `knots` has them, beyond its ends too."""
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


def fit(pairs):
    points = matched(pairs)
    if len(points) < 2:
        raise NoCurve("Perspective's scores reach fewer than two of its usual thresholds")
    total = sum(count for *_, count in points)
    mean_x = sum(logit(threshold) * count for _, threshold, count in points) / total
    mean_y = sum(logit(score) * count for score, _, count in points) / total
    across = sum((logit(threshold) - mean_x) ** 2 * count for _, threshold, count in points)
    slope = sum((logit(threshold) - mean_x) * (logit(score) - mean_y) * count
                for score, threshold, count in points) / across
    if slope <= 0:
        raise NoCurve("civility's scores do not rise with Perspective's")
    return Curve(mean_y - slope * mean_x, slope)


def held(pairs, threshold, curve):
    """How many Perspective holds, how many civility holds by the curve, and how many both."""
    least = curve.civility(threshold)
    theirs = sum(score >= threshold for score, _ in pairs)
    ours = sum(score >= least for _, score in pairs)
    both = sum(a >= threshold and b >= least for a, b in pairs)
    return theirs, ours, both


def quantile(values, share):
    values = sorted(values)
    return values[min(int(share * len(values)), len(values) - 1)]


def cross_validated(pairs, draw, splits=200):
    """{threshold: (the middle and 90 % of the ratios of what both hold, of halves judged by the other half's curve)}"""
    ratios = {threshold: [] for threshold in THRESHOLDS}
    for _ in range(splits):
        shuffled = draw.sample(pairs, len(pairs))
        half = len(shuffled) // 2
        for learned, judged in ((shuffled[:half], shuffled[half:]), (shuffled[half:], shuffled[:half])):
            try:
                curve = fit(learned)
            except NoCurve:
                continue
            for threshold in THRESHOLDS:
                theirs, ours, _ = held(judged, threshold, curve)
                if theirs:
                    ratios[threshold].append(ours / theirs)
    return {threshold: (quantile(found, 0.5), quantile(found, 0.05), quantile(found, 0.95))
            for threshold, found in ratios.items() if found}


def bootstrapped(pairs, draw, times=500):
    """{threshold: 95 % of civility's scores for it, with the comments drawn anew}"""
    scores = {threshold: [] for threshold in THRESHOLDS}
    for _ in range(times):
        try:
            curve = fit(draw.choices(pairs, k=len(pairs)))
        except NoCurve:
            continue
        for threshold in THRESHOLDS:
            scores[threshold].append(curve.civility(threshold))
    return {threshold: (quantile(found, 0.025), quantile(found, 0.975)) for threshold, found in scores.items()}


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
        end = begin
        while end < len(order) and values[order[end]] == values[order[begin]]:
            end += 1
        for at in range(begin, end):
            found[order[at]] = (begin + end - 1) / 2
        begin = end
    return found


def spearman(pairs):
    return pearson(list(zip(ranks([a for a, _ in pairs]), ranks([b for _, b in pairs]))))
