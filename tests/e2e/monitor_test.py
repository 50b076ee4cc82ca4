#!/usr/bin/python3
"""Metrics and health over HTTP, as Prometheus and probes see them."""
import http.client
import json
import re
import socket
import sqlite3
import subprocess
import time
import unittest
from contextlib import closing, contextmanager
from pathlib import Path

from daemon import BIN, PATIENCE, Daemon, comment
from prometheus_text import parse

DASHBOARD = Path(__file__).parents[2] / "config/grafana-dashboard.json"
ANY_PORT = {"monitor": 'endpoint = "127.0.0.1:0"\n'}


def port_of(daemon):
    """Where it listens is the first thing that it says."""
    deadline = time.monotonic() + PATIENCE
    while not (found := re.findall(r"metrics and health at http://127\.0\.0\.1:(\d+)", daemon.log())):
        assert time.monotonic() < deadline, daemon.log()
    return int(found[-1])


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def scrape(daemon):
    status, text = get(port_of(daemon), "/metrics")
    assert status == 200, text
    return parse(text)


@contextmanager
def locked(daemon):
    """Another program keeps the daemon from writing its ledger."""
    with closing(sqlite3.connect(daemon.folder / "ledger.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


class Monitor(unittest.TestCase):
    def start(self, **options):
        return self.enterContext(Daemon(**{"tables": ANY_PORT, **options}))

    def when(self, daemon, ready):
        """The first metrics for which ready(metrics) is true: some are counted after the receipt was sent."""
        deadline = time.monotonic() + PATIENCE
        while not ready(metrics := scrape(daemon)):
            self.assertLess(time.monotonic(), deadline, metrics)
        return metrics

    def test_counts_what_was_done(self):
        daemon = self.start()
        desk = daemon.desk()
        desk.submit([comment(i, author=author, site=site) for i, (author, site) in
                     enumerate([("good", "s1")] * 5 + [("wait", "s1")] * 3 + [("bad", "s\"2\\")] * 2)])
        desk.ask(comment(0, site="s1"))  # again
        desk.ask(b"no comment")
        daemon.request("review", action="reject", site="s1", id="1", moderator="mia")
        metrics = self.when(daemon, lambda m: m.value("moderato_in_flight") == 0)
        value = metrics.value
        self.assertEqual(value("moderato_received_total"), 11)
        self.assertEqual(value("moderato_resubmitted_total"), 1)
        self.assertEqual(value("moderato_malformed_total"), 1)
        for decision, count in (("approved", 5), ("held", 3), ("rejected", 2), ("withdrawn", 1)):
            self.assertEqual(value("moderato_decisions_total", decision=decision), count, decision)
        self.assertEqual(value("moderato_site_decisions_total", site="s1", decision="approved"), 5)
        self.assertEqual(value("moderato_site_decisions_total", site='s"2\\', decision="rejected"), 2)
        for action, count in (("pass", 5), ("hold", 3), ("reject", 2), ("approve", 0)):
            self.assertEqual(value("moderato_filter_findings_total", filter="membership", action=action), count)
        self.assertEqual(value("moderato_filter_errors_total", filter="membership"), 0)
        self.assertEqual(value("moderato_filter_seconds_count", filter="membership"), 10)
        for stage in ("judging", "writing", "whole"):
            self.assertEqual(value("moderato_stage_seconds_count", stage=stage), 10, stage)
        whole = value("moderato_stage_seconds_sum", stage="whole")
        parts = [value("moderato_stage_seconds_sum", stage=stage) for stage in ("judging", "writing")]
        self.assertAlmostEqual(whole, sum(parts), delta=10 * 2e-6)
        self.assertGreaterEqual(value("moderato_commit_seconds_count"), 2)
        self.assertEqual(value("moderato_held"), 3)
        self.assertEqual(value("moderato_ledger_last_seq"), 11)
        self.assertEqual(value("moderato_ready"), 1)
        for queue in ("judging", "writing", "requests"):
            self.assertEqual(value("moderato_waiting", queue=queue), 0, queue)
        [chain] = metrics.labels("moderato_chain_info")
        self.assertEqual(chain, {"site": "", "chain": daemon.stats()["chain"]})
        self.assertEqual([each["plugin"] for each in metrics.labels("moderato_plugin_info")], ["membership"])
        [model] = metrics.labels("moderato_model_info")
        self.assertEqual((model["filter"], model["file"]), ("membership", str(daemon.folder / "members.db")))
        self.assertRegex(model["hash"], "^[0-9a-f]{16}$")
        self.assertEqual(value("process_threads"), len(list(Path(f"/proc/{daemon.process.pid}/task").iterdir())))
        self.assertGreater(value("process_resident_memory_bytes"), 1e6)

    def test_stats_tell_the_same(self):
        daemon = self.start()
        daemon.desk().submit([comment(i) for i in range(100)])
        stats = daemon.stats_when(lambda s: s["in_flight"] == 0 and s["waiting"]["publishing"] == 0)
        metrics = scrape(daemon)
        self.assertEqual(stats["stages"]["whole"]["count"], metrics.value("moderato_stage_seconds_count", stage="whole"))
        self.assertEqual(stats["commits"], metrics.value("moderato_commit_seconds_count"))
        self.assertGreater(stats["stages"]["whole"]["p50_us"], 0)
        self.assertGreaterEqual(stats["commit_times"]["p99_us"], stats["commit_times"]["p50_us"])
        [membership] = stats["filters"]
        self.assertEqual(membership["checked"], 100)
        self.assertGreaterEqual(membership["p99_us"], membership["p50_us"])
        self.assertEqual(stats["waiting"], {"judging": 0, "writing": 0, "publishing": 0, "requests": 0})

    def test_a_reload_goes_on_counting(self):
        daemon = self.start()
        desk = daemon.desk()
        desk.ask(comment("1"))
        daemon.config.write_text(daemon.config.read_text().replace('lapsed = "hold"', 'lapsed = "reject"'))
        self.assertTrue(daemon.request("reload")["reloaded"])
        desk.ask(comment("2"))
        daemon.config.write_text("nonsense")
        self.assertIn("error", daemon.request("reload"))
        metrics = scrape(daemon)
        self.assertEqual(metrics.value("moderato_configuration_generation"), 1)
        self.assertEqual(metrics.value("moderato_reloads_total", result="taken"), 1)
        self.assertEqual(metrics.value("moderato_reloads_total", result="refused"), 1)
        self.assertEqual(metrics.value("moderato_filter_seconds_count", filter="membership"), 2)
        self.assertEqual(metrics.labels("moderato_chain_info")[0]["chain"], daemon.stats()["chain"])

    def test_the_dashboard_draws_what_is_told(self):
        daemon = self.start()
        daemon.desk().ask(comment("1"))
        metrics = self.when(daemon, lambda m: m.value("moderato_in_flight") == 0)
        dashboard = json.loads(DASHBOARD.read_text())
        drawn = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
        drawn += [each["definition"] for each in dashboard["templating"]["list"] if "definition" in each]
        self.assertGreater(len(drawn), 20)
        for expression in drawn:
            used = re.findall(r"((?:moderato|process)_\w+)(?:\{(.*?)\})?", expression)
            self.assertTrue(used, expression)
            for name, matchers in used:
                self.assertIn(name, metrics.names(), expression)
                grouped = [label for each in re.findall(r"by \((.*?)\)", expression) for label in each.split(", ")]
                known = {"instance"}.union(*metrics.labels(name))
                self.assertLessEqual({*grouped, *re.findall(r"(\w+)[!=]", matchers)}, known, expression)

    def test_health_and_paths(self):
        port = port_of(self.start())
        self.assertEqual(get(port, "/healthz"), (200, "alive\n"))
        self.assertEqual(get(port, "/readyz?verbose"), (200, "ready\n"))
        self.assertEqual(get(port, "/")[0], 200)
        self.assertEqual(get(port, "/none")[0], 404)

    def test_is_not_ready_while_it_stops(self):
        daemon = self.start()
        port = port_of(daemon)
        # What the ledger waits for keeps a comment in flight, and that keeps the daemon from being done.
        with locked(daemon):
            daemon.queue().send(comment("1"))
            self.when(daemon, lambda m: m.value("moderato_waiting", queue="writing") == 1)
            self.unready(port, "Cannot write the ledger")
            self.assertEqual(get(port, "/healthz")[0], 200)
            daemon.process.terminate()
            self.unready(port, "the daemon is stopping")
        self.assertEqual(daemon.wait(), 0)

    def unready(self, port, why):
        deadline = time.monotonic() + PATIENCE
        while why not in (answer := get(port, "/readyz"))[1]:
            self.assertLess(time.monotonic(), deadline, answer)
        self.assertEqual(answer[0], 503)

    def test_a_taken_port_is_an_error_at_start(self):
        with socket.create_server(("127.0.0.1", 0)) as taken, Daemon() as other:
            port = taken.getsockname()[1]
            config = other.config.read_text().replace('endpoint = ""', f'endpoint = "127.0.0.1:{port}"')
            config = config.replace(f"ipc://{other.folder}/", f"ipc://{other.folder}/other-").replace("ledger.db", "other.db")
            file = other.folder / "other.toml"
            file.write_text(config)
            done = subprocess.run([BIN / "moderatod", "--config", file], capture_output=True, text=True, timeout=PATIENCE)
            self.assertEqual(done.returncode, 69)
            self.assertIn(f"monitor.endpoint: can't listen on 127.0.0.1 port {port}: the address is in use", done.stderr)


if __name__ == "__main__":
    unittest.main()
