#!/usr/bin/python3
"""Ten times what a daemon can judge, from a thousand clients of one site, beside slow and deaf subscribers: how long the
comments of other sites take, how much memory it costs, and whether anything that was receipted is lost.

overload.py MINUTES [--clients N] [--factor N]. scripts/overload builds first. The daemon's pace is set by a filter that
takes a millisecond, so that the clients of one machine can be ten times as fast.
"""
import argparse
import json
import multiprocessing
import os
import statistics
import sys
import threading
import time
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "build/release"
os.environ.setdefault("MODERATO_BIN", str(BUILD / "bin"))
FILTERS = Path(os.environ.get("MODERATO_TEST_FILTERS", BUILD / "tests/e2e/filters"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

import zmq  # noqa: E402

from daemon import Daemon, comment, frame  # noqa: E402

WORKERS = 2
PACE = WORKERS * 1_000  # comments a second: one worker, one millisecond a comment
WINDOW = 40  # unanswered comments of a client that floods


def flood(address, clients, rate, stop, results):
    """A process: `clients` connections send `rate` comments a second, and send again what they are told to."""
    context = zmq.Context()
    context.max_sockets = clients + 10
    sockets = []
    for _ in range(clients):
        each = context.socket(zmq.DEALER)
        each.linger, each.sndhwm = 0, 1_000
        each.connect(address)
        sockets.append(each)
    poller = zmq.Poller()
    number = {}
    for i, each in enumerate(sockets):
        poller.register(each, zmq.POLLIN)
        number[each] = i
    open_, receipts, busy, sent, odd = [0] * clients, {}, 0, 0, {}
    again = []
    turn, due = 0, time.monotonic()
    finish_by = None

    def take(timeout):
        nonlocal busy
        for each, _ in poller.poll(timeout):
            while each.poll(0):
                answer = json.loads(each.recv())
                at = number[each]
                open_[at] -= 1
                if "error" not in answer:
                    receipts[answer["id"]] = answer["seq"]
                elif answer["error"]["code"] == "intake.busy":
                    busy += 1
                    again.append(answer["id"])
                else:
                    odd[answer["error"]["code"]] = answer

    def send(id):
        nonlocal turn
        for _ in range(clients):
            turn = (turn + 1) % clients
            if open_[turn] < WINDOW:
                sockets[turn].send(frame(comment(id, f"Flood {id}", site="flood", article=f"a{hash(id) % 100}")))
                open_[turn] += 1
                return True
        return False

    while not stop.is_set() or any(open_):
        now = time.monotonic()
        if stop.is_set():  # what was turned away last is given up, what was not must be answered
            finish_by = finish_by or now + 120
            if now > finish_by:
                break
        while due <= now and not stop.is_set():
            due = max(due + 1 / rate, now - 1)
            # Half of it sends again what was turned away, as clients do that know no patience.
            id = again.pop() if again and sent % 2 else f"f{sent}"
            sent += 1
            if not send(id):
                break
        take(5)
    results.put({"attempts": sent, "receipts": receipts, "busy": busy, "unanswered": sum(open_), "odd": odd})


class Quiet(threading.Thread):
    """A site that sends a comment now and then, and measures how long each takes until its receipt."""

    def __init__(self, daemon, name, rate):
        super().__init__(daemon=True)
        self.desk, self.name, self.rate = daemon.desk(), name, rate
        self.times, self.receipts, self.turned_away, self.stopping = [], {}, 0, False

    def run(self):
        number = 0
        while not self.stopping:
            number += 1
            begin = time.monotonic()
            self.desk.send(comment(f"{self.name}{number}", f"Quiet {number}", site=self.name))
            answer = json.loads(self.desk.receive()[0])
            self.times.append(time.monotonic() - begin)
            if "error" in answer:
                self.turned_away += 1
            else:
                self.receipts[answer["id"]] = answer["seq"]
            time.sleep(1 / self.rate)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def overload(minutes, clients, factor):
    tables = {"head": f'plugin_path = ["{FILTERS}"]'}
    with Daemon(chain=("slow",), workers=WORKERS, tables=tables, filters="") as daemon:
        # Subscribers: one reads slowly, one has stopped reading.
        slow, deaf = daemon.feed("approved/"), daemon.feed("approved/")
        slow.socket.rcvhwm = deaf.socket.rcvhwm = 100
        stop, results = multiprocessing.Event(), multiprocessing.Queue()
        quiet = [Quiet(daemon, f"quiet{i}", 10) for i in range(3)]
        for each in quiet:
            each.start()
        time.sleep(5)
        calm = [len(each.times) for each in quiet]
        print(f"alone: p50 {1000 * statistics.median(sum((q.times for q in quiet), [])):.1f} ms, memory "
              f"{daemon.memory() / 1e6:.0f} MB", flush=True)
        flooding = multiprocessing.Process(
            target=flood, args=(daemon.addresses["desk"], clients, PACE * factor, stop, results))
        flooding.start()
        begin, memory = time.monotonic(), []
        while time.monotonic() < begin + minutes * 60:
            time.sleep(1)
            memory.append(daemon.memory() / 1e6)
            if slow.socket.poll(0):
                slow.receive()
        for each in quiet:
            each.stopping = True
        stop.set()
        result = results.get(timeout=300)
        flooding.join()
        for each in quiet:
            each.join()
        stats = daemon.stats_when(lambda stats: stats["in_flight"] == 0)
        recorded = {(m[3]["site"], m[3]["id"]): m[1] for m in daemon.verdicts()}
        times = sum((each.times[start:] for each, start in zip(quiet, calm)), [])
        lost = sum(recorded.get(("flood", id)) != seq for id, seq in result["receipts"].items())
        lost += sum(recorded.get((each.name, id)) != seq for each in quiet for id, seq in each.receipts.items())
        turned_away = sum(each.turned_away for each in quiet)
        third = len(memory) // 3
        print(f"""{clients} clients of one site at {PACE * factor} comments a second against a pace of {PACE}, \
{minutes:g} minutes
flood: {result['attempts']} sent, {len(result['receipts'])} receipted, {result['busy']} times told to come back, \
{result['unanswered']} without an answer
other sites: {len(times)} comments, p50 {1000 * statistics.median(times):.1f} ms, p99 \
{1000 * percentile(times, .99):.1f} ms, longest {1000 * max(times):.1f} ms, {turned_away} told to come back
memory: {memory[0]:.0f} MB at first, {statistics.median(memory[third:2 * third]):.0f} MB in the middle, \
{statistics.median(memory[2 * third:]):.0f} MB in the end, {max(memory):.0f} MB at most
decided {stats['last_seq']}, receipted and lost {lost}""")
        wrong = [f"{lost} lost"] * bool(lost) + [f"answers nobody expects: {result['odd']}"] * bool(result["odd"])
        wrong += [f"{result['unanswered']} without an answer"] * bool(result["unanswered"])
        wrong += [f"{turned_away} of quiet sites turned away"] * bool(turned_away)
        for each in wrong:
            print(f"WRONG: {each}")
        return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A flood from one site, and what the others notice of it.")
    parser.add_argument("minutes", type=float)
    parser.add_argument("--clients", type=int, default=1_000)
    parser.add_argument("--factor", type=float, default=10, help="times what the daemon can judge")
    given = parser.parse_args()
    sys.exit(overload(given.minutes, given.clients, given.factor))
