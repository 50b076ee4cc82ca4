#!/usr/bin/python3
"""A real gateway among clients that mean no good: what they send is refused, what they hold open is ended, and others are
served meanwhile. (tests/gateway/http/hostile_test.cpp has each rule of the server by itself.)"""
import contextlib
import http.client
import json
import re
import resource
import socket
import time
import unittest
from pathlib import Path

from daemon import PATIENCE, Daemon, comment
from gateway import Gateway

SITE = "/api/v1/sites/default"
THREAD = SITE + "/articles/a1/comments"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"


def head(*fields, line="GET " + THREAD + " HTTP/1.1", host="Host: x"):
    return "\r\n".join([line, *([host] if host else []), *fields, "", ""]).encode("latin-1")


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(cls.stack().close)

    @classmethod
    def stack(cls):
        stack = contextlib.ExitStack()
        cls.daemon = stack.enter_context(Daemon())
        cls.gateway = stack.enter_context(Gateway(cls.daemon))
        desk = cls.daemon.desk()
        desk.ask(comment("c1", "First."))
        desk.ask(comment("c2", "Second.", parent="c1"))
        cls.gateway.until_same()
        cls.host, port = cls.gateway.address().split(":")
        cls.port = int(port)
        cls.idle = cls.descriptors()
        return stack

    def connect(self, source="127.0.0.1"):
        connection = socket.create_connection((self.host, self.port), timeout=PATIENCE, source_address=(source, 0))
        self.addCleanup(connection.close)
        return connection

    def read_all(self, connection):
        """Until the gateway ends the connection."""
        got = b""
        with contextlib.suppress(ConnectionResetError):
            while data := connection.recv(65536):
                got += data
        return got

    def send(self, connection, data):
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(data)

    def talk(self, data):
        """All that is answered to these bytes, and to nothing more."""
        connection = self.connect()
        self.send(connection, data)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        return self.read_all(connection)

    def get(self, path, source="127.0.0.1"):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE, source_address=(source, 0))
        self.addCleanup(connection.close)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def assert_serves(self, source="127.0.0.1"):
        status, _, body = self.get(THREAD, source)
        self.assertEqual((status, json.loads(body)["count"]), (200, 2))

    def assert_refused(self, data, *statuses):
        """One answer, then the end: what follows is no request. Status 0: no answer, where it had to wait for more."""
        answers = self.talk(data + SMUGGLED)
        if answers == b"" and 0 in statuses:
            return
        self.assertEqual(answers.count(b"HTTP/1.1 "), 1, answers)
        self.assertIn(int(answers[9:12]), statuses, answers)
        self.assertIn(b"\r\nConnection: close\r\n", answers)

    def test_what_two_programs_could_read_in_different_ways(self):
        post = "POST " + THREAD + " HTTP/1.1"
        for fields, body in (
            (("Content-Length: 44", "Transfer-Encoding: chunked"), b"0\r\n\r\n"),
            (("Transfer-Encoding: chunked", "Content-Length: 5"), b"0\r\n\r\n"),
            (("Content-Length: 0", "Content-Length: 44"), b""),
            (("Content-Length: 0,44",), b""),
            (("Content-Length : 44",), b""),
            (("Transfer-Encoding: xchunked",), b"0\r\n\r\n"),
            (("Transfer-Encoding: chunked, identity",), b"0\r\n\r\n"),
            (("Transfer-Encoding: identity", "Transfer-Encoding: chunked"), b"0\r\n\r\n"),
            (("X: y", " Transfer-Encoding: chunked"), b"0\r\n\r\n"),
            (("Transfer-Encoding:\r\n chunked",), b"0\r\n\r\n"),
            (("X: y\nTransfer-Encoding: chunked",), b"0\r\n\r\n"),
            (("Transfer-Encoding: chunked",), b"0;x=\"\r\n\r\n" + b"y" * 8),
            (("Transfer-Encoding: chunked",), b"0x5\r\nhello\r\n0\r\n\r\n"),
            (("Transfer-Encoding: chunked",), b"5\nhello\r\n0\r\n\r\n"),
            (("Transfer-Encoding: chunked",), b"5;" + b"x" * 100_000 + b"\r\nhello\r\n0\r\n\r\n"),
        ):
            for line in (post, post.replace("POST", "GET")):
                with self.subTest((line[:4], fields, body[:20])):
                    self.assert_refused(head(*fields, line=line) + body, *([0] if b'"' in body else []), 400, 413, 501)
        self.assert_serves()

    def test_a_body_where_none_is_due_is_no_request(self):
        answers = self.talk(head(f"Content-Length: {len(SMUGGLED)}") + SMUGGLED + head("Connection: close"))
        self.assertEqual(answers.count(b"HTTP/1.1 200 OK"), 2)
        self.assertEqual(answers.count(b"HTTP/1.1 "), 2)

    def test_hosts(self):
        for host in (None, "Host: a\r\nHost: b", "Host: a b", "Host: a/b", "Host: a@b", "Host: a,b"):
            with self.subTest(host):
                self.assert_refused(head(host=host), 400)
        # What a proxy in front is called is not the gateway's to know; nothing in an answer comes from it.
        answer = self.talk(head("Connection: close", host="Host: evil.example"))
        self.assertTrue(answer.startswith(b"HTTP/1.1 200 "), answer)
        self.assertNotIn(b"evil", answer)

    def test_nothing_of_a_request_becomes_a_header(self):
        evil = "%0d%0aX-Evil:%20yes%0d%0a%0d%0a<script>"
        for path in (f"/api/v1/sites/{evil}/articles/a/comments", f"{SITE}/articles/{evil}/comments",
                     f"{SITE}/comments/{evil}", f"{SITE}/comments/{evil}/replies", f"{SITE}/counts?article={evil}",
                     f"{THREAD}?sort={evil}", f"{THREAD}?cursor={evil}", f"{THREAD}?limit={evil}", f"{THREAD}?{evil}=1",
                     f"{SITE}/articles/a1/events?after={evil}", f"{SITE}/articles/{evil}/events?after=x", f"/{evil}",
                     f"/embed.js{evil}", f"/c/{evil}", f"/console/{evil}", f"/%ff%fe", f"/a%0db", f"//evil.example/{evil}"):
            for method in ("GET", "HEAD", "OPTIONS", "DELETE"):
                with self.subTest((method, path)):
                    answer = self.talk(head("Connection: close", "Origin: http://a.example", line=f"{method} {path} HTTP/1.1"))
                    fields, _, body = answer.partition(b"\r\n\r\n")
                    self.assertRegex(answer, rb"^HTTP/1.1 [24]\d\d ")
                    self.assertNotIn(b"x-evil", fields.lower())
                    self.assertNotIn(b"HTTP/1.1", body)
                    self.assertNotIn(b"evil.example", fields)
                    if b"<script>" in body:
                        self.assertRegex(fields.lower(), rb"content-type: application/(problem\+)?json")
                    if b"Content-Type" in fields:
                        self.assertIn(b"\r\nX-Content-Type-Options: nosniff", fields + b"\r\n")

    def test_headers_that_are_given_back_are_checked(self):
        for field in ("Origin: http://a\tb", "Origin: \"><script>", "Last-Event-ID: 1\x01", "If-None-Match: " + "\"" * 9_000,
                      "X-Forwarded-For: <script>", "Access-Control-Request-Headers: a\x7fb"):
            with self.subTest(field):
                answer = self.talk(head("Connection: close", field))
                self.assertRegex(answer, rb"^HTTP/1.1 [24]\d\d ")
                self.assertNotIn(b"<script>", answer)

    def test_paths_that_climb(self):
        secret = b"filters ="  # of the configuration
        for path in ("/../moderato.toml", "/..%2fmoderato.toml", "/%2e%2e/moderato.toml", "/%2e%2e%2fmoderato.toml",
                     "/%252e%252e%252fmoderato.toml", "/..%5cmoderato.toml", "/..\\moderato.toml", "/./embed.js",
                     "/embed.js/../../x", "/embed.js%00.txt", "/embed.js%00", "/%2fetc%2fpasswd", "//etc/passwd",
                     "/..;/moderato.toml", "/....//....//etc/passwd", "/%c0%ae%c0%ae/etc/passwd", "/embed.js/",
                     "/embed.js%2f..%2f..%2fmoderato.toml", f"{self.daemon.folder}/moderato.toml",
                     "/" + "../" * 20 + "etc/passwd", "/%2e%2e/" * 20 + "etc/passwd"):
            with self.subTest(path):
                answer = self.talk(head("Connection: close", line=f"GET {path} HTTP/1.1"))
                self.assertRegex(answer, rb"^HTTP/1.1 40[04] ")
                self.assertNotIn(secret, answer)
                self.assertNotIn(b"root:", answer)

    def test_what_is_too_large(self):
        for data, status in ((head(line="GET /" + "a" * 100_000 + " HTTP/1.1"), 414),
                             (head(line="A" * 200_000), 414),
                             (head("A: " + "b" * 100_000), 431),
                             (head(*[f"A{i}: b" for i in range(1_000)]), 431),
                             (head("Content-Length: 10000000", line=f"POST {THREAD} HTTP/1.1") + b"x" * 10_000_000, 413),
                             (head("Transfer-Encoding: chunked", line=f"POST {THREAD} HTTP/1.1")
                              + b"2000\r\n" + b"x" * 0x2000 + b"\r\n" + (b"2000\r\n" + b"x" * 0x2000 + b"\r\n") * 100, 413)):
            with self.subTest(status):
                answers = self.talk(data)
                self.assertTrue(answers.startswith(b"HTTP/1.1 %d " % status), answers[:100])
                self.assertEqual(answers.count(b"HTTP/1.1 "), 1)
        self.assert_serves()

    def test_older_clients(self):
        answer = self.talk(f"GET {THREAD} HTTP/1.0\r\n\r\n".encode())
        fields, _, body = answer.partition(b"\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 200 OK\r\n"), answer)
        self.assertEqual(json.loads(body)["count"], 2)
        self.assertIn(b"Connection: close", fields)
        self.assertNotIn(b"chunked", fields)
        self.assert_refused(f"GET {THREAD}\r\n\r\n".encode(), 400)
        # The stream for one ends with its connection.
        stream = self.connect()
        stream.sendall(f"GET {SITE}/articles/a1/events HTTP/1.0\r\n\r\n".encode())
        self.assertTrue(stream.recv(4096).startswith(b"HTTP/1.1 200 OK\r\n"))

    def test_many_requests_in_one_go_are_answered_in_order(self):
        paths = [f"{SITE}/comments/{'c1' if i % 3 else 'c9'}" for i in range(500)]
        answers = self.talk(b"".join(head(line=f"GET {path} HTTP/1.1") for path in paths) + head("Connection: close"))
        self.assertEqual(re.findall(rb"HTTP/1.1 (\d+)", answers),
                         [b"200" if path.endswith("c1") else b"404" for path in paths] + [b"200"])

    def threads(self):
        return len(list(Path(f"/proc/{self.gateway.process.pid}/task").iterdir()))

    @classmethod
    def descriptors(cls):
        return len(list(Path(f"/proc/{cls.gateway.process.pid}/fd").iterdir()))

    def resident(self):
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.gateway.process.pid}/status").read_text())[1]) * 1024

    def test_slow_clients_hold_up_nobody_and_are_ended(self):
        before, threads = self.descriptors(), self.threads()
        slow = []
        for number in range(400):
            connection = self.connect(f"127.0.1.{number % 4 + 1}")
            self.send(connection, [b"GET " + THREAD.encode() + b" HT", head("A: b")[:-2],
                                   head("Content-Length: 9", line=f"POST {THREAD} HTTP/1.1") + b"slow"][number % 3])
            slow.append(connection)
            if number % 100 == 99:
                self.assert_serves()
        self.assertEqual(self.threads(), threads)
        # A byte now and then is not enough.
        ended = 0
        deadline = time.monotonic() + PATIENCE
        left = list(slow)
        while left:
            self.assertLess(time.monotonic(), deadline, f"{len(left)} are still there")
            begin = time.monotonic()
            self.assert_serves()
            self.assertLess(time.monotonic() - begin, PATIENCE / 10)
            for connection in list(left):
                connection.settimeout(0)
                with contextlib.suppress(BlockingIOError, BrokenPipeError, ConnectionResetError):
                    connection.send(b"a")
                try:
                    data = connection.recv(4096)
                except BlockingIOError:
                    continue
                except ConnectionResetError:
                    data = b""
                if data:
                    self.assertRegex(data, rb"^HTTP/1.1 4\d\d ")
                ended += 1
                left.remove(connection)
            time.sleep(0.25)
        self.assertEqual(ended, 400)
        self.gateway.until(self.descriptors, lambda count: count <= before + 5, "free descriptors")

    def test_one_address_gets_some_connections_only(self):
        mine = []
        for _ in range(400):
            connection = self.connect("127.0.2.1")
            self.send(connection, head())
            mine.append(connection)
        served = refused = 0
        for connection in mine:
            try:
                served, refused = (served + 1, refused) if connection.recv(100) else (served, refused + 1)
            except ConnectionResetError:
                refused += 1
        self.assertEqual((served, refused), (256, 144))
        self.assert_serves("127.0.2.2")
        for connection in mine:
            connection.close()
        # They are free again once the gateway has seen them go.
        self.gateway.until(lambda: self.talk_from("127.0.2.1"), lambda answer: answer.startswith(b"HTTP/1.1 200"), "served")

    def talk_from(self, source):
        connection = self.connect(source)
        self.send(connection, head("Connection: close"))
        return self.read_all(connection)

    def test_readers_of_events_that_do_not_read_are_ended_and_hold_up_nobody(self):
        def stream(source, room=None):
            connection = socket.socket()
            self.addCleanup(connection.close)
            if room:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
            connection.settimeout(PATIENCE)
            connection.bind((source, 0))
            connection.connect((self.host, self.port))
            connection.sendall(head(line=f"GET {SITE}/articles/flood/events HTTP/1.1"))
            return connection

        # Connections of the tests before are ended a moment later.
        self.gateway.until(self.descriptors, lambda count: count <= self.idle + 20, "free descriptors")
        before = self.descriptors()
        deaf = [stream(f"127.0.3.{i % 2 + 1}", 4_096) for i in range(100)]
        reader = stream("127.0.3.9")
        self.gateway.until(self.descriptors, lambda count: count >= before + 80, "all of them connected")
        got = bytearray()
        while b"\r\n\r\n" not in got:
            got += reader.recv(65536)
        memory = self.resident()
        desk = self.daemon.desk()
        for number in range(250):
            desk.ask(comment(f"f{number}", "x" * 18_000 + str(number), article="flood"))
            while got.count(b"event: published") <= number:
                data = reader.recv(65536)
                self.assertTrue(data, "the one that reads was ended")
                got += data
        self.gateway.until(self.descriptors, lambda count: count <= before + 10, "the others ended")
        # What waited for the deaf was bounded: 256 KiB each, and shared among them.
        self.assertLess(self.resident() - memory, 100 * 262_144 + 64_000_000)
        self.assert_serves()
        for connection in deaf:
            connection.close()

    def test_noise(self):
        noise = bytes((i * i * 31 + i * 7) % 256 for i in range(65_536))
        for start in range(0, 60_000, 3_000):
            answer = self.talk(noise[start : start + 5_000])
            self.assertTrue(answer == b"" or re.match(rb"HTTP/1.1 [45]\d\d ", answer), answer[:100])
        for data in (b"", b"\r\n" * 10_000, b"\x16\x03\x01\x02\x00\x01\x00", b"\x00" * 1_000):
            answer = self.talk(data)
            self.assertTrue(answer == b"" or re.match(rb"HTTP/1.1 [45]\d\d ", answer), answer[:100])
        self.assert_serves()


if __name__ == "__main__":
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8_192), hard))
    unittest.main()
