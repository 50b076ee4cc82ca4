#!/usr/bin/python3
"""Sends a folder's comments.jsonl through a running daemon with all three filters, at 1, 2 and 4 workers.

real_comments.py DATA_DIR: comments.jsonl has id, author, site, article, parent, text and time (unix seconds). Not one of
the tests that always run: the data is not in the repository.
real_comments.py --convert DATA_DIR: prints them in Moderato's form instead, for scripts/bench --comments.
"""
import datetime
import json
import os
import sys
from collections import Counter
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "build/release"
os.environ.setdefault("MODERATO_BUILD", str(BUILD))
os.environ.setdefault("MODERATO_BIN", str(BUILD / "bin"))

from daemon import Daemon  # noqa: E402  (reads the environment)


def converted(line):
    old = json.loads(line)
    at = datetime.datetime.fromtimestamp(old["time"], datetime.timezone.utc)
    return json.dumps({"id": old["id"], "site": old["site"], "article": old["article"], "parent": old["parent"],
                       "author": {"id": old["author"]}, "text": old["text"], "created_at": at.isoformat()},
                      ensure_ascii=False).encode()


def frames_of(folder):
    return [converted(line) for line in (Path(folder) / "comments.jsonl").read_text(encoding="utf-8").splitlines()]


def main(frames):
    sent = {json.loads(each)["site"] + "/" + json.loads(each)["id"]: at for at, each in enumerate(frames)}
    assert len(sent) == len(frames)
    for workers in (1, 2, 4):
        # Nobody in the data is a member of anything: membership judges, and is recorded, without effect.
        with Daemon(chain=("membership", "duplicate", "civility"), workers=workers,
                    filters='[filter.membership]\nmode = "shadow"\n') as daemon:
            feed, queue = daemon.feed("approved/"), daemon.queue()
            for each in frames:
                queue.send(each)
            before = daemon.stats_when(lambda stats: stats["received"] >= len(frames) and stats["in_flight"] == 0)
            verdicts = [m for m in daemon.verdicts() if f"{m[3]['site']}/{m[3]['id']}" in sent]
            assert len(verdicts) == len(frames) == len({(m[3]["site"], m[3]["id"]) for m in verdicts}), len(verdicts)
            approved = {m[1] for m in verdicts if m[3]["action"] == "approve"}
            published, last = [], {}
            while len(published) < len(approved):
                topic, seq, body, verdict = feed.receive()
                verdict = json.loads(verdict)
                at = sent.get(f"{verdict['site']}/{verdict['id']}")
                if at is None:
                    continue
                assert body == frames[at]
                assert at > last.get(topic, -1), f"out of order in {topic}"
                last[topic] = at
                published.append(int(seq))
            assert len(set(published)) == len(published) and set(published) == approved
            actions = Counter(m[3]["action"] for m in verdicts)
            print(f"{workers} workers: {len(frames)} sent, {len(verdicts)} verdicts, {dict(actions)}, "
                  f"{len(published)} published once and in order; {before['commits']} commits", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--convert":
        sys.stdout.buffer.writelines(each + b"\n" for each in frames_of(sys.argv[2]))
    elif len(sys.argv) == 2:
        main(frames_of(sys.argv[1]))
    else:
        sys.exit(__doc__)
