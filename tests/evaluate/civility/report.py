"""Prints what measure.py found, as tables."""


def number(value, digits=3):
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.{digits}f}"
    return str(value)


def percent(value, digits=2):
    return "-" if value is None else f"{100 * value:.{digits}f} %"


def table(header, rows, names=1):
    """The first `names` columns lean left, the others right."""
    cells = [header] + [[each if isinstance(each, str) else number(each) for each in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    for row in cells:
        print("  ".join(cell.ljust(width) if column < names else cell.rjust(width)
                        for column, (cell, width) in enumerate(zip(row, widths))).rstrip())


def title(text, *notes):
    print(f"\n{text}\n{'-' * len(text)}")
    for note in notes:
        print(note)


def ranking(found):
    title("Ranking", "AUC: the chance that a comment with the label scores above one without. AP: average precision.")
    table(["set", "attribute", "rows", "positive", "AUC", "AP"],
          [[name, attribute, of["rows"], of["positives"], of["auc"], of["average_precision"]]
           for name, attributes in found.items() for attribute, of in attributes.items()], names=2)


def decisions(found):
    title("Decisions at the shipped thresholds",
          "Of the comments labelled not toxic, toxic, and not labelled: held or rejected, rejected, and held for their",
          "language, which is part of the first.")
    kinds = ("clean", "toxic", "unlabelled")
    header = ["set"]
    for kind in ("not toxic", "toxic", "unlabelled"):
        header += [kind, "stopped", "rejected", "language"]
    rows = []
    for name, of in found.items():
        row = [name]
        for kind in kinds:
            part = of.get(kind)
            row += ([part["rows"], *(percent(part[what]) for what in ("stopped", "rejected", "foreign"))] if part else
                    ["-", "", "", ""])
        rows.append(row)
    table(header, rows)


def precision_and_recall(found):
    title("Precision and recall, comments as they come in", "Without those that are held for their language.")
    table(["set", "rows", "toxic", "held or rejected", "precision", "recall", "rejected", "precision", "recall"],
          [[name, of["rows"], of["positives"]] +
           [cell for what in ("stopped", "rejected")
            for cell in (of[what]["comments"], of[what]["precision"], of[what]["recall"])]
           for name, of in found.items()])


def calibration(found):
    title("Calibration, comments as they come in",
          "The model was calibrated on what its trainer held out, wiki_context_cat among it: there this flatters.")
    table(["set", "attribute", "error, equal mass", "error, equal width"],
          [[name, attribute, number(of["equal_mass"]["error"], 4), number(of["equal_width"]["error"], 4)]
           for name, attributes in found.items() for attribute, of in attributes.items()], names=2)
    for name, attributes in found.items():
        for attribute, of in attributes.items():
            for kind in ("equal_mass", "equal_width"):
                print(f"\n{name}, {attribute}, bins of {kind.replace('_', ' ')}")
                table(["bin", "rows", "mean score", "share with label"],
                      [[str(at), part["rows"], number(part["score"], 4), number(part["share"], 4)]
                       for at, part in enumerate(of[kind]["bins"], start=1)])


def disguises(found):
    title("Disguised words", "By TOXICITY. The model may have learned from some of these comments, undisguised.")
    table(["set", "disguise", "rows", "AUC", "difference", "toxic stopped"],
          [[name, split, of["rows"], of["auc"], number(of["difference"]), percent(of["toxic_stopped"], 1)]
           for name, splits in found.items() for split, of in splits.items()], names=2)


def hatecheck(found):
    for name, of in found.items():
        title(f"HateCheck ({name})",
              "Right: IDENTITY_ATTACK or TOXICITY reaches its threshold to hold in a hateful case, and in no other.",
              f"{of['rows']} cases, {percent(of['right'], 1)} right; AUC of IDENTITY_ATTACK {number(of['auc'])}")
        table(["functionality", "cases", "hateful", "right"],
              [[kind, part["rows"], part["hateful"], percent(part["right"], 1)]
               for kind, part in of["functionalities"].items()])


def madlibs(found):
    attributes = [attribute for attribute in found if attribute.isupper()]
    title("Identity terms in made-up sentences",
          "AUC within the sentences with a term; BPSN: toxic ones without it against kind ones with it (low: the term",
          "is taken for toxic); BNSP: kind ones without it against toxic ones with it (low: attacks on it are missed).")
    stopped = found["kind_sentences_stopped"]
    for attribute in attributes:
        of = found[attribute]
        print(f"\n{attribute}: {of['rows']} sentences, AUC {number(of['auc'])}; the worst terms:")
        rows = [[term, *of["terms"][term].values()] for term in of["worst"]]
        table(["term", "subgroup", "BPSN", "BNSP"], rows + [["power mean of all", *of["power_mean"].values()]])
    print(f"\nKind sentences held or rejected: {percent(stopped['share'])}"
          f"{''.join(f', {term} {count}' for term, count in list(stopped['terms'].items())[:8])}")


def swapped(found):
    title("Real comments with the group swapped")
    if not found:
        print("no comment mentions one")
        return
    print(f"{found['comments']} comments; {percent(found['other_action'])} got another decision")
    table(["attribute", "labelled", "AUC", "AUC swapped", "mean absolute change"],
          [[attribute, of["rows"], of["auc"], of["auc_swapped"], number(of["mean_change"], 4)]
           for attribute, of in found["attributes"].items()])
    order = sorted(found["toxicity_by_term"].items(), key=lambda item: item[1]["mean_change"])
    ends = order if len(order) <= 10 else order[:5] + order[-5:]
    if ends:
        print("\nWhat TOXICITY changes by when a term takes the place of another, the lowest and the highest:")
        table(["term", "comments", "mean change"],
              [[term, of["comments"], f"{of['mean_change']:+.4f}"] for term, of in ends])


def probes(found):
    title("Made-up comments that are hard to judge")
    table(["what is tried", "comments", "wrong"],
          [[kind, of["comments"], len(of["wrong"])] for kind, of in found.items()])
    print()
    table(["wrong", "", "comment"], [[each["action"], each["code"], each["text"]]
                                     for of in found.values() for each in of["wrong"]], names=3)


def perspective(found):
    title("Agreement with stored scores of Perspective")
    table(["set", "attribute", "rows", "Pearson", "Spearman"],
          [[name, attribute, of["rows"], of["pearson"], of["spearman"]]
           for name, attributes in found.items() for attribute, of in attributes.items()], names=2)


def speed(found):
    title("Speed")
    print(f"{found['comments']} comments in {found['seconds']:.2f} s: {found['comments_per_second']:.0f} a second "
          "(reading and writing files too)")


PARTS = {"ranking": ranking, "decisions": decisions, "precision_and_recall": precision_and_recall,
         "calibration": calibration, "disguises": disguises, "hatecheck": hatecheck, "madlibs": madlibs,
         "swapped": swapped, "probes": probes, "perspective": perspective, "speed": speed}


def report(result):
    for name, part in PARTS.items():
        if result[name] or name == "swapped":
            part(result[name])
