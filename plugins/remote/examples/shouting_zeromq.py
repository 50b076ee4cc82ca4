#!/usr/bin/env python3
"""Holds comments written in capitals: a filter in Python, over ZeroMQ (pyzmq). Run it with an address, or
let Moderato start it and choose one."""
import os
import sys

import zmq

settings = {}
socket = zmq.Context().socket(zmq.REP)
socket.bind(sys.argv[1] if len(sys.argv) > 1 else os.environ["MODERATO_ENDPOINT"])
while True:
    message = socket.recv_json()
    answer = {}
    if message["type"] == "hello":
        settings = message["settings"]
        answer = {"protocol": 1, "name": "shouting_zeromq.py", "version": "1.0", "ready": True,
                  "span_unit": "code points"}
    elif message["type"] == "check":
        text = message["comment"]["text"]
        answer = {"id": message["id"], "action": "pass"}
        if text.isupper() and len(text) >= settings.get("least", 10):
            answer.update(action="hold", code="shouting.capitals", message="This is written in capitals only.",
                          spans=[[0, len(text)]])
    socket.send_json(answer)
