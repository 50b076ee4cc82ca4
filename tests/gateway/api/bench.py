#!/usr/bin/python3
"""Measures reading a thread of 500 comments from a real gateway, beside nginx, which serves the same bytes from files: as it
is, and gzipped for those who take that. Needs wrk and nginx-light; nothing else should run meanwhile.

Usage: tests/gateway/api/bench.py [BUILD_FOLDER]"""
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
os.environ.setdefault("MODERATO_BIN", str(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/release") / "bin"))
sys.path.insert(0, str(ROOT / "tests/e2e"))

from daemon import Daemon, _free_ports, comment  # noqa: E402  (reads the environment)
from gateway import Gateway  # noqa: E402

COMMENTS, TOPS = 500, 20
ROUNDS, SECONDS, CONNECTIONS, THREADS = 7, 3, 64, 2
PATH = "/api/v1/sites/default/articles/a1/comments"
# As a post in a forum may be: of words that are not all the same.
WORDS = [f"{a}{b}" for a in ("ba", "ko", "tri", "fel", "mu", "sha", "ver", "lin") for b in
         ("da", "ren", "so", "ti", "ga", "mon", "pel", "que", "ur", "st")]

NGINX = """
worker_processes {threads};
pid {folder}/pid;
error_log /dev/null crit;
daemon off;
events {{ worker_connections 2048; }}
http {{
  access_log off;
  types {{ application/json json; }}
  sendfile on; tcp_nopush on; tcp_nodelay on;
  keepalive_requests 1000000000;
  open_file_cache max=100 inactive=1h;
  open_file_cache_valid 1h;
  gzip_static on; gzip_vary on;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port};
    root {folder};
    add_header Cache-Control "public, max-age=0";
    add_header X-Content-Type-Options nosniff;
  }}
}}
"""


def fill(daemon, gateway):
    chance = random.Random(7)
    text = lambda: " ".join(chance.choices(WORDS, k=chance.randrange(10, 80)))
    given = [comment(f"c{number}", text(), **({"parent": f"c{chance.randrange(TOPS)}"} if number >= TOPS else {}))
             for number in range(COMMENTS)]
    for each in given:
        each["author"]["name"] = chance.choice(WORDS).title()
    daemon.desk().submit(given)
    gateway.until_same()


def fetched(address, headers, path=PATH):
    with urllib.request.urlopen(urllib.request.Request(f"http://{address}{path}", headers=headers)) as answer:
        return answer.read()


def fetched_or_none(address, path):
    try:
        return fetched(address, {}, path)
    except urllib.error.URLError:
        return None


def requests_per_second(url, encoding):
    header = ["-H", f"Accept-Encoding: {encoding}"] if encoding else []
    said = subprocess.run(["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *header, url],
                          capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said and "Socket errors" not in said, said
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def main():
    with Daemon() as daemon, Gateway(daemon) as gateway, tempfile.TemporaryDirectory() as folder:
        fill(daemon, gateway)
        address, port = gateway.address(), _free_ports(1)[0]
        Path(folder).chmod(0o755)
        (Path(folder) / "thread.json").write_bytes(fetched(address, {}))
        (Path(folder) / "thread.json.gz").write_bytes(fetched(address, {"Accept-Encoding": "gzip"}))
        config = Path(folder) / "nginx.conf"
        config.write_text(NGINX.format(threads=THREADS, folder=folder, port=port))
        nginx = subprocess.Popen(["nginx", "-c", config, "-p", folder], stderr=subprocess.DEVNULL)
        try:
            ours, theirs = f"http://{address}{PATH}", f"http://127.0.0.1:{port}/thread.json"
            while fetched_or_none(f"127.0.0.1:{port}", "/thread.json") is None:
                assert nginx.poll() is None, "nginx does not start"
            for encoding in (None, "gzip"):
                size = len(fetched(address, {"Accept-Encoding": encoding} if encoding else {}))
                pairs = []
                for turn in range(ROUNDS):  # in turns: the machine may have other moods later
                    both = {url: requests_per_second(url, encoding)
                            for url in ((ours, theirs) if turn % 2 else (theirs, ours))}
                    pairs.append((both[ours], both[theirs]))
                mine, other = (statistics.median(each) for each in zip(*pairs))
                ratios = [a / b for a, b in pairs]
                print(f"{COMMENTS} comments, {encoding or 'as they are'}, {size:,} bytes: {mine:,.0f} answers/s "
                      f"({mine * size / 1e9:.1f} GB/s), nginx {other:,.0f}/s, pairs' ratio {statistics.median(ratios):.2f} "
                      f"({min(ratios):.2f} to {max(ratios):.2f})", flush=True)
        finally:
            nginx.terminate()
            nginx.wait()


if __name__ == "__main__":
    main()
