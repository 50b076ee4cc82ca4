"""Lets the product judge: one run of `moderato run` over everything, with the filter as it ships."""
import json
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from data import ATTRIBUTES, BadData

# Verdicts have scores to four digits.
ROUNDED = 0.0001


@dataclass(frozen=True, slots=True)
class Verdict:
    scores: dict
    action: str  # "approve", "hold" or "reject"
    foreign: bool = False  # held for its language, whatever its scores
    code: str = ""  # the reason; empty when there is none


def shipped_thresholds(header):
    """{"hold": {attribute: score}, "reject": ...}, which verdicts don't tell; see disagreement()."""
    text = Path(header).read_text(encoding="utf-8")
    found = {name: re.search(rf"default_{name}\{{([^}}]*)\}}", text) for name in ("hold", "reject")}
    return {name: dict(zip(ATTRIBUTES, map(float, each[1].split(",")), strict=True)) for name, each in found.items()}


def disagreement(thresholds, verdict):
    """Whether these can't be the thresholds that the verdict came from."""
    if verdict.foreign:
        return False

    def reached(name, slack):
        return any(verdict.scores[a] >= least + slack for a, least in thresholds[name].items() if least < 1)

    def action(slack):
        return "reject" if reached("reject", slack) else "hold" if reached("hold", slack) else "approve"

    possible = {action(-ROUNDED), action(0), action(ROUNDED)}
    if "reject" in possible:
        possible.add("hold")  # what is quoted or denied
    return verdict.action not in possible


def judge(texts, moderato, places, options=""):
    """A verdict for each text, and the seconds that the program took. places(i) says where text i is from; `options` is
    TOML after the chain."""
    with tempfile.TemporaryDirectory(prefix="moderato-") as folder:
        folder = Path(folder)
        (folder / "moderato.toml").write_text(f'[chain]\nfilters = ["civility"]\n{options}', encoding="utf-8")
        with (folder / "comments").open("w", encoding="utf-8") as out:
            for number, text in enumerate(texts):
                out.write(json.dumps({"id": str(number), "article": "evaluate", "author": {"id": str(number)},
                                      "text": text}) + "\n")
        with (folder / "comments").open("rb") as comments, (folder / "verdicts").open("wb") as out:
            begin = time.monotonic()
            done = subprocess.run([moderato, "run", "--config", folder / "moderato.toml", "--only", "civility"],
                                  stdin=comments, stdout=out, stderr=subprocess.PIPE, text=True)
            seconds = time.monotonic() - begin
        verdicts = []
        with (folder / "verdicts").open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                verdict = json.loads(line)
                if "error" in verdict:
                    raise BadData(f"{places(number)}: {verdict['error']['message']}")
                assert verdict["id"] == str(number)
                code = "".join(reason["code"] for reason in verdict["reasons"])  # of one filter: one or none
                verdicts.append(Verdict(verdict["scores"]["civility"], verdict["action"], code == "civility.language",
                                        code))
    if done.returncode or len(verdicts) != len(texts):
        raise BadData(f"moderato run judged {len(verdicts)} of {len(texts)} comments: {done.stderr.strip()}")
    return verdicts, seconds
