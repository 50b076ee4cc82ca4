"""A real moderato-gateway beside a test's moderatod, and what it should hold."""
import json
import select
import sqlite3
import subprocess
import time

from daemon import BIN, PATIENCE, Process, TimedOut, _die_with_the_test

APPROVED, WITHDRAWN, ERASED = 0, 3, 4  # topics, as in the ledger


class Gateway(Process):
    """Use as `with Gateway(daemon) as gateway:`; it must then also stop cleanly when the block ends."""
    name = "gateway"

    def __init__(self, daemon, *arguments):
        self.daemon, self.arguments = daemon, arguments
        self.process = None
        self.starts = 0
        self.file = daemon.folder / "gateway.db"

    def start(self):
        self.starts += 1
        with open(self.daemon.folder / "gateway.log", "ab") as log:
            self.process = subprocess.Popen(
                [BIN / "moderato-gateway", "--config", self.daemon.config, *self.arguments], stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, preexec_fn=_die_with_the_test)
        return self

    def __enter__(self):
        return self.start()

    def __exit__(self, failed, *_):
        try:
            if self.process.poll() is None:
                code = self.stop()
                assert failed or code == 0, f"the gateway ended with {code}:\n{self.log()}"
        finally:
            if self.process.poll() is None:
                self.kill()

    def log(self):
        return (self.daemon.folder / "gateway.log").read_text(errors="replace")[-20_000:]

    def until(self, look, good, what="what was expected"):
        """What is seen once it is good."""
        deadline = time.monotonic() + PATIENCE
        while not good(seen := look()):
            if time.monotonic() > deadline:
                raise TimedOut(f"not {what}, but {seen}; the gateway's log:\n{self.log()}\nthe daemon's:\n{self.daemon.log()}")
            if self.process.poll() is not None:
                raise AssertionError(f"the gateway ended with {self.process.returncode}:\n{self.log()}")
            select.select([], [], [], 0.02)
        return seen

    def address(self):
        """Where it serves HTTP since it was started last."""
        lines = self.until(lambda: [line for line in self.log().splitlines() if '"at http://' in line],
                           lambda lines: len(lines) == self.starts, "the address in the log")
        return json.loads(lines[-1])["message"].removeprefix("at http://")

    def until_logged(self, text):
        return self.until(self.log, lambda log: text in log, f"\"{text}\" in the log")

    def position(self):
        return self._read("SELECT seq FROM position", [(-1,)])[0][0]

    def held(self):
        """What is published, as the read model has it: by site and id."""
        rows = self._read(
            """SELECT s.name, c.id, a.name, c.parent, c.author_id, c.author_name, c.text, c.revision, c.seq, c.first_seq,
               a.comments = (SELECT count(*) FROM comment o WHERE o.article = a.number)
               FROM comment c JOIN site s ON s.number = c.site JOIN article a ON a.number = c.article""", [])
        return {row[:2]: row[2:] for row in rows}

    def until_same(self):
        """Waits until all that the ledger has is applied and the read model holds exactly what it has published; that."""
        self.until(self._difference, lambda difference: not difference, "what the ledger has published")
        return self.held()

    def _difference(self):
        """Some of what differs: (in the read model, in the ledger)."""
        rows = ledger(self.daemon)
        last = max((row[0] for row in rows if row[1] in (APPROVED, WITHDRAWN, ERASED)), default=0)
        if (position := self.position()) < last:
            return {"seq": (position, last)}
        held, expected = self.held(), published(rows)
        wrong = [key for key in {**held, **expected} if held.get(key) != expected.get(key)]
        return {key: (held.get(key), expected.get(key)) for key in wrong[:5]}

    def _read(self, query, without):
        try:
            with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True) as connection:
                return connection.execute(query).fetchall()
        except sqlite3.OperationalError:  # not made yet
            return without
        finally:
            if "connection" in locals():
                connection.close()


def ledger(daemon):
    """Every decision: seq, topic, whether the comment stands after it, revision, comment."""
    connection = sqlite3.connect(f"file:{daemon.folder}/ledger.db?mode=ro", uri=True)
    try:
        return [(*row[:4], json.loads(row[4])) for row in connection.execute(
            """SELECT d.seq, d.topic, d.published, d.revision, s.comment
               FROM decision d JOIN decision s ON s.seq = d.subject ORDER BY d.seq""")]
    finally:
        connection.close()


def published(rows):
    """What stands after these decisions, in the form of Gateway.held()."""
    places, standing, stands = {}, {}, {}
    for seq, topic, is_published, revision, comment in rows:
        key = (comment.get("site", "default"), comment["id"])
        stands[key] = is_published
        if topic == APPROVED:
            first = places.setdefault(key, seq)
            author = comment["author"]
            standing[key] = (comment["article"], comment.get("parent"), author["id"], author.get("name") or "",
                             comment["text"], revision, seq, first, 1)
        elif topic == ERASED:
            places.pop(key, None)
    return {key: standing[key] for key, is_published in stands.items() if is_published}
