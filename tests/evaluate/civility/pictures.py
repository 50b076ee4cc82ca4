"""Draws the curves behind the tables. The only file here that needs matplotlib."""
from pathlib import Path

import matplotlib

matplotlib.use("SVG")
from matplotlib import pyplot  # noqa: E402  (after the choice of what draws)

import metrics  # noqa: E402
from data import ATTRIBUTES  # noqa: E402
from measure import by, pairs  # noqa: E402

LEAST = 50  # with and without the label: the curve of fewer is a staircase
COLOURS = (*pyplot.get_cmap("tab10").colors, "black", "gold", "navy", "darkgreen", "salmon", "turquoise")
STYLES = ("-", "--", ":")


def curves(judged):
    """{attribute: [(set, pairs)]} of what is worth drawing. Disguised comments, a mix of many curves, are left out."""
    found = {}
    for name, rows in by(judged, lambda row: row.set).items():
        for attribute in ATTRIBUTES:
            scored = pairs(rows, attribute)
            if min(metrics.counts(scored)) >= LEAST and not name.startswith("obfuscation"):
                found.setdefault(attribute, []).append((name, scored))
    return {attribute: found[attribute] for attribute in ATTRIBUTES if attribute in found}


def grid(count, height):
    columns = min(count, 2)
    rows = -(-count // columns)
    figure, axes = pyplot.subplots(rows, columns, figsize=(6.2 * columns, height * rows), squeeze=False,
                                   layout="constrained")
    for spare in axes.flat[count:]:
        spare.axis("off")
    return figure, axes.flat


def line(axes, at, xs, ys, label):
    axes.plot(xs, ys, label=label, linewidth=1.5, color=COLOURS[at % len(COLOURS)],
              linestyle=STYLES[at // len(COLOURS) % len(STYLES)])


def finish(axes, heading, across, up):
    axes.set(title=heading, xlabel=across, ylabel=up, xlim=(0, 1), ylim=(0, 1.01))
    axes.grid(alpha=0.3)
    # Under the picture: inside, a dozen names would cover the lines.
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=2, fontsize=8, frameon=False)


def ranking(drawn, value, points, across, up, best_first):
    """A panel for each attribute, in it a line for each set; the best comes first in its legend."""
    figure, panels = grid(len(drawn), 6)
    order = sorted({name for sets in drawn.values() for name, _ in sets})  # a set has one colour in all panels
    for axes, (attribute, sets) in zip(panels, drawn.items()):
        for name, scored in sorted(sets, key=lambda each: -value(each[1])):
            xs, ys = points(scored)
            line(axes, order.index(name), xs, ys, f"{name}, {best_first} {value(scored):.3f}")
        finish(axes, attribute, across, up)
    return figure


def roc_points(scored):
    positives, negatives = metrics.counts(scored)
    path = metrics.steps(scored)
    return [false / negatives for _, false in path], [true / positives for true, _ in path]


def precision_points(scored):
    positives, _ = metrics.counts(scored)
    path = metrics.steps(scored)[1:]
    return [true / positives for true, _ in path], [true / (true + false) for true, false in path]


def reliability(found):
    """On the left all scores; on the right the low ones, which nearly all comments have."""
    figure, panels = grid(2, 6)
    for axes, kind in zip(panels, ("equal_width", "equal_mass")):
        reach = 0
        tables = [(of, attribute, kinds[kind]) for of, attributes in found.items()
                  for attribute, kinds in attributes.items()]
        for at, (of, attribute, table) in enumerate(tables):
            scores, shares = zip(*((part["score"], part["share"]) for part in table["bins"]))
            reach = max(reach, *scores, *shares)
            axes.plot(scores, shares, color=COLOURS[at], linewidth=1,
                      label=f"{of}, {attribute}, error {table['error']:.4f}")
            axes.scatter(scores, shares, s=12, color=COLOURS[at])
            for part in table["bins"]:
                axes.vlines(part["score"], *metrics.interval(part["share"], part["rows"]), color=COLOURS[at], alpha=0.4)
        reach = 1 if kind == "equal_width" else min(1, reach * 1.08)
        axes.plot([0, 1], [0, 1], color="grey", linestyle=":", linewidth=1, label="as it should be")
        finish(axes, f"Calibration, bins of {kind.replace('_', ' ')}; bars: 95 % intervals", "mean score",
               "share with the label")
        axes.set(xlim=(0, reach), ylim=(0, reach * 1.01))
    return figure


def figures(result, judged):
    drawn = curves(judged)
    if drawn:
        yield "roc", ranking(drawn, metrics.roc_auc, roc_points, "false positive rate", "true positive rate", "AUC")
        yield "precision-recall", ranking(drawn, metrics.average_precision, precision_points, "recall", "precision",
                                          "AP")
    if result["calibration"]:
        yield "reliability", reliability(result["calibration"])


def draw(folder, result, judged):
    """Writes the pictures there are and says which."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    matplotlib.rcParams["svg.hashsalt"] = "moderato"  # the same scores, the same bytes
    written = []
    for name, figure in figures(result, judged):
        written.append(folder / f"{name}.svg")
        figure.savefig(written[-1], metadata={"Date": None})
        pyplot.close(figure)
    return written
