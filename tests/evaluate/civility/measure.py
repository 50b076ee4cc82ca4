"""What the verdicts are worth: one function for each part of the report, each of which returns what JSON can hold."""
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass

import identity
import metrics
from data import ATTRIBUTES, Row
from judge import Verdict

# Comments as they come in, not chosen for what they say: only there precision and calibration mean something.
NATURAL = ("wiki_context_cat", "NC_ucc_globe_and_mail")
WORST = 5


@dataclass(frozen=True, slots=True)
class Judged:
    row: Row
    verdict: Verdict


def is_natural(name):
    return name.startswith(NATURAL) and not name.endswith("_small")  # the small one was chosen for its toxic ones


def by(judged, key):
    groups = defaultdict(list)
    for each in judged:
        groups[key(each.row)].append(each)
    return groups


def pairs(judged, attribute):
    return [(each.verdict.scores[attribute], each.row.labels[attribute]) for each in judged
            if attribute in each.row.labels]


def ranking(judged):
    result = {}
    for name, rows in by(judged, lambda row: row.set).items():
        for attribute in ATTRIBUTES:
            if scored := pairs(rows, attribute):
                result.setdefault(name, {})[attribute] = {
                    "rows": len(scored), "positives": metrics.counts(scored)[0], "auc": metrics.roc_auc(scored),
                    "average_precision": metrics.average_precision(scored)}
    return result


def share(rows, *actions):
    return sum(each.verdict.action in actions for each in rows) / len(rows) if rows else None


def decisions(judged):
    result = {}
    for name, rows in by(judged, lambda row: row.set).items():
        kinds = by(rows, lambda row: {True: "toxic", False: "clean", None: "unlabelled"}[row.labels.get("TOXICITY")])
        result[name] = {kind: {"rows": len(of), "stopped": share(of, "hold", "reject"), "rejected": share(of, "reject"),
                               "foreign": sum(each.verdict.foreign for each in of) / len(of)}
                        for kind, of in kinds.items()}
    return result


def precision_and_recall(judged):
    """Of the labelled comments of natural sets. What is held for its language is not counted as stopped."""
    result = {}
    for name, rows in by(judged, lambda row: row.set).items():
        labelled = [each for each in rows if "TOXICITY" in each.row.labels]
        toxic = [each for each in labelled if each.row.labels["TOXICITY"]]
        if not is_natural(name) or not toxic:
            continue
        result[name] = {"rows": len(labelled), "positives": len(toxic)}
        for what, actions in (("stopped", ("hold", "reject")), ("rejected", ("reject",))):
            hit = [each for each in labelled if each.verdict.action in actions and not each.verdict.foreign]
            right = sum(each.row.labels["TOXICITY"] for each in hit)
            result[name][what] = {"comments": len(hit), "precision": right / len(hit) if hit else None,
                                  "recall": right / len(toxic)}
    return result


def calibration(judged):
    result = {}
    for name, rows in by(judged, lambda row: row.set).items():
        for attribute in ATTRIBUTES if is_natural(name) else ():
            scored = pairs(rows, attribute)
            if min(metrics.counts(scored)) < metrics.LEAST:
                continue
            tables = {"equal_mass": metrics.reliability(metrics.equal_mass(scored)),
                      "equal_width": metrics.reliability(metrics.equal_width(scored))}
            result.setdefault(name, {})[attribute] = {
                kind: {"error": metrics.calibration_error(table), "bins": table} for kind, table in tables.items()}
    return result


def disguises(judged):
    """How much of the ranking is left when words are disguised. The split of such a set names the disguise."""
    result = {}
    for name, rows in by(judged, lambda row: row.set).items():
        if not name.startswith("obfuscation"):
            continue
        splits = by(rows, lambda row: row.split)
        plain = metrics.roc_auc(pairs(splits.get("none", []), "TOXICITY"))
        result[name] = {}
        for split, of in sorted(splits.items(), key=lambda item: (item[0] != "none", item[0])):
            auc = metrics.roc_auc(pairs(of, "TOXICITY"))
            toxic = [each for each in of if each.row.labels.get("TOXICITY")]
            result[name][split] = {"rows": len(of), "auc": auc, "toxic_stopped": share(toxic, "hold", "reject"),
                                   "difference": None if None in (auc, plain) else auc - plain}
    return result


def hatecheck(judged, hold):
    """By functionality, which is the split. Right: a hateful case reaches a threshold that others don't."""
    result = {}
    for name, rows in by(judged, lambda row: row.set).items():
        rows = [each for each in rows if "IDENTITY_ATTACK" in each.row.labels]
        if not name.startswith("hatecheck") or not rows:
            continue

        def is_right(each):
            reached = any(each.verdict.scores[a] >= hold[a] for a in ("IDENTITY_ATTACK", "TOXICITY"))
            return reached == each.row.labels["IDENTITY_ATTACK"]

        kinds = {}
        for kind, of in sorted(by(rows, lambda row: row.split).items()):
            kinds[kind] = {"rows": len(of), "hateful": sum(each.row.labels["IDENTITY_ATTACK"] for each in of),
                           "right": sum(map(is_right, of)) / len(of)}
        result[name] = {"rows": len(rows), "auc": metrics.roc_auc(pairs(rows, "IDENTITY_ATTACK")),
                        "right": sum(map(is_right, rows)) / len(rows), "functionalities": kinds}
    return result


def madlibs(cases, verdicts):
    """Of identity.madlibs(). A term is as bad as the lowest of its three AUCs."""
    result = {}
    for attribute in ("TOXICITY", "IDENTITY_ATTACK"):
        rows = [(term, verdict.scores[attribute], toxic) for (term, toxic, _), verdict in zip(cases, verdicts)]
        terms = {term: metrics.bias(rows, term) for term in identity.TERMS}
        result[attribute] = {
            "rows": len(rows), "auc": metrics.roc_auc([pair for _, *pair in rows]),
            "power_mean": {kind: metrics.power_mean([of[kind] for of in terms.values()])
                           for kind in ("subgroup", "bpsn", "bnsp")},
            "worst": sorted(terms, key=lambda term: min(terms[term].values()))[:WORST], "terms": terms}
    stopped = Counter(term for (term, toxic, _), verdict in zip(cases, verdicts)
                      if not toxic and verdict.action != "approve")
    result["kind_sentences_stopped"] = {"share": stopped.total() / sum(not toxic for _, toxic, _ in cases),
                                        "terms": dict(stopped.most_common())}
    return result


def swapped(swaps, before, after):
    """Of identity.swaps(); `before` and `after` are the verdicts on the comments as they were and with another term."""
    if not swaps:
        return None
    changed = sum(old.action != new.action for old, new in zip(before, after)) / len(swaps)
    result = {"comments": len(swaps), "other_action": changed, "attributes": {}, "toxicity_by_term": {}}
    for attribute in ("TOXICITY", "IDENTITY_ATTACK"):
        labelled = [(row.labels[attribute], old.scores[attribute], new.scores[attribute])
                    for (row, *_), old, new in zip(swaps, before, after) if attribute in row.labels]
        result["attributes"][attribute] = {
            "rows": len(labelled), "auc": metrics.roc_auc([(old, label) for label, old, _ in labelled]),
            "auc_swapped": metrics.roc_auc([(new, label) for label, _, new in labelled]),
            "mean_change": statistics.fmean(abs(new.scores[attribute] - old.scores[attribute])
                                            for old, new in zip(before, after))}
    changes = defaultdict(list)
    for (_, _, other, _), old, new in zip(swaps, before, after):
        changes[other].append(new.scores["TOXICITY"] - old.scores["TOXICITY"])
    result["toxicity_by_term"] = {other: {"comments": len(of), "mean_change": statistics.fmean(of)}
                                  for other, of in sorted(changes.items()) if len(of) >= 2 * metrics.LEAST}
    return result


def probes(cases, verdicts):
    """Of probes.comments()."""
    result = {}
    for (kind, stop, text), verdict in zip(cases, verdicts):
        of = result.setdefault(kind, {"comments": 0, "stop": stop, "wrong": []})
        of["comments"] += 1
        if stop != (verdict.action != "approve"):
            of["wrong"].append({"text": text, "action": verdict.action, "code": verdict.code})
    return result


def perspective(judged):
    """How far the scores agree with those of Perspective, where these are stored."""
    result = {}
    for name, rows in by(judged, lambda row: row.set).items():
        both = [(each.verdict.scores, each.row.perspective()) for each in rows]
        for attribute in ATTRIBUTES:
            ours, theirs = [], []
            for scores, others in both:
                if attribute in others:
                    ours.append(scores[attribute])
                    theirs.append(others[attribute])
            if len(ours) >= 2:
                result.setdefault(name, {})[attribute] = {"rows": len(ours), "pearson": metrics.pearson(ours, theirs),
                                                          "spearman": metrics.spearman(ours, theirs)}
    return result
