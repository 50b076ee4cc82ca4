"""A strict reader of Prometheus' text format 0.0.4, for tests: what it takes, Prometheus takes."""
import math
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(rf"({NAME})(?:\{{(.*)\}})? (\S+)$")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)')
ESCAPES = {r"\"": '"', r"\\": "\\", r"\n": "\n"}


def labels_of(text):
    labels, at = {}, 0
    while at < len(text):
        found = LABEL.match(text, at)
        assert found, f"no label at {text[at:]!r}"
        assert found[1] not in labels, f"label {found[1]} twice"
        labels[found[1]] = re.sub(r'\\["\\n]', lambda m: ESCAPES[m[0]], found[2])
        at = found.end()
    return labels


class Metrics:
    def __init__(self):
        self.types, self.samples = {}, {}

    def value(self, name, **labels):
        return self.samples[name, frozenset(labels.items())]

    def labels(self, name):
        return [dict(labels) for each, labels in self.samples if each == name]

    def names(self):
        return {name for name, _ in self.samples}


def parse(text):
    assert text.endswith("\n")
    metrics, family, done = Metrics(), None, set()
    for line in text.splitlines():
        if line.startswith("# HELP "):
            _, _, family, help = line.split(" ", 3)
            assert re.fullmatch(NAME, family) and help, line
            assert family not in done, f"{family} comes twice"
            done.add(family)
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name == family and kind in ("counter", "gauge", "histogram"), line
            assert kind != "counter" or name.endswith("_total"), f"{name}: a counter ends in _total"
            metrics.types[family] = kind
        else:
            found = SAMPLE.fullmatch(line)
            assert found, f"no sample: {line!r}"
            name, labels, value = found[1], labels_of(found[2] or ""), float(found[3])
            suffixes = ("_bucket", "_sum", "_count") if metrics.types[family] == "histogram" else ("",)
            assert name in [family + suffix for suffix in suffixes], f"{name} among {family}"
            assert ("le" in labels) == name.endswith("_bucket")
            assert metrics.types[family] == "gauge" or value >= 0, line
            key = name, frozenset(labels.items())
            assert key not in metrics.samples, f"twice: {line}"
            metrics.samples[key] = value
    check_histograms(metrics)
    return metrics


def check_histograms(metrics):
    for family in (name for name, kind in metrics.types.items() if kind == "histogram"):
        series = {}
        for (name, labels), value in metrics.samples.items():
            if name == family + "_bucket":
                bound = float(dict(labels)["le"])
                series.setdefault(frozenset(l for l in labels if l[0] != "le"), []).append((bound, value))
        for labels, buckets in series.items():
            assert buckets == sorted(buckets), f"{family}: its buckets do not rise"
            assert buckets[-1][0] == math.inf
            assert buckets[-1][1] == metrics.samples[family + "_count", labels]
