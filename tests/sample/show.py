#!/usr/bin/python3
"""Plays the sample discussion against a running daemon and shows what became of it.

show.py --config FILE: the desk, feed and control addresses are those of FILE. Uses the daemon's public endpoints only,
as any website would. Exit code 0 when every comment got its verdict and every approved one came over the feed.
"""
import argparse
import json
import os
import shutil
import sys
import textwrap
import tomllib
from pathlib import Path

import zmq

HERE = Path(__file__).parent
COLOURS = {"approve": "32", "hold": "33", "reject": "31", "bold": "1", "faint": "2"}
SHOWN = {"approve": "approved", "hold": "held", "reject": "rejected"}


def painter(wanted):
    def paint(style, text):
        return f"\033[{COLOURS[style]}m{text}\033[0m" if wanted else text

    return paint


def address(config, *path):
    for key in path:
        config = config[key]
    where = config["bind"]
    return where if isinstance(where, str) else where[0]


def one_line(text, width):
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= width else line[: width - 1] + "…"


def lines_of(name):
    with open(HERE / name, encoding="utf-8") as lines:
        return [line.rstrip("\n").encode() for line in lines]


class Client:
    """A website: it submits to the desk, and reads the feed."""

    def __init__(self, config, timeout):
        self.context = zmq.Context()
        self.timeout = timeout * 1000
        self.desk = self.connect(zmq.DEALER, address(config, "intake", "desk"))
        self.control = self.connect(zmq.DEALER, address(config, "control", "endpoint"))
        self.feed = self.connect(zmq.SUB, address(config, "feed", "publish"))
        self.feed.subscribe(b"approved/")

    def connect(self, kind, where):
        socket = self.context.socket(kind)
        socket.linger = 0
        socket.connect(where)
        return socket

    def receive(self, socket, what):
        if not socket.poll(self.timeout):
            sys.exit(f"show.py: no answer within {self.timeout // 1000} s: {what}")
        return socket.recv_multipart()

    def submit(self, frames):
        """One after the other, as people write. The desk's verdicts by comment id; articles have none."""
        answers = {}
        for frame in frames:
            self.desk.send(frame)
            answer = json.loads(self.receive(self.desk, "a verdict from the desk")[0])
            if "error" in answer:
                sys.exit(f"show.py: the desk refused {answer.get('id', 'a message')}: {answer['error']['message']}")
            if "action" in answer:
                answers[answer["id"]] = answer
        return answers

    def approved(self, last_seq):
        """Every approved comment up to last_seq, once, in order: what was missed first, then what arrives."""
        seen = {}
        after, more = 0, True
        while more:
            self.control.send(json.dumps({"request": "feed", "after": after, "topics": ["approved/"]}).encode())
            head, *rest = self.receive(self.control, "a page of the feed")
            page = json.loads(head)
            after, more = page["scanned"], page["more"]
            for i in range(0, len(rest), 4):
                seen[int(rest[i + 1])] = json.loads(rest[i + 2])
        while max(seen, default=0) < last_seq:
            _, seq, comment, _ = self.receive(self.feed, f"comment {last_seq} on the feed")
            seen.setdefault(int(seq), json.loads(comment))
        return [seen[seq] for seq in sorted(seen)]


def why(verdict):
    reasons = [r for r in verdict["reasons"] if r.get("message") and not r.get("shadow")]
    strictest = [r for r in reasons if r["action"] == verdict["action"]] or reasons[:1]
    return "; ".join(f"{r['filter']}: {r['message']}" for r in strictest)


def show_table(comments, verdicts, paint, columns):
    wide = max(40, columns - 18 - 10 - 4)
    text_width = wide // 2
    print(paint("bold", f"{'author':<17} {'comment':<{text_width}}  {'verdict':<9} why"))
    for comment in comments:
        verdict = verdicts[comment["id"]]
        action = verdict["action"]
        print(
            f"{one_line(comment['author']['name'], 17):<17} {one_line(comment['text'], text_width):<{text_width}}  "
            + paint(action, f"{SHOWN[action]:<9}")
            + " "
            + one_line(why(verdict), wide - text_width)
        )
    counts = [sum(v["action"] == a for v in verdicts.values()) for a in SHOWN]
    print(f"\n{len(comments)} comments: " + ", ".join(f"{n} {name}" for n, name in zip(counts, SHOWN.values())))


def show_threads(articles, comments, paint, columns):
    ids = {c["id"] for c in comments}

    def show(parent, depth):
        for comment in (c for c in comments if c.get("parent") == parent):
            show_comment(comment, depth)

    def show_comment(comment, depth):
        indent = "  " + "│ " * depth
        body = textwrap.wrap(one_line(comment["text"], 4000), max(30, columns - len(indent)))
        print(paint("faint", indent) + paint("bold", comment["author"]["name"]))
        for line in body:
            print(paint("faint", indent) + line)
        show(comment["id"], depth + 1)

    for article in articles:
        print("\n" + paint("bold", article["title"]))
        top = [c for c in comments if c["article"] == article["article"]]
        for comment in top:
            if comment.get("parent") is None:
                show_comment(comment, 0)
            elif comment["parent"] not in ids:
                print("  " + paint("faint", "(in reply to a comment that is not shown)"))
                show_comment(comment, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--config", required=True, type=Path)
    parser.add_argument("--timeout", type=int, default=60, help="seconds to wait for an answer")
    arguments = parser.parse_args()
    with open(arguments.config, "rb") as file:
        client = Client(tomllib.load(file), arguments.timeout)
    colour = (sys.stdout.isatty() or "FORCE_COLOR" in os.environ) and "NO_COLOR" not in os.environ
    paint, columns = painter(colour), shutil.get_terminal_size((140, 40)).columns

    articles, comments = lines_of("articles.jsonl"), lines_of("comments.jsonl")
    client.submit(articles)
    verdicts = client.submit(comments)
    comments = [json.loads(c) for c in comments]
    show_table(comments, verdicts, paint, columns)

    approved = [v for v in verdicts.values() if v["action"] == "approve"]
    received = client.approved(max((v["seq"] for v in approved), default=0))
    print("\n" + paint("bold", f"What a subscriber of the feed received ({len(received)} comments)"))
    show_threads([json.loads(a) for a in articles], received, paint, columns)
    if {c["id"] for c in received} != {v["id"] for v in approved}:
        sys.exit("show.py: the feed and the verdicts differ")


if __name__ == "__main__":
    main()
