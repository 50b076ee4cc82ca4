"""Numbers about scores. `pairs` are (score, has the label); nothing (None) comes of too few of them."""
import statistics
from bisect import bisect_left, bisect_right

LEAST = 5  # of either kind, for a ranking to be worth telling


def steps(pairs):
    """[(true positives, false positives)] with all from some score on taken for positive; equal scores are one step."""
    path, true, false, last = [(0, 0)], 0, 0, None
    for score, positive in sorted(pairs, key=lambda pair: -pair[0]):
        if score == last:
            path.pop()
        true, false, last = true + positive, false + (not positive), score
        path.append((true, false))
    return path


def counts(pairs):
    positives = sum(1 for _, positive in pairs if positive)
    return positives, len(pairs) - positives


def roc_auc(pairs, least=LEAST):
    """The chance that one with the label scores above one without; a tie is half."""
    positives, negatives = counts(pairs)
    if min(positives, negatives) < max(least, 1):
        return None
    path = steps(pairs)
    area = sum((x1 - x0) * (y0 + y1) / 2 for (y0, x0), (y1, x1) in zip(path, path[1:]))
    return area / positives / negatives


def average_precision(pairs, least=LEAST):
    """Precision, averaged over the steps of recall and not interpolated."""
    positives, negatives = counts(pairs)
    if min(positives, negatives) < max(least, 1):
        return None
    path = steps(pairs)
    return sum((y1 - y0) * y1 / (y1 + x1) for (y0, _), (y1, x1) in zip(path, path[1:])) / positives


def equal_mass(pairs, bins=10):
    """The pairs by score, in `bins` parts that differ by one at most. Equal scores may part."""
    ordered = sorted(pairs)
    edges = [len(ordered) * i // bins for i in range(bins + 1)]
    return [ordered[begin:end] for begin, end in zip(edges, edges[1:])]


def equal_width(pairs, bins=10):
    parts = [[] for _ in range(bins)]
    for pair in pairs:
        parts[min(int(pair[0] * bins), bins - 1)].append(pair)
    return parts


def reliability(parts):
    """What each bin that has any says, and how often it is so."""
    return [{"rows": len(part), "score": statistics.fmean(score for score, _ in part),
             "share": counts(part)[0] / len(part)} for part in parts if part]


def calibration_error(table):
    """The mean distance of score and share (ECE), over a table of reliability()."""
    return sum(part["rows"] * abs(part["score"] - part["share"]) for part in table) / sum(p["rows"] for p in table)


def interval(share, rows, z=1.96):
    """Where the true share lies, with 95 % (Wilson)."""
    middle = (share + z * z / (2 * rows)) / (1 + z * z / rows)
    reach = z / (1 + z * z / rows) * (share * (1 - share) / rows + z * z / (4 * rows * rows)) ** 0.5
    return middle - reach, middle + reach


def bias(rows, term):
    """Borkan et al. 2019, of (term, score, positive): AUC within the term, and of it against all the others."""
    inside = [(score, positive) for each, score, positive in rows if each == term]
    outside = [(score, positive) for each, score, positive in rows if each != term]

    def kind(pairs, wanted):
        return [pair for pair in pairs if pair[1] == wanted]

    return {"subgroup": roc_auc(inside, least=1),
            "bpsn": roc_auc(kind(outside, True) + kind(inside, False), least=1),
            "bnsp": roc_auc(kind(outside, False) + kind(inside, True), least=1)}


def power_mean(values, power=-5):
    """A mean that the low values pull down, as terms are summed up in the paper's competition."""
    return 0.0 if min(values) <= 0 else statistics.fmean(value ** power for value in values) ** (1 / power)


def pearson(xs, ys):
    try:
        return statistics.correlation(xs, ys)
    except statistics.StatisticsError:  # fewer than two, or all the same
        return None


def ranks(values):
    """From 1; equal values share the mean of their ranks."""
    ordered = sorted(values)
    return [(bisect_left(ordered, value) + bisect_right(ordered, value) + 1) / 2 for value in values]


def spearman(xs, ys):
    return pearson(ranks(xs), ranks(ys))
