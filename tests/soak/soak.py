#!/usr/bin/python3
"""Real-sized traffic for a while, with kills, reloads, full disks, database outages and hostile clients, and then an
account: sent, receipted, in the ledger, published, duplicated, lost, and how memory and files grew.

soak.py MINUTES [--rate COMMENTS_PER_SECOND] [--seed N] [--only KIND...]. scripts/soak builds first.
"""
import argparse
import json
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "build/release"
os.environ.setdefault("MODERATO_BIN", str(BUILD / "bin"))

from postgres import Postgres  # noqa: E402
from traffic import Hostile, Moderator, Subscriber, Website  # noqa: E402

from daemon import BIN, Daemon, _die_with_the_test  # noqa: E402  (reads the environment; the folder is on the path since traffic)

QUERY = ("SELECT CASE substr($1, 1, 4) WHEN 'good' THEN 'active' WHEN 'wait' THEN 'lapsed' ELSE 'banned' END AS status")
FULL = 65_536  # bytes that a file may have while the disk is full


class SoakedDaemon(Daemon):
    """Its log goes through a pipe, so that a limit on the size of its files is one on the ledger alone."""

    def start(self):
        self.lives = getattr(self, "lives", 0) + 1
        self.process = subprocess.Popen(
            [BIN / "moderatod", "--config", self.config], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, preexec_fn=_die_with_the_test)
        threading.Thread(target=self._keep_log, args=(self.process.stdout,), daemon=True).start()
        return self

    def _keep_log(self, pipe):
        with open(self.folder / "log", "ab") as log:
            for line in pipe:
                log.write(line)
                log.flush()


def configuration(database, threshold):
    return f"""
[filter.membership]
source = "postgresql"
connection = "host={database.folder} dbname=postgres user=moderato"
query = "{QUERY}"
lapsed = "hold"

# Full before long, so that memory can be seen to level off.
[filter.duplicate]
window_count = 100_000

[filter.civility]
isolation = "process"
hold.TOXICITY = {threshold}
"""


class Trouble:
    """What happens to the daemon, one thing after another."""

    def __init__(self, daemon, database, websites, rng, say):
        self.daemon, self.database, self.websites, self.rng, self.say = daemon, database, websites, rng, say
        self.happened = Counter()
        self.base = daemon.config.read_text()
        self.thresholds = 0

    def one(self, kinds):
        kind = self.rng.choice(kinds)
        self.happened[kind] += 1
        self.say(kind.replace("_", " "))
        getattr(self, kind)()

    def kill(self):
        self.daemon.kill()
        self.daemon.start()

    def stop_and_start(self):
        code = self.daemon.stop()
        if code != 0:
            raise RuntimeError(f"the daemon ended with {code} when asked to stop:\n{self.daemon.log()}")
        self.daemon.start()

    def reload(self):
        self.thresholds += 1
        old, new = (f"hold.TOXICITY = 0.4{(self.thresholds + step) % 2}" for step in (1, 0))
        self.daemon.config.write_text(self.daemon.config.read_text().replace(old, new))
        self.daemon.process.send_signal(signal.SIGHUP)

    def reload_nonsense(self):
        right = self.daemon.config.read_text()
        self.daemon.config.write_text(right + "\n[filter.civility.reject]\nTOXICITY = 7\n")
        answer = self.ask_reload()
        self.daemon.config.write_text(right)
        if answer is not None and answer["error"]["code"] != "reload.refused":
            raise RuntimeError(f"nonsense was not refused: {answer}")

    def ask_reload(self):
        done = subprocess.run([BIN / "moderato", "--json", "reload", "--control",
                               self.daemon.addresses["endpoint"]], capture_output=True, text=True)
        answer = json.loads(done.stdout)
        # No answer: it has just been started, and tells the filters the past first.
        return None if answer.get("error", {}).get("code") == "cli.no_answer" else answer

    def kill_a_filter(self):
        for child in Path(f"/proc/{self.daemon.process.pid}/task").glob("*/children"):
            for pid in child.read_text().split():
                os.kill(int(pid), signal.SIGKILL)

    def disk_full(self):
        limits = resource.prlimit(self.daemon.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.daemon.process.pid, resource.RLIMIT_FSIZE, (FULL, limits[1]))
        time.sleep(self.rng.uniform(1, 8))
        if self.rng.random() < 0.2:
            return self.kill()  # at the worst moment
        resource.prlimit(self.daemon.process.pid, resource.RLIMIT_FSIZE, limits)

    def database_outage(self):
        self.database.stop(self.rng.choice(["fast", "immediate"]))
        time.sleep(self.rng.uniform(1, 8))
        self.database.start()

    def flood(self):
        site = self.rng.choice(self.websites)
        site.flood, site.window = True, 5_000
        time.sleep(self.rng.uniform(2, 6))
        site.flood, site.window = False, 64


class Meter(threading.Thread):
    """The daemon's memory and open files, every second, by its process."""

    def __init__(self, daemon):
        super().__init__(daemon=True)
        self.daemon_under_test, self.samples = daemon, []

    def run(self):
        while True:
            process = self.daemon_under_test.process
            try:
                memory = self.daemon_under_test.memory()
                files = len(os.listdir(f"/proc/{process.pid}/fd"))
                self.samples.append((time.monotonic(), process.pid, memory, files))
            except (OSError, StopIteration):
                pass  # between two lives
            time.sleep(1)

    def since(self, begin):
        return [(memory, files) for at, pid, memory, files in self.samples
                if at >= begin and pid == self.daemon_under_test.process.pid]


def levels_off(values, slack):
    """Whether the last third is not above the middle third by more than a twentieth and the slack."""
    third = len(values) // 3
    middle, last = statistics.median(values[third : 2 * third]), statistics.median(values[2 * third :])
    return last <= middle * 1.05 + slack, middle, last


ALWAYS = ["reload", "reload_nonsense", "database_outage", "kill_a_filter", "flood"]
UNTIL_CALM = ["kill", "kill", "stop_and_start", "disk_full"]


def soak(minutes, rate, seed, only):
    rng = random.Random(seed)
    begin = time.monotonic()

    def say(what):
        print(f"{time.monotonic() - begin:7.1f} s  {what}", flush=True)

    print(f"seed {seed}, {minutes} minutes, {rate} comments a second", flush=True)
    wrong = []
    with Postgres() as database:
        daemon = SoakedDaemon(chain=("membership", "duplicate", "civility"), workers=2,
                              filters=configuration(database, 0.40))
        with daemon:
            daemon.stats_when(lambda stats: stats["in_flight"] == 0)
            websites = [Website(daemon, f"{site}.{i}", seed, rate / 6) for site in ("one", "two", "three")
                        for i in range(2)]
            subscriber, moderator = Subscriber(daemon, "subscriber", seed), Moderator(daemon, "moderator", seed)
            actors = [*websites, subscriber, moderator, Hostile(daemon, "hostile", seed)]
            meter = Meter(daemon)
            for each in [*actors, meter]:
                each.start()
            trouble = Trouble(daemon, database, websites, rng, say)
            rough_until = begin + minutes * 60 * 0.7
            rough, quiet = ([kind for kind in kinds if not only or kind in only]
                            for kinds in (UNTIL_CALM + ALWAYS, ALWAYS))
            while time.monotonic() < rough_until:
                time.sleep(rng.uniform(2, 12))
                trouble.one(rough)
                if daemon.process.poll() is not None:
                    raise SystemExit(f"the daemon ended by itself:\n{daemon.log()}")
            # One life to the end, to see whether memory and files level off.
            say("no more kills")
            calm = time.monotonic()
            while time.monotonic() < begin + minutes * 60:
                time.sleep(rng.uniform(2, 12))
                if quiet:
                    trouble.one(quiet)
            say("the websites finish")
            for each in actors:
                if each is not subscriber:
                    each.stop()
            for each in actors:
                if each is not subscriber:
                    each.join(120)
            stats = daemon.stats_when(lambda stats: stats["in_flight"] == 0)
            subscriber.stop()
            account(daemon, websites, subscriber, moderator, stats, wrong, actors)
            for name, values, slack, unit in (
                    ("memory", [s[0] / 1e6 for s in meter.since(calm)], 8, "MB"),
                    ("open files", [s[1] for s in meter.since(calm)], 8, "")):
                level, middle, last = levels_off(values, slack)
                print(f"{name}: {middle:.0f} {unit} in the middle, {last:.0f} {unit} in the end, "
                      f"{max(values):.0f} {unit} at most")
                if not level:
                    wrong.append(f"{name} still grows")
            print("happened: " + ", ".join(f"{name.replace('_', ' ')} {count}"
                                           for name, count in sorted(trouble.happened.items())))
    for each in wrong:
        print(f"WRONG: {each}")
    print("clean" if not wrong else f"{len(wrong)} things are wrong")
    return 1 if wrong else 0


def account(daemon, websites, subscriber, moderator, stats, wrong, actors):
    decided, by_seq, topics = Counter(), {}, {}
    last_published = 0
    for topic, seq, body, verdict in daemon.verdicts():
        kind = topic.split("/", 1)[0]
        topics[seq] = kind
        if kind in ("approved", "withdrawn"):
            last_published = seq
        if verdict["decided_by"] == "chain":
            decided[body] += 1
            by_seq[seq] = (body, verdict["action"])
        else:
            by_seq[seq] = (verdict["site"], verdict["id"], verdict["action"])
    subscriber.until = last_published
    subscriber.join(120)

    receipts = {body: said for site in websites for body, said in site.receipts.items()}
    lost = [body for body, (seq, action) in receipts.items() if by_seq.get(seq) != (body, action)]
    lost_reviews = [key for key, action in moderator.reviews.items() if by_seq.get(key[2]) != (*key[:2], action)]
    duplicated = sum(count - 1 for count in decided.values())
    unanswered = sum(len(site.open) for site in websites)
    expected = [(seq, kind) for seq, kind in sorted(topics.items()) if kind in ("approved", "withdrawn")]
    unpublished = len(set(expected) - set(subscriber.handled))
    twice = len(subscriber.handled) - len(set(subscriber.handled))
    foreign = len(set(subscriber.handled) - set(expected))
    print(f"""sent {len(receipts) + unanswered} (and {sum(site.again for site in websites)} again), receipted \
{len(receipts)}, in the ledger {len(decided)}, reviews {len(moderator.reviews)}
published {len(subscriber.handled)} of {len(expected)} over {subscriber.reconnects} connections, \
{daemon.lives} lives of the daemon, {stats['malformed']} malformed in the last
duplicated {duplicated}, lost {len(lost) + len(lost_reviews)}, not published {unpublished}, published twice {twice}""")
    for what, count in (("receipted and not in the ledger", len(lost)), ("reviewed and lost", len(lost_reviews)),
                        ("decided twice", duplicated), ("without an answer", unanswered),
                        ("approved and not published", unpublished), ("published twice", twice),
                        ("published and not in the ledger", foreign)):
        if count:
            wrong.append(f"{count} {what}")
    for site in websites:
        for code, answer in site.refused.items():
            wrong.append(f"{site.name} got {code}: {answer}")
    for each in actors:
        if each.failure:
            wrong.append(each.failure)
        if each.is_alive():
            wrong.append(f"{each.name} did not end")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A long run with every kind of trouble, and an account of it.")
    parser.add_argument("minutes", type=float)
    parser.add_argument("--rate", type=float, default=300, help="comments a second, of all websites")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--only", nargs="+", choices=sorted({*UNTIL_CALM, *ALWAYS}), help="these kinds of trouble alone")
    given = parser.parse_args()
    sys.exit(soak(given.minutes, given.rate, given.seed, given.only))
