"""A server of a test's own that is called: it listens while it is entered, and says what came."""
import queue
import threading

from daemon import PATIENCE, TimedOut


class Listening:
    """Sets `server`, an HTTP server, and puts what comes into `calls`."""

    def __init__(self):
        self.calls = queue.Queue()

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def next(self):
        try:
            return self.calls.get(timeout=PATIENCE)
        except queue.Empty:
            raise TimedOut("nobody called") from None
