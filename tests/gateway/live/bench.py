#!/usr/bin/python3
"""Measures how long a comment takes on its whole way: from the desk through the daemon's chain and ledger and the
gateway's read model to 10,000 readers of one article's events; and what a reader costs in memory. All run on this machine,
the readers too; nothing else should meanwhile.

Usage: tests/gateway/live/bench.py [READERS] [COMMENTS]     Needs moderatod, moderato-gateway and gateway_http_readers."""
import re
import resource
import statistics
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "e2e"))
from daemon import BIN, Daemon, comment  # noqa: E402
from gateway import Gateway  # noqa: E402

READERS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
COMMENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 30


def resident(process):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]) * 1024


def kernel_bytes():
    return int(re.search(r"TCP:.* mem (\d+)", Path("/proc/net/sockstat").read_text())[1]) * resource.getpagesize()


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, READERS + 1_000), hard))
    with Daemon() as daemon, Gateway(daemon) as gateway:
        desk = daemon.desk()
        desk.ask(comment("first"))
        gateway.until_same()
        before, kernel = resident(gateway.process), kernel_bytes()
        readers = subprocess.Popen(
            [BIN / "gateway_http_readers", *gateway.address().split(":"), str(READERS),
             "/api/v1/sites/default/articles/a1/events"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert readers.stdout.readline() == "ready\n", "the readers could not connect"
        print(f"{READERS:,} readers: {(resident(gateway.process) - before) / READERS:,.0f} bytes each in the gateway; "
              f"all sockets' buffers in the kernel: {kernel_bytes() - kernel:,} bytes", flush=True)
        took = []
        for number in range(COMMENTS):
            readers.stdin.write("\n")
            readers.stdin.flush()
            verdict = desk.ask(comment(f"c{number}", f"Number {number}. " + "x" * 400))
            assert verdict["action"] == "approve", verdict
            took.append(float(readers.stdout.readline().split()[1]))
        print(f"from the desk to the last of {READERS:,} readers: median {statistics.median(took):.0f} ms, "
              f"best {min(took):.0f} ms, worst {max(took):.0f} ms ({COMMENTS} comments)")
        print(f"afterwards: {(resident(gateway.process) - before) / READERS:,.0f} bytes each")
        readers.stdin.close()
        readers.wait()


main()
