#!/usr/bin/python3
"""A website in Python, as client.js is one in Node. client.py QUEUE DESK FEED"""
import json
import sys

import zmq


def comment(id, text):
    return json.dumps({"id": id, "article": "python", "author": {"id": "good"}, "text": text,
                       "extra": {"kept": "as it is"}}).encode()


def main(queue_address, desk_address, feed_address):
    context = zmq.Context()
    queue, desk, feed = context.socket(zmq.PUSH), context.socket(zmq.REQ), context.socket(zmq.SUB)
    queue.connect(queue_address)
    desk.connect(desk_address)
    feed.connect(feed_address)
    feed.subscribe(b"approved/default/python")

    def ask(frame):
        desk.send(frame)
        return json.loads(desk.recv())

    def read():
        topic, seq, body, verdict = feed.recv_multipart()
        return [topic.decode(), int(seq), body.decode(), json.loads(verdict)]

    probes = 0
    while not feed.poll(20):
        ask(comment(f"probe-{probes}", f"Is anybody there? {probes}"))
        probes += 1
    receipt = ask(comment("by-desk", "Handed in at the desk."))
    queue.send(comment("by-queue", "Put into the queue."))
    error = ask(b"no comment")
    messages = []
    while len(messages) < 2:
        message = read()
        if message[3]["id"].startswith("by-"):
            messages.append(message)
    print(json.dumps({"receipt": receipt, "error": error, "feed": messages,
                      "sent": comment("by-queue", "Put into the queue.").decode()}))


main(*sys.argv[1:])
