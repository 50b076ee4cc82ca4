#!/usr/bin/python3
"""core/sdk/TUTORIAL.md, done as it says, in order: its files are written, its commands run, and what it shows as their
output is in their output ("…" stands for anything). A command whose comment says "exit code N" ends so, all others
with 0.

A daemon runs beside it, as it is after the installation and a day of comments. What the reader does to their machine is
done to a folder: the packages are what this build installs, /usr and /etc are in there, and nobody is root."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "core/sdk/TUTORIAL.md"
BUILD = Path(os.environ["MODERATO_BUILD"])
SANITIZE = os.environ.get("MODERATO_SANITIZE", "")
SETTINGS = "/etc/moderato/moderato.toml"
PACKAGES = "sudo apt install ./moderato_*.deb ./moderato-dev_*.deb cmake g++ libgtest-dev jq"
BLOCK = re.compile(r"^```(\S+)\n(.*?)^```$", re.M | re.S)


def blocks():
    """Language, text, and the file that the sentence before names, of each block in order."""
    page = PAGE.read_text()
    for block in BLOCK.finditer(page):
        sentence = page[:block.start()].rstrip().rsplit("\n\n", 1)[-1]
        named = re.search(r"`([^`\s]+)`:$", sentence)
        yield block[1], block[2], named and named[1]


def commands(text):
    """Each command of a block, with what it must exit with. A pipe at its end goes on with the next line."""
    for line in re.sub(r"\|\n\s*", "| ", text).splitlines():
        code = re.search(r"# exit code (\d+)$", line)
        yield line, int(code[1]) if code else 0


def pattern(line):
    return r"\s+".join(re.escape(word).replace("…", ".*") for word in line.split())


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


class Tutorial(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="moderato-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.settings = self.folder / "etc/moderato.toml"
        self.monitor = f"127.0.0.1:{free_port()}"
        self.cwd = self.folder / "work"
        for each in ("etc", "work", "bin", "sdk"):
            (self.folder / each).mkdir()
        flags = f"-fsanitize={SANITIZE} -fno-sanitize-recover=all" if SANITIZE else ""
        self.environment = os.environ | {
            "PATH": f"{self.folder}/bin:{BUILD}/bin:{os.environ['PATH']}", "CMAKE_PREFIX_PATH": f"{self.folder}/sdk",
            "CMAKE_GENERATOR": "Ninja", "CXXFLAGS": flags, "LDFLAGS": flags}
        # A daemon's usual addresses may be taken here: commands that don't name its configuration find it so.
        moderato = self.folder / "bin/moderato"
        moderato.write_text(f"""#!/bin/sh
case "$*" in
  *--config*|new-plugin*|plugin\\ *) exec {BUILD}/bin/moderato "$@" ;;
  *) exec {BUILD}/bin/moderato --config {self.settings} "$@" ;;
esac
""")
        moderato.chmod(0o755)

    def run_(self, command, code=0):
        """What it wrote. It may change the folder for the next one."""
        command = f"{command}\n"  # it may end with a comment
        script = f"set -o pipefail\n{command}code=$?\npwd >{self.folder}/cwd\nexit $code\n"
        done = subprocess.run(["bash", "-c", script], cwd=self.cwd, env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=600)
        self.assertEqual(done.returncode, code, f"{command}{done.stdout}\n{done.stderr}")
        self.cwd = Path((self.folder / "cwd").read_text().strip())
        return done.stdout + done.stderr

    def here(self, command):
        """The same command, done to this build and to the folder."""
        if command == PACKAGES:
            return f"cmake --install {BUILD} --component sdk --prefix {self.folder}/sdk"
        self.assertNotRegex(command, r"sudo apt")
        for there, here in (("sudo ", ""), (SETTINGS, str(self.settings)),
                            ("--prefix /usr", f"--prefix {self.folder}/usr"), ("127.0.0.1:5875", self.monitor)):
            command = command.replace(there, here)
        return command

    def write(self, file, text):
        if file != SETTINGS:
            self.assertTrue((self.cwd / file).exists(), f"{file} is no file of the project")
            return (self.cwd / file).write_text(text)
        # The reader changes lines and tables of a file that is there.
        settings = self.settings.read_text()
        for table in re.split(r"(?m)^(?=\[)", text.strip() + "\n"):
            name = table.split("\n", 1)[0]
            if name == "[chain]":
                settings, count = re.subn(r"(?m)^filters = .*$", table.split("\n", 1)[1].strip(), settings)
                self.assertEqual(count, 1)
            elif name in settings:
                settings = re.sub(rf"(?ms)^{re.escape(name)}\n.*?(?=^\[|\Z)", lambda _, new=table: new, settings)
            elif name:
                settings += "\n" + table
        return self.settings.write_text(settings)

    def start_daemon(self):
        """With the configuration that comes with it, but for its addresses, and comments to judge."""
        plugins = re.search(r'Moderato_PLUGIN_DIR "(.*)"', next(self.folder.rglob("ModeratoConfig.cmake")).read_text())
        text = (ROOT / "config/moderato.toml").read_text()
        text = re.sub(r"tcp://127.0.0.1:(587[1-4])", rf"ipc://{self.folder}/\1", text)
        text = text.replace("127.0.0.1:5875", self.monitor)
        self.settings.write_text(
            f'plugin_path = ["{BUILD}/lib/moderato/plugins", "{self.folder}/usr/{plugins[1]}"]\n{text}')
        log = (self.folder / "log").open("wb")
        self.addCleanup(log.close)
        daemon = subprocess.Popen([BUILD / "bin/moderatod", "--config", self.settings], stdin=subprocess.DEVNULL,
                                  stdout=log, stderr=log)

        def stop():
            daemon.send_signal(signal.SIGTERM)
            self.assertEqual(daemon.wait(120), 0, (self.folder / "log").read_text())
        self.addCleanup(stop)
        while subprocess.run([self.folder / "bin/moderato", "--timeout", "1", "stats"], capture_output=True).returncode:
            self.assertIsNone(daemon.poll(), (self.folder / "log").read_text())
        self.run_(f"moderato submit < {ROOT}/tests/sample/comments.jsonl")

    def test_as_it_is_written(self):
        said, ran, shown = "", 0, 0
        for language, text, file in blocks():
            if language == "sh":
                said = ""
                for command, code in commands(text):
                    said += self.run_(self.here(command), code)
                    ran += 1
                    if command == PACKAGES:
                        self.start_daemon()
            elif language == "text":
                at = 0
                for line in text.splitlines():
                    found = re.compile(pattern(line)).search(said, at)
                    self.assertTrue(found, f"not in the output, or not in this order: {line}\n{said}")
                    at = found.end()
                    shown += 1
            else:
                self.assertTrue(file, f"no file is named for:\n{text}")
                self.write(file, text)
        self.assertGreater(ran, 20)
        self.assertGreater(shown, 10)

    def test_the_tools_it_takes_are_there(self):
        for tool in ("jq", "curl", "cmake"):
            self.assertTrue(shutil.which(tool), f"{tool}: run scripts/setup")

    def test_links_lead_somewhere(self):
        for page in ("TUTORIAL.md", "README.md"):
            for link in re.findall(r"\]\(([^)#]+)\)", BLOCK.sub("", (PAGE.parent / page).read_text())):
                self.assertTrue((PAGE.parent / link).exists(), f"{page}: {link}")

    def test_the_comments_it_shows_are_json(self):
        for language, text, _ in blocks():
            if language == "json":
                for line in text.splitlines():
                    json.loads(line)


if __name__ == "__main__":
    unittest.main()
