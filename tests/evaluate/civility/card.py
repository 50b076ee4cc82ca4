"""Writes the measured part of the model card, between its two marks. The same model and data give the same bytes."""
import hashlib
import struct
import textwrap
from pathlib import Path

from data import ATTRIBUTES, BadData
from report import number, percent

BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
MOST_TERMS = 5  # at either end
LEAST = 20  # comments of a kind, for a share of them to be worth telling


def parts(file):
    """What stands before and after the measured part, marks included."""
    try:
        text = Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise BadData(f"{file}: {error.strerror}") from error
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise BadData(f"{file}: expected {BEGIN} once and after it {END} once")
    return text[:text.index(BEGIN) + len(BEGIN)], text[text.index(END):]


def write(file, measured):
    before, after = parts(file)
    Path(file).write_text(f"{before}\n\n{measured}\n{after}", encoding="utf-8")


def is_disguised(name):
    """Made from comments of the other sets, which are measured there."""
    return name.startswith("obfuscation")


def cell(value):
    text = value if isinstance(value, str) else number(value)
    return text.replace("\\", "\\\\").replace("|", "\\|")


def table(header, rows, names=1):
    """The first `names` columns lean left, the others right. Nothing without rows."""
    if not rows:
        return ""
    lines = [header, ["---" if at < names else "---:" for at in range(len(header))]] + list(rows)
    return "".join("| " + " | ".join(map(cell, line)) + " |\n" for line in lines)


def section(title, note, *tables):
    """A heading, a paragraph and tables. Nothing when none of the tables has rows."""
    tables = [each for each in tables if each]
    return "\n".join([f"### {title}\n", textwrap.fill(note, 120) + "\n", *tables]) if tables else ""


def model_file(content):
    _, version, features, _, _, dimensions, _, words, masked, checksum = struct.unpack_from("<8s8IQ", content)
    return section("The file", "`civility.model`, as it was measured.", table(
        ["", ""],
        [["layout of the file", f"version {version}"], ["features", f"version {features}"],
         ["size", f"{len(content):,} bytes"], ["words it knows", f"{words:,}, by {dimensions} numbers each"],
         ["words that people mask", f"{masked:,}"], ["checksum in the file (XXH3)", f"{checksum:016x}"],
         ["SHA-256", hashlib.sha256(content).hexdigest()]], names=2))


def thresholds(found):
    return section("Thresholds", "The shipped ones. All that follows was decided by them.", table(
        ["attribute", "hold", "reject"],
        [[attribute, number(found["hold"][attribute], 2), number(found["reject"][attribute], 2)]
         for attribute in ATTRIBUTES]))


def ranking(found, learned):
    rows = [[attribute, name, "held out" if name in learned else "never", of["rows"], of["positives"], of["auc"],
             of["average_precision"]]
            for attribute in ATTRIBUTES for name, attributes in found.items() if not is_disguised(name)
            if (of := attributes.get(attribute)) and of["auc"] is not None]
    return section("Ranking",
                   "AUC: the chance that a comment with the label scores above one without. AP: average precision. "
                   "Held out: the model learned from other comments of the set.",
                   table(["attribute", "set", "learned from", "comments", "with label", "AUC", "AP"], rows, names=3))


def decided(of):
    """Comments, and which share of them is held for a score, and rejected."""
    if not of or of["rows"] < LEAST:
        return [of["rows"] if of else 0, "", ""]
    return [of["rows"], percent(of["stopped"] - of["rejected"] - of["foreign"]), percent(of["rejected"])]


def foreign(kinds):
    rows = sum(of["rows"] for of in kinds.values())
    return percent(sum(of["rows"] * of["foreign"] for of in kinds.values()) / rows)


def decisions(found):
    found = {name: kinds for name, kinds in found.items() if not is_disguised(name)}
    labelled = [[name, *decided(kinds.get("clean")), *decided(kinds.get("toxic")), foreign(kinds)]
                for name, kinds in found.items() if kinds.keys() & {"clean", "toxic"}]
    others = [[name, *decided(kinds["unlabelled"]), foreign(kinds)]
              for name, kinds in found.items() if kinds.keys() == {"unlabelled"}]
    return section("Decisions",
                   "Held: for a score. The last column is what is held for its language alone, as a share of the set. "
                   f"Shares of fewer than {LEAST} comments are left out.",
                   table(["set", "not toxic", "held", "rejected", "toxic", "held", "rejected", "other language"],
                         labelled),
                   table(["set without labels", "comments", "held", "rejected", "other language"], others))


def precision_and_recall(found):
    rows = [[name, of["rows"], of["positives"], *(of[what][each] for what in ("stopped", "rejected")
                                                  for each in ("comments", "precision", "recall"))]
            for name, of in found.items()]
    return section("Precision and recall",
                   "By TOXICITY, where comments are as they come in; without what is held for its language.",
                   table(["set", "comments", "toxic", "held or rejected", "precision", "recall", "rejected",
                          "precision", "recall"], rows))


def calibration(found):
    each = [(name, attribute, attributes[attribute]) for name, attributes in found.items()
            for attribute in ATTRIBUTES if attribute in attributes]
    errors = [[name, attribute, *(number(kinds[kind]["error"], 4) for kind in ("equal_mass", "equal_width"))]
              for name, attribute, kinds in each]
    bins = [[name, attribute, of["rows"], of["score"], of["share"]]
            for name, attribute, kinds in each for of in kinds["equal_width"]["bins"]]
    return section("Calibration",
                   "Where comments are as they come in. Error: the mean distance of score and share (ECE), over ten "
                   "bins with equally many comments and over ten of equal width. Then, the bins of equal width.",
                   table(["set", "attribute", "error, equally many", "error, equal width"], errors, names=2),
                   table(["set", "attribute", "comments", "mean score", "share with label"], bins, names=2))


def disguises(found):
    rows = [[name, split, of["rows"], of["auc"], of["difference"], percent(of["toxic_stopped"], 1)]
            for name, splits in found.items() for split, of in splits.items()]
    return section("Disguised words",
                   "By TOXICITY; `none` is the same comments without disguise. The model may have learned from some.",
                   table(["set", "disguise", "comments", "AUC", "difference", "toxic held or rejected"], rows, names=2))


def hatecheck(found):
    rows = []
    for check in found.values():
        rows += [[kind, of["rows"], of["hateful"], percent(of["right"], 1)]
                 for kind, of in check["functionalities"].items()]
        rows.append(["all", check["rows"], sum(of["hateful"] for of in check["functionalities"].values()),
                     percent(check["right"], 1)])
    return section("HateCheck by functionality",
                   "Right: IDENTITY_ATTACK or TOXICITY reaches its threshold to hold in a hateful case (`_h`), and in "
                   "no other (`_nh`). The model learned from other cases of the same templates.",
                   table(["functionality", "cases", "hateful", "right"], rows))


def identities(madlibs):
    rows = []
    for attribute in (each for each in ATTRIBUTES if each in madlibs):
        of = madlibs[attribute]
        rows += [[attribute, term, *of["terms"][term].values()] for term in of["worst"]]
        rows.append([attribute, "power mean of all", *of["power_mean"].values()])
    return section("Identity terms",
                   "Kind and toxic sentences made from templates, about one group of people each; the terms that do "
                   "worst. AUC: within the sentences with the term. BPSN: toxic ones without it against kind ones with "
                   "it (low: the term is taken for toxic). BNSP: kind ones without it against toxic ones with it (low: "
                   "attacks on it are missed). Of the kind sentences "
                   f"{percent(madlibs['kind_sentences_stopped']['share'])} are held or rejected.",
                   table(["attribute", "term", "AUC", "BPSN", "BNSP"], rows, names=2))


def swapped(found):
    if not found:
        return ""
    order = sorted(found["toxicity_by_term"].items(), key=lambda item: (item[1]["mean_change"], item[0]))
    ends = order if len(order) <= 2 * MOST_TERMS else order[:MOST_TERMS] + order[-MOST_TERMS:]
    return section("Groups swapped",
                   f"In {found['comments']:,} real comments the group that they mention was swapped for another. "
                   f"{percent(found['other_action'])} got another decision.",
                   table(["attribute", "mean absolute change"],
                         [[attribute, number(of["mean_change"], 4)] for attribute, of in found["attributes"].items()]),
                   table(["term put in", "comments", "mean change of TOXICITY"],
                         [[term, of["comments"], f"{of['mean_change']:+.4f}"] for term, of in ends]))


def probes(found):
    actions = {"approve": "approved", "hold": "held", "reject": "rejected"}
    tried = [[kind, "held or rejected" if of["stop"] else "approved", of["comments"], len(of["wrong"])]
             for kind, of in found.items()]
    wrong = [[actions[each["action"]], each["text"], each["code"].removeprefix("civility.")]
             for of in found.values() for each in of["wrong"]]
    return section("Known failures",
                   "Made-up comments (`tests/evaluate/civility/probes.py`), chosen because they are hard: the shares "
                   "say nothing of other comments. Then, those that are judged wrongly.",
                   table(["what is tried", "should be", "comments", "wrong"], tried, names=2),
                   table(["is", "comment", "as"], wrong, names=3))


def card(result, learned, model):
    """Markdown. `learned`: the sets that the model learned from; `model`: the bytes of its file."""
    def of(part):
        return dict(sorted(result[part].items()))  # by set

    found = [model_file(model), thresholds(result["thresholds"]), ranking(of("ranking"), learned),
             decisions(of("decisions")), precision_and_recall(of("precision_and_recall")),
             calibration(of("calibration")), disguises(of("disguises")), hatecheck(of("hatecheck")),
             identities(result["madlibs"]), swapped(result["swapped"]), probes(result["probes"])]
    return "\n".join(part for part in found if part)
