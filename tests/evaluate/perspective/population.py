"""Comments with scores of both, of two kinds: a sample where abuse is common, of which Perspective's scores are all known,
and a stream as it comes in, of which only Perspective's TOXICITY is.

What Perspective's other scores would be in the stream is taken from the sample: each of its comments stands for as many of
the stream as have about its TOXICITY (post-stratification).
"""
from dataclasses import dataclass

import curve

BINS = 10  # of TOXICITY


@dataclass(frozen=True, slots=True)
class Scored:
    perspective: dict  # attribute to score
    civility: dict


def bin_of(comment):
    return min(int(comment.perspective["TOXICITY"] * BINS + 1e-9), BINS - 1)


def stands_for(sample, stream):
    """How many of the stream each of the sample stands for."""
    there = [0] * BINS
    for comment in sample:
        there[bin_of(comment)] += 1
    filled = [at for at in range(BINS) if there[at]]
    wanted = [0] * BINS
    for comment in stream:
        at = bin_of(comment)
        wanted[min(filled, key=lambda other: abs(other - at))] += 1
    return [wanted[bin_of(comment)] / there[bin_of(comment)] for comment in sample]


@dataclass(frozen=True)
class Population:
    sample: list
    stream: list

    def theirs(self, attribute):
        """Perspective's scores, as curve.fit wants them."""
        if attribute == "TOXICITY":
            return [(each.perspective[attribute], 1) for each in self.sample + self.stream]
        return [(each.perspective[attribute], 1 + more)
                for each, more in zip(self.sample, stands_for(self.sample, self.stream))]

    def theirs_in_stream(self, attribute):
        if attribute == "TOXICITY":
            return [(each.perspective[attribute], 1) for each in self.stream]
        return [(each.perspective[attribute], more)
                for each, more in zip(self.sample, stands_for(self.sample, self.stream))]

    def ours(self, attribute):
        return [each.civility[attribute] for each in self.sample + self.stream]

    def fit(self, attribute):
        return curve.fit(self.theirs(attribute), self.ours(attribute))

    def halves(self, draw):
        """Both kinds cut in two, by chance."""
        one, other = [], []
        for kind in (self.sample, self.stream):
            mixed = draw.sample(kind, len(kind))
            one.append(mixed[:len(mixed) // 2])
            other.append(mixed[len(mixed) // 2:])
        return Population(*one), Population(*other)

    def drawn_anew(self, draw):
        return Population(draw.choices(self.sample, k=len(self.sample)), draw.choices(self.stream, k=len(self.stream)))


def cross_validated(population, attribute, draw, splits=200):
    """{threshold: the middle and 90 % of ours held for each of theirs, of halves that the other half's curve judges}"""
    ratios = {threshold: [] for threshold in curve.THRESHOLDS}
    for _ in range(splits):
        one, other = population.halves(draw)
        for learned, judged in ((one, other), (other, one)):
            try:
                found = learned.fit(attribute)
            except curve.NoCurve:
                continue
            theirs, ours = judged.theirs(attribute), judged.ours(attribute)
            for threshold in curve.THRESHOLDS:
                if held := curve.reached(theirs, threshold)[0]:
                    ratios[threshold].append(curve.reach(ours, found.civility(threshold)) / held)
    return {threshold: tuple(curve.quantile(found, share) for share in (0.5, 0.05, 0.95))
            for threshold, found in ratios.items() if found}


def bootstrapped(population, attribute, draw, times=500):
    """{threshold: 95 % of civility's scores for it, with the comments drawn anew}"""
    scores = {threshold: [] for threshold in curve.THRESHOLDS}
    for _ in range(times):
        try:
            found = population.drawn_anew(draw).fit(attribute)
        except curve.NoCurve:
            continue
        for threshold in curve.THRESHOLDS:
            scores[threshold].append(found.civility(threshold))
    return {threshold: tuple(curve.quantile(found, share) for share in (0.025, 0.975))
            for threshold, found in scores.items()}
