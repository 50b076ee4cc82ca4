#!/usr/bin/python3
"""Measures the gateway's HTTP server: cached answers a second beside nginx, which serves the same bytes from files; and
10,000 readers of Server-Sent Events. Needs wrk and nginx-light; takes two minutes; nothing else should run meanwhile.

Usage: tests/gateway/http/bench.py [BUILD_FOLDER]"""
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path

BIN = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[3] / "build/release") / "bin"
ROUNDS = 5
SECONDS = 3
CONNECTIONS = 64
READERS = 10_000
EVENTS = 10

NGINX = """
worker_processes {threads};
worker_rlimit_nofile 4096;
pid {folder}/pid;
error_log /dev/null crit;
daemon off;
events {{ worker_connections 2048; }}
http {{
  access_log off;
  default_type text/plain;
  sendfile on; tcp_nopush on; tcp_nodelay on;
  keepalive_requests 1000000000;
  open_file_cache max=100 inactive=1h;
  open_file_cache_valid 1h;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port};
    root {folder};
    add_header Cache-Control no-cache;
    add_header X-Content-Type-Options nosniff;
  }}
}}
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def ours(threads):
    server = subprocess.Popen([BIN / "gateway_http_sample", str(threads)], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True)
    try:
        yield server, server.stdout.readline().strip()
    finally:
        server.stdin.close()
        server.wait()


@contextmanager
def nginx(threads, files):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        port = free_port()
        config = Path(folder) / "nginx.conf"
        config.write_text(NGINX.format(threads=threads, folder=folder, port=port))
        server = subprocess.Popen(["nginx", "-c", config, "-p", folder], stderr=subprocess.DEVNULL)
        try:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except ConnectionRefusedError:
                    assert server.poll() is None, "nginx does not start"
            yield f"127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def requests_per_second(address, path, threads):
    said = subprocess.run(["wrk", f"-t{threads}", f"-c{CONNECTIONS}", f"-d{SECONDS}s", f"http://{address}{path}"],
                          capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said and "Socket errors" not in said, said
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def measure_answers():
    for threads in (1, 2):
        with ours(threads) as (_, address):
            files = {name: urllib.request.urlopen(f"http://{address}/{name}").read() for name in ("1k", "50k")}
            with nginx(threads, files) as other:
                for name in files:
                    pairs = []
                    for turn in range(ROUNDS):  # one after the other, in turns: the machine may have other moods later
                        both = {at: requests_per_second(at, f"/{name}", threads)
                                for at in ((address, other) if turn % 2 else (other, address))}
                        pairs.append((both[address], both[other]))
                    mine, theirs = (statistics.median(each) for each in zip(*pairs))
                    ratio = statistics.median(a / b for a, b in pairs)
                    print(f"{threads} thread(s), {name}: {mine:,.0f} answers/s, nginx {theirs:,.0f}/s, "
                          f"pairs' ratio {ratio:.2f} ({min(a / b for a, b in pairs):.2f} to "
                          f"{max(a / b for a, b in pairs):.2f})", flush=True)


def resident(process):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]) * 1024


def kernel_pages():
    return int(re.search(r"TCP:.* mem (\d+)", Path("/proc/net/sockstat").read_text())[1])


def measure_readers():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, READERS + 1_000), hard))
    with ours(2) as (server, address):
        before, pages = resident(server), kernel_pages()
        host, port = address.split(":")
        readers = subprocess.Popen([BIN / "gateway_http_readers", host, port, str(READERS)], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True)
        assert readers.stdout.readline() == "ready\n"
        idle = resident(server)
        print(f"{READERS:,} idle readers: {(idle - before) / READERS:,.0f} bytes each in the process; all sockets' "
              f"buffers: {(kernel_pages() - pages) * 4096:,} bytes")
        took = []
        for event in range(EVENTS):
            readers.stdin.write("\n")
            readers.stdin.flush()
            server.stdin.write('{"seq": %d, "text": "%s"}\n' % (event, "x" * 500))
            server.stdin.flush()
            assert server.stdout.readline() == f"sent {READERS}\n"
            took.append(float(readers.stdout.readline().split()[1]))
        print(f"an event for {READERS:,} readers: {statistics.median(took):.0f} ms until the last one has it "
              f"({min(took):.0f} to {max(took):.0f}, {EVENTS} events)")
        print(f"afterwards: {(resident(server) - before) / READERS:,.0f} bytes each")
        readers.stdin.close()
        readers.wait()


measure_readers()
measure_answers()
