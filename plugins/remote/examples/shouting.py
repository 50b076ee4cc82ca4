#!/usr/bin/env python3
"""Holds comments written in capitals: a filter in Python, over standard input and output."""
import json
import sys

settings = {}
for line in sys.stdin:
    message = json.loads(line)
    answer = {}
    if message["type"] == "hello":
        settings = message["settings"]
        answer = {"protocol": 1, "name": "shouting.py", "version": "1.0", "ready": True, "span_unit": "code points"}
    elif message["type"] == "check":
        text = message["comment"]["text"]
        answer = {"id": message["id"], "action": "pass"}
        if text.isupper() and len(text) >= settings.get("least", 10):
            answer.update(action="hold", code="shouting.capitals", message="This is written in capitals only.",
                          spans=[[0, len(text)]])
    print(json.dumps(answer), flush=True)
