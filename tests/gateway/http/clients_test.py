#!/usr/bin/python3
"""The gateway's HTTP server with clients that nobody here wrote: Python's and Node's."""
import gzip
import http.client
import json
import os
import shutil
import subprocess
import unittest

PATIENCE = 60  # seconds, for what never takes so long

NODE = """
const base = process.argv[1];
(async () => {
  const results = [];
  for (let i = 0; i < 20; ++i) results.push(fetch(`${base}/sites/caf%C3%A9?n=${i}`).then((r) => r.json()));
  const answers = await Promise.all(results);
  const echoed = await (await fetch(base + '/echo', {method: 'POST', body: 'x'.repeat(100000)})).text();
  const page = await (await fetch(base + '/50k')).text();
  const head = await fetch(base + '/1k', {method: 'HEAD', headers: {'Accept-Encoding': 'identity'}});
  const events = await fetch(base + '/events');
  const reader = events.body.getReader();
  console.log('reading');
  let text = '';
  while (!text.includes('\\n\\n')) text += new TextDecoder().decode((await reader.read()).value);
  await reader.cancel();
  console.log(JSON.stringify({answers, echoed: echoed.length, page: page.length,
                              length: head.headers.get('content-length'), text}));
})();
"""


class Clients(unittest.TestCase):
    def setUp(self):
        self.server = subprocess.Popen([os.environ["SAMPLE_SERVER"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       text=True)
        self.addCleanup(self.server.stdout.close)
        self.addCleanup(self.end)
        self.address = self.server.stdout.readline().strip()

    def end(self):
        self.server.stdin.close()
        self.assertEqual(self.server.wait(PATIENCE), 0)

    def say(self, line):
        self.server.stdin.write(line + "\n")
        self.server.stdin.flush()
        return self.server.stdout.readline().strip()

    def connect(self):
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        self.addCleanup(connection.close)
        return connection

    def ask(self, connection, method, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer, answer.read()

    def test_python_asks_one_connection_for_everything(self):
        connection = self.connect()
        connection.connect()
        port = connection.sock.getsockname()
        answer, body = self.ask(connection, "GET", "/sites/a%2Fb?q=x+y")
        self.assertEqual((answer.status, json.loads(body)), (200, {"site": "a/b", "query": {"q": "x y"}}))
        answer, body = self.ask(connection, "POST", "/echo", b"\0\xff" * 50_000)
        self.assertEqual((answer.status, body), (200, b"\0\xff" * 50_000))
        answer, body = self.ask(connection, "POST", "/echo", iter([b"in ", b"chunks"]))
        self.assertEqual((answer.status, body), (200, b"in chunks"))
        answer, body = self.ask(connection, "HEAD", "/50k")
        self.assertEqual((answer.status, answer.getheader("Content-Length"), body), (200, "50000", b""))
        answer, body = self.ask(connection, "GET", "/nothing")
        self.assertEqual((answer.status, json.loads(body)["code"]), (404, "http.not_found"))
        answer, body = self.ask(connection, "GET", "/throws")
        self.assertEqual((answer.status, json.loads(body)["status"]), (500, 500))
        self.assertEqual(connection.sock.getsockname(), port, "one connection was enough")

    def test_python_reads_gzip_and_keeps_what_it_has(self):
        connection = self.connect()
        _, plain = self.ask(connection, "GET", "/50k")
        answer, packed = self.ask(connection, "GET", "/50k", Accept_Encoding="gzip")
        self.assertEqual(answer.getheader("Content-Encoding"), "gzip")
        self.assertLess(len(packed), len(plain))
        self.assertEqual(gzip.decompress(packed), plain)
        etag = answer.getheader("ETag")
        answer, body = self.ask(connection, "GET", "/50k", Accept_Encoding="gzip", If_None_Match=etag)
        self.assertEqual((answer.status, body, answer.getheader("ETag")), (304, b"", etag))

    def test_python_reads_events_until_the_server_ends(self):
        connection = self.connect()
        connection.request("GET", "/events")
        answer = connection.getresponse()
        self.assertEqual(answer.getheader("Content-Type"), "text/event-stream")
        self.assertEqual(self.say("hello"), "sent 1")
        self.assertEqual(answer.readline() + answer.readline(), b"data: hello\n\n")
        self.end()
        self.assertEqual(answer.read(), b"")

    @unittest.skipUnless(shutil.which("node"), "there is no Node here")
    def test_node_asks_much_at_once_and_reads_events(self):
        node = subprocess.Popen(["node", "-e", NODE, f"http://{self.address}"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(node.stdout.close)
        self.addCleanup(node.kill)
        self.assertEqual(node.stdout.readline(), "reading\n")
        self.say("hello")
        found = json.loads(node.stdout.readline())
        self.assertEqual(node.wait(PATIENCE), 0)
        self.assertEqual(found["answers"], [{"site": "café", "query": {"n": str(i)}} for i in range(20)])
        self.assertEqual((found["echoed"], found["page"], found["length"], found["text"]),
                         (100_000, 50_000, "1000", "data: hello\n\n"))


if __name__ == "__main__":
    unittest.main()
