#!/usr/bin/python3
"""A program that does what a comment's text says, well or badly. Its first argument says what it does at start."""
import json
import os
import signal
import subprocess
import sys
import time

start = sys.argv[1] if len(sys.argv) > 1 else ""
decisions, forgotten, late = [], [], []


def say(message):
    print(json.dumps(message), flush=True)


def hang():
    while True:
        time.sleep(1_000)


def do(id, text, comment, message):
    """The answer to one comment, or None where there is none to come."""
    word, _, rest = text.partition(" ")
    tell = {"id": id, "action": "hold", "code": "odd.told", "message": ""}
    if word == "answer":
        return {"id": id, **json.loads(rest)}
    if word == "raw":
        print(rest, flush=True)
        return None
    if word == "exit":
        sys.exit(int(rest or 0))
    if word == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "hang":
        hang()
    if word == "silent":
        return None
    if word == "late":  # with the next one's answer
        late.append(id)
        return None
    while late:
        say({"id": late.pop(), "action": "pass"})
    if word == "deaf":
        os.close(0)
        hang()
    if word == "mute":
        os.close(1)
        hang()
    if word == "twice":
        say({"id": id, "action": "pass"})
    if word == "unknown":
        say({"id": id + 1_000_000, "action": "pass"})
    if word == "stray":
        print("a word for me alone", flush=True)
    if word == "flood":
        while True:
            print("no answer", flush=True)
    if word == "endless":
        while True:
            sys.stdout.write("x" * 65_536)
    if word == "complain":
        for i in range(int(rest)):
            print(f"<6>complaint {i}", file=sys.stderr)
    if word == "leave":  # a process behind
        tell["message"] = str(subprocess.Popen(["/bin/sleep", "1000"], stdin=subprocess.DEVNULL).pid)
        return tell
    if word == "pid":
        tell["message"] = str(os.getpid())
        return tell
    if word == "fds":
        tell["message"] = " ".join(sorted(os.listdir("/proc/self/fd"), key=int))
        return tell
    if word == "signals":
        tell["message"] = next(l for l in open("/proc/self/status") if l.startswith("SigIgn")).split()[1] + " " + \
            next(l for l in open("/proc/self/status") if l.startswith("SigBlk")).split()[1]
        return tell
    if word == "environment":
        tell["message"] = os.environ.get(rest, "(unset)")
        return tell
    if word == "folder":
        tell["message"] = os.getcwd()
        return tell
    if word == "message":
        tell["message"] = json.dumps(message)[:1_900]
        return tell
    if word == "known":
        tell["message"] = " ".join(decisions) + "|" + " ".join(forgotten)
        return tell
    if word == "together":  # with how many others in one message
        tell["message"] = str(len(message.get("comments", [None])))
        return tell
    return {"id": id, "action": "pass"}


if start == "exit":
    print("there is no model", file=sys.stderr)
    print("no model, no judgement", file=sys.stderr)
    sys.exit(3)
if start == "close":
    os.close(1)
    hang()
if start == "hang":
    hang()
if start == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if start == "banner":
    print("Welcome to odd.py", flush=True)

for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "hello":
        start = message["settings"].get("start", start)
        say({"protocol": 1, "name": "odd", "version": "1", "ready": True, **message["settings"].get("greeting", {})})
    elif message["type"] == "remember":
        for each in message["decisions"]:
            if each["comment"]["text"] == "hang":
                hang()
            decisions.append(each["comment"]["id"] + ":" + each["action"])
    elif message["type"] == "forget":
        for each in message["comments"]:
            forgotten.append(each["comment"]["id"] + ("." + str(each["revision"]) if each["revision"] else ""))
    elif "comments" in message:
        answers = [do(each["id"], each["comment"]["text"], each, message) for each in message["comments"]]
        say({"answers": [each for each in answers if each]})
    else:
        answer = do(message["id"], message["comment"]["text"], message, message)
        if answer:
            say(answer)
while start == "stubborn":
    hang()
