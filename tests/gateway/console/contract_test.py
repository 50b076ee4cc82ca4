"""The console's HTTP contract is sound: every reference leads somewhere, every schema is one, what is refused is a problem.
That a gateway keeps to it is seen in tests/e2e/console_test.py."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from openapi import OpenApi, Sound


class Contract(Sound, unittest.TestCase):
    api = OpenApi("gateway/console/openapi.json")

    def test_who_is_not_let_in_is_told_so(self):
        for path, method, _, operation in self.api.operations():
            self.assertLessEqual({"401", "403"}, operation["responses"].keys(), (method, path))


if __name__ == "__main__":
    unittest.main()
