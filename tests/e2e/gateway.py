"""A real moderato-gateway beside a test's moderatod, and what it should hold."""
import json
import select
import sqlite3
import subprocess
import time
from datetime import datetime

from daemon import BIN, PATIENCE, Process, TimedOut, _die_with_the_test

APPROVED, WITHDRAWN, ERASED = 0, 3, 4  # topics, as in the ledger
PUBLISHED, IS_WITHDRAWN, IS_ERASED = 0, 1, 2  # states, as in the read model


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
        return {key: row[1:] for key, row in self._rows().items() if row[0] == PUBLISHED}

    def places(self):
        """What was published and is not any more, and the place of each: by site and id."""
        return {key: row for key, row in self._rows().items() if row[0] != PUBLISHED}

    def _rows(self):
        rows = self._read(
            """SELECT s.name, c.id, c.state, a.name, c.parent, c.author_id, c.author_name, c.text, c.revision, c.seq,
               c.first_seq, c.staff, c.created_at, c.edited_at,
               a.comments = (SELECT count(*) FROM comment o WHERE o.article = a.number AND o.state = 0)
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
        standing, left = published(rows)
        held, expected = {**self.held(), **self.places()}, {**standing, **left}
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
    """Every decision: seq, topic, whether the comment stands after it, revision, comment, verdict."""
    connection = sqlite3.connect(f"file:{daemon.folder}/ledger.db?mode=ro", uri=True)
    try:
        return [(*row[:4], json.loads(row[4]), json.loads(row[5])) for row in connection.execute(
            """SELECT d.seq, d.topic, d.published, d.revision, s.comment, d.verdict
               FROM decision d JOIN decision s ON s.seq = d.subject ORDER BY d.seq""")]
    finally:
        connection.close()


def microseconds(time):
    return round(datetime.fromisoformat(time).timestamp() * 1_000_000)


def published(rows):
    """What stands after these decisions, and the places that are left, in the form of Gateway.held() and places()."""
    rows_by_key, stands, answers = {}, {}, {}
    for seq, topic, is_published, revision, comment, verdict in rows:
        key = (comment.get("site", "default"), comment["id"])
        stands[key] = is_published
        before = rows_by_key.get(key)
        if topic == APPROVED:
            author = comment["author"]
            decided = microseconds(verdict["decided_at"])
            said = microseconds(comment["created_at"]) if "created_at" in comment else None
            created = before["created"] if before else said or decided
            put_back = before and before["revision"] == revision
            staff = any(reason["code"] == "membership.staff" for reason in verdict["reasons"])
            edited = before["edited"] if put_back else None
            if revision > 0 and not put_back:
                edited = said if said and said > created else decided
            rows_by_key[key] = {
                "state": PUBLISHED, "article": comment["article"], "parent": comment.get("parent"), "author": author["id"],
                "name": author.get("name") or "", "text": comment["text"], "revision": revision, "seq": seq,
                "first": before["first"] if before else seq, "staff": int(bool(staff or put_back and before["staff"])),
                "created": created, "edited": edited}
        elif before and topic in (WITHDRAWN, ERASED) and (topic == ERASED or before["state"] == PUBLISHED):
            before.update(state=IS_ERASED if topic == ERASED else IS_WITHDRAWN, author="", name="", text="", seq=seq)
        _drop_what_nobody_answers(rows_by_key, answers, key, before)
    assert {key for key, row in rows_by_key.items() if row["state"] == PUBLISHED} == {
        key for key, is_published in stands.items() if is_published}
    found = {key: (*row.values(), 1) for key, row in rows_by_key.items()}
    return ({key: row[1:] for key, row in found.items() if row[0] == PUBLISHED},
            {key: row for key, row in found.items() if row[0] != PUBLISHED})


def _drop_what_nobody_answers(rows, answers, key, before):
    """Of what is erased its place is kept as long as there are replies to it."""
    place = lambda row, id: (key[0], row["article"], id)
    if before and before["parent"]:
        answers.get(place(before, before["parent"]), set()).discard(key)
    if key in rows and rows[key]["parent"]:
        answers.setdefault(place(rows[key], rows[key]["parent"]), set()).add(key)
    looked_at = [key] + ([(key[0], before["parent"])] if before and before["parent"] else [])
    while looked_at:
        each = looked_at.pop()
        row = rows.get(each)
        if row and row["state"] == IS_ERASED and not answers.get(place(row, each[1])):
            del rows[each]
            if row["parent"]:
                answers.get(place(row, row["parent"]), set()).discard(each)
                looked_at.append((each[0], row["parent"]))
