"""What the tests here share: commands, and an SDK that is installed out of the way, as an author of filters has it."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ["MODERATO_BUILD"])
SANITIZE = os.environ.get("MODERATO_SANITIZE", "")


def run(*command, **options):
    options.setdefault("input", "")
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **options)
    done.text = done.stdout + done.stderr
    return done


def flags(sanitize=SANITIZE, more=""):
    """The environment of a build outside; what a sanitised daemon loads is built alike."""
    sanitizers = f"-fsanitize={sanitize} -fno-sanitize-recover=all" if sanitize else ""
    return os.environ | {"CFLAGS": f"{sanitizers} {more}", "CXXFLAGS": f"{sanitizers} {more}", "LDFLAGS": sanitizers}


class Outside(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sdk = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="moderato-sdk-")))
        done = run("cmake", "--install", BUILD, "--component", "sdk", "--prefix", cls.sdk)
        if done.returncode != 0:
            raise RuntimeError(done.text)

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moderato-author-")))

    def check(self, code, *command, **options):
        done = run(*command, **options)
        self.assertEqual(done.returncode, code, done.text)
        return done.text

    def configure(self, code, *more, source=None, **options):
        """Into build/, of a project in `source` or else of the CMakeLists.txt that a test wrote."""
        return self.check(code, "cmake", "-G", "Ninja", "-S", source or self.folder, "-B", self.folder / "build",
                          f"-DCMAKE_PREFIX_PATH={self.sdk}", *more, **options)

    def judge(self, moderato, config, *texts):
        """The verdicts of `moderato run` on comments with these texts."""
        comment = {"article": "a", "author": {"id": "anna"}}
        lines = "".join(json.dumps(comment | {"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts))
        said = self.check(0, moderato, "run", "--config", config, input=lines)
        return [json.loads(line) for line in said.splitlines() if line.startswith("{")]
