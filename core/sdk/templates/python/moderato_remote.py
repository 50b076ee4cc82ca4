"""What Moderato's filter `remote` and its program say to each other, protocol 1: a JSON object a line, from standard
input and to standard output."""
import json
import sys

PROTOCOL = 1
LONGEST_ERROR = 400  # bytes


def serve(make, name, version):
    """Greets, then answers until Moderato closes the input. `make(**settings)` is the filter; its `check(comment)`
    returns an answer: `action` is "pass", "hold", "reject" or "approve"; with it go `code`, `message`, `score` (0 to 1)
    and `spans` ([[begin, end], ...] of what caused it, in characters of the text)."""
    sys.stdin.reconfigure(encoding="utf-8")
    out, sys.stdout = sys.stdout, sys.stderr  # what is printed otherwise goes to Moderato's log
    judge = None
    for line in sys.stdin:
        message = json.loads(line)
        answer = {}
        if message["type"] == "hello":
            judge, problem = _made(make, message["settings"])
            answer = {"protocol": PROTOCOL, "name": name, "version": version, "span_unit": "code points", **problem}
        elif message["type"] == "check":
            answer = {"id": message["id"], **_judged(judge, message["comment"])}
        print(json.dumps(answer), file=out, flush=True)


def _made(make, settings):
    try:
        return make(**settings), {"ready": True}
    except (TypeError, ValueError) as error:
        return None, {"ready": False, "error": _shortened(error)}


def _judged(judge, comment):
    try:
        return judge.check(comment)
    except Exception as error:  # whatever it is, it costs this comment its judgement and no other
        return {"error": _shortened(f"{type(error).__name__}: {error}")}


def _shortened(error):
    return str(error).encode(errors="replace")[:LONGEST_ERROR].decode(errors="ignore")
