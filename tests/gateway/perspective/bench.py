#!/usr/bin/python3
"""Measures comments:analyze with a real daemon and gateway: the times of answers at a steady rate, how many answers a second
there are at most, and how many comments a second the chain alone judges in `moderato run`.

Usage: scripts/bench-perspective [--rate 500] [--seconds 20] [--connections 16] [--json]"""
import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
os.environ.setdefault("MODERATO_BIN", str(ROOT / "build/release/bin"))
sys.path.insert(0, str(ROOT / "tests/e2e"))

from daemon import BIN, Daemon, comment  # noqa: E402  (reads the environment)
from gateway import Gateway  # noqa: E402

KEY = "a-key-of-the-measuring-program-of-no-other-use"
TABLES = {"gateway": f"""
[gateway.site.perspective.key.bench]
hash = "{hashlib.sha256(KEY.encode()).hexdigest()}"
roles = ["perspective"]
"""}
BODIES = 20_000  # texts that are not all the same
CHARACTERS = 300


def texts():
    """As long as they should be, of the words of the sample's comments."""
    words = [word for line in (ROOT / "tests/sample/comments.jsonl").read_text().splitlines()
             for word in json.loads(line)["text"].split()]
    chance = random.Random(7)
    for _ in range(BODIES):
        text = ""
        while len(text) < CHARACTERS:
            text += chance.choice(words) + " "
        yield text[:CHARACTERS]


def bodies(all_texts, **more):
    return "\n".join(json.dumps({"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}, "languages": ["en"],
                                 **more}, ensure_ascii=False) for text in all_texts)


def load(gateway, lines, connections, seconds, rate):
    address, port = gateway.address().split(":")
    before = os.times()
    done = subprocess.run([BIN / "gateway_perspective_load", address, port, f"/v1alpha1/comments:analyze?key={KEY}",
                           str(connections), str(seconds), str(rate)], input=lines, capture_output=True, text=True, check=True)
    after = os.times()
    return json.loads(done.stdout) | {"load_cpu": after.children_user + after.children_system - before.children_user
                                      - before.children_system}


def chain_alone(all_texts):
    """Comments a second that `moderato run --only civility` judges with all cores."""
    lines = "\n".join(json.dumps(comment(i, text, article=f"a{i % 64}"), ensure_ascii=False)
                      for i, text in enumerate(all_texts * 5))
    begin = time.monotonic()
    subprocess.run([BIN / "moderato", "run", "--only", "civility"], input=lines, text=True, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return 5 * len(all_texts) / (time.monotonic() - begin)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--rate", type=int, default=500, help="requests a second")
    parser.add_argument("--seconds", type=int, default=20, help="for each measurement")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    all_texts = list(texts())
    found = {"machine": {"cores": os.cpu_count(), "load": os.getloadavg()[0]}, "characters": CHARACTERS}
    for name, more in (("not stored", {"doNotStore": True}), ("stored", {})):
        with Daemon(chain=("civility",), filters="", tables=TABLES) as daemon, Gateway(daemon) as gateway:
            lines = bodies(all_texts, **more)
            load(gateway, lines, asked.connections, 2, asked.rate)  # warm
            steady = load(gateway, lines, asked.connections, asked.seconds, asked.rate)
            most = load(gateway, lines, asked.connections, asked.seconds, 0)
            found[name] = {"steady": steady, "most": most, "recorded": daemon.stats()["last_seq"],
                           "given_up": "not recorded" in gateway.log()}
    found["chain alone"] = chain_alone(all_texts)
    if asked.json:
        return print(json.dumps(found))
    print(f"{os.cpu_count()} cores, load {found['machine']['load']:.1f} before; {CHARACTERS} characters, "
          f"{asked.connections} connections")
    for name in ("not stored", "stored"):
        steady, most = found[name]["steady"], found[name]["most"]
        print(f"{name}: at {asked.rate}/s p50 {steady['p50']:.2f} ms, p99 {steady['p99']:.2f} ms, p99.9 {steady['p999']:.2f} ms, "
              f"most {steady['most']:.1f} ms, {steady['failed']} failed; at most {most['a_second']:,.0f}/s, p99 "
              f"{most['p99']:.2f} ms, {most['failed']} failed")
    print(f"the chain alone: {found['chain alone']:,.0f} comments/s")


if __name__ == "__main__":
    main()
