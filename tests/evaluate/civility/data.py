"""Reads labelled comments, in the form that plugins/civility/README.md describes."""
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

ATTRIBUTES = ("TOXICITY", "SEVERE_TOXICITY", "INSULT", "PROFANITY", "IDENTITY_ATTACK", "THREAT", "SEXUALLY_EXPLICIT")


class BadData(Exception):
    """What is wrong with the data, and where."""


@dataclass(frozen=True, slots=True)
class Row:
    set: str
    line: int  # of the file, from 1, which is the header
    text: str
    labels: dict  # attribute to bool; what is unknown is left out
    split: str
    meta: str

    def perspective(self):
        """The scores that Perspective gave it, where they are stored."""
        return json.loads(self.meta).get("perspective", {}) if self.meta.startswith("{") else {}


def unescaped(field):
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), field, flags=re.DOTALL)


def read(file):
    rows = []
    try:
        lines = file.read_bytes().decode().split("\n")  # other ends of lines may stand in a text
    except UnicodeDecodeError as error:
        raise BadData(f"{file}: no UTF-8: {error}") from error
    for number, line in enumerate(lines[1:], start=2):
        if number == len(lines) and not line:
            break
        fields = line.split("\t")
        if len(fields) < len(ATTRIBUTES) + 2:
            raise BadData(f"{file}:{number}: expected a text, seven labels and a split, separated by tabs")
        labels = dict(zip(ATTRIBUTES, fields[1:]))
        if set(labels.values()) - {"", "0", "1"}:
            raise BadData(f"{file}:{number}: a label is 0, 1 or nothing")
        rest = fields[len(ATTRIBUTES) + 1:] + [""]
        rows.append(Row(file.stem, number, unescaped(fields[0]),
                        {attribute: label == "1" for attribute, label in labels.items() if label}, rest[0], rest[1]))
    return rows


def held_out(folder, trainer):
    """(file name, line) of the comments that the trainer does not learn from."""
    done = subprocess.run([trainer, "--held-out", folder], capture_output=True, text=True)
    if done.returncode:
        raise BadData(done.stderr.strip())
    return {(name, int(line)) for name, line in (each.split("\t") for each in done.stdout.splitlines())}


def learned_from(folder):
    """The names of the sets that the trainer learns from; only what it holds out is measured."""
    return {file.stem for file in (Path(folder) / "train").glob("*.tsv")}


def read_sets(folder, trainer, only=()):
    """The rows of FOLDER/train that were not learned from and all of FOLDER/evaluate_only, or else all of FOLDER."""
    folder = Path(folder)
    learned = sorted((folder / "train").glob("*.tsv"))
    others = sorted((folder / "evaluate_only").glob("*.tsv"))
    if not learned and not others:
        others = sorted(folder.glob("*.tsv"))
    names = [file.stem for file in learned + others]
    if not names:
        raise BadData(f"no .tsv files in {folder}, nor in its train and evaluate_only")
    if unknown := set(only) - set(names):
        raise BadData(f"no set {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    if twice := {name for name in names if names.count(name) > 1}:
        raise BadData(f"{', '.join(sorted(twice))} is in both train and evaluate_only")

    apart = held_out(folder, trainer) if learned else set()
    rows = []
    for file in learned + others:
        if not only or file.stem in only:
            rows += [row for row in read(file) if file not in learned or (file.name, row.line) in apart]
    return rows
