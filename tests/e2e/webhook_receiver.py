"""A server that webhooks call, and that does with them what a test says."""
import base64
import http.server
import json
import os
import socket
import ssl
import struct

from listening import Listening


def new_secret():
    return "whsec_" + base64.b64encode(os.urandom(32)).decode()


class Call:
    """One request, as it came."""

    def __init__(self, path, headers, body):
        self.path, self.headers, self.body = path, headers, body
        self.id = headers["webhook-id"]
        self.event = json.loads(body)
        self.type, self.data = self.event["type"], self.event["data"]

    @property
    def key(self):
        return self.type, self.data["comment"]["id"]


class Receiver(Listening):
    """`answer(call)` says what is done: a status, (status, headers, body), bytes that are sent as they are, or "close".
    It may take its time: each request has a thread."""

    def __init__(self, answer=lambda call: 204, tls=None, port=0):
        super().__init__()
        self.answer = answer
        self.all = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                call = Call(self.path, self.headers, body)
                outer.all.append(call)
                outer.calls.put(call)
                answer = outer.answer(call)
                if answer == "close":
                    # At once, with a reset.
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.close_connection = True
                elif isinstance(answer, bytes):
                    self.wfile.write(answer)
                    self.close_connection = True
                else:
                    status, headers, body = answer if isinstance(answer, tuple) else (answer, {}, b"")
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    if status != 204:
                        self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 100

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", port), Handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook?key=not-for-logs"

    def take(self, count):
        return [self.next() for _ in range(count)]
