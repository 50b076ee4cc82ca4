#!/usr/bin/env python3
"""Holds long comments. Make it yours: `check` says what becomes of a comment."""
import moderato_remote


class FilterName:
    def __init__(self, max_bytes=2000):
        """The `settings` of the configuration, by their names. An error says why they can't be used."""
        if max_bytes not in range(1, 1_000_001):
            raise ValueError("max_bytes must be a whole number from 1 to 1000000")
        self.max_bytes = max_bytes

    def check(self, comment):
        """`comment` has the fields that the website sent. An error means that it could not be judged."""
        if len(comment["text"].encode()) <= self.max_bytes:
            return {"action": "pass"}
        return {"action": "hold", "code": "FILTER_NAME.long", "message": f"Is longer than {self.max_bytes} bytes."}


if __name__ == "__main__":
    moderato_remote.serve(FilterName, "FILTER_NAME", "1.0")
