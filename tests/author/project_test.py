#!/usr/bin/python3
"""The project that `moderato new-plugin` writes, one language a run (MODERATO_LANGUAGE): what its own workflow and
README say is done, the daemon has the filter, and its test fails when the filter is broken. Exits with 77 where the
language's tools are not installed."""
import json
import os
import re
import shutil
import sys
import unittest

import yaml
from outside import BUILD, Outside, flags, run

NAME = "very_own2"
LANGUAGE = os.environ["MODERATO_LANGUAGE"]
SOURCE_FILE, TOOL, BUILT = {
    "c++": (f"{NAME}.cpp", "c++", f"build/lib/moderato/plugins/{NAME}.so"),
    "c": (f"{NAME}.c", "cc", f"build/lib/moderato/plugins/{NAME}.so"),
    "rust": ("src/lib.rs", "cargo", f"target/release/lib{NAME}.so"),
    "python": (f"{NAME}_filter.py", "python3", None),
}[LANGUAGE]


class Project(Outside):
    def setUp(self):
        super().setUp()
        self.check(0, BUILD / "bin/moderato", "new-plugin", NAME, "--language", LANGUAGE, "--into", self.folder)
        self.project = self.folder / NAME
        self.source = self.project / SOURCE_FILE
        self.readme = (self.project / "README.md").read_text()
        workflow = yaml.safe_load((self.project / ".github/workflows/ci.yml").read_text())
        self.steps = {step["name"]: step["run"] for step in workflow["jobs"]["test"]["steps"] if "run" in step}
        self.environment = flags() | {
            "CMAKE_GENERATOR": "Ninja", "CMAKE_PREFIX_PATH": str(self.sdk),
            "CARGO_NET_OFFLINE": "true", "MODERATO_INCLUDE": str(self.sdk / "include"),
            "PATH": f"{BUILD}/bin:{os.environ['PATH']}"}

    def build(self):
        if "Build" in self.steps:
            self.step(0, "Build")

    def step(self, code, name):
        return self.check(code, "bash", "-e", "-o", "pipefail", "-c", self.steps[name], cwd=self.project,
                          env=self.environment)

    def moderatod_checks(self, code, config):
        file = self.project / "changed.toml"
        file.write_text(config)
        return self.check(code, BUILD / "bin/moderatod", "--check", "--config", file)

    def test_the_workflow_from_its_beginning_to_a_broken_filter(self):
        self.assertLessEqual({"Install", "Test", "Try"}, set(self.steps))
        self.build()
        self.step(0, "Test")
        verdicts = [json.loads(line) for line in self.step(0, "Try").splitlines() if line.startswith("{")]
        self.assertEqual([verdict["action"] for verdict in verdicts], ["approve", "hold"])
        self.assertEqual(verdicts[1]["reasons"][0]["code"], f"{NAME}.long")

        # Only the filter itself knows its options.
        config = (self.project / "moderato.toml").read_text()
        self.assertIn("max_bites", self.moderatod_checks(78, config.replace("max_bytes", "max_bites")))
        self.assertIn("max_bytes", self.moderatod_checks(78, config.replace("20", "0")))
        # What the README says to put into the daemon's configuration, beside the daemon's own filters.
        in_the_chain, = re.findall(r"```toml\n(.*?)```", self.readme, re.S)
        installed = self.folder / "installed"
        installed.mkdir()
        if BUILT:
            shutil.copy(self.project / BUILT, installed / f"{NAME}.so")
        in_the_chain = in_the_chain.replace(f"/usr/local/lib/moderato/{NAME}", str(self.project))
        self.moderatod_checks(0, f'plugin_path = ["{BUILD}/lib/moderato/plugins", "{installed}"]\n{in_the_chain}')

        text = self.source.read_text()
        self.assertEqual(text.count("<="), 1)
        self.source.write_text(text.replace("<=", ">"))
        self.build()
        self.assertNotEqual(run("bash", "-c", self.steps["Test"], cwd=self.project, env=self.environment).returncode, 0)

    @unittest.skipUnless(LANGUAGE == "rust", "the others include the header")
    def test_notices_a_table_that_is_not_the_headers(self):
        table = self.project / "src/abi.rs"
        text = table.read_text()
        for right, wrong in (("author_ip: Text,\n    author_email: Text", "author_email: Text,\n    author_ip: Text"),
                             ("revision: u32", "revision: u16"), ("CONTEXT: u32 = 4", "CONTEXT: u32 = 8")):
            self.assertEqual(text.count(right), 1)
            table.write_text(text.replace(right, wrong))
            self.assertIn("layout::is_that_of_the_header ... FAILED", self.step(101, "Test"))

    def test_the_readme_says_what_the_workflow_does(self):
        for name in self.steps.keys() - {"Install"}:
            for line in self.steps[name].splitlines():
                self.assertIn(re.sub(" +", " ", line), re.sub(" +", " ", self.readme))

    def test_the_workflow_says_what_it_must_be_told(self):
        done = run("bash", "-e", "-c", self.steps["Install"], cwd=self.folder,
                   env=self.environment | {"MODERATO_PACKAGES": ""})
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("MODERATO_PACKAGES: is not set", done.stderr)

    def test_is_complete(self):
        for file in self.project.rglob("*"):
            self.assertNotRegex(file.name, "FILTER_NAME|FilterName")
            if file.is_file():
                self.assertNotRegex(file.read_text(), "FILTER_NAME|FilterName", file)
        if LANGUAGE == "c++":
            self.assertLessEqual(len(self.source.read_text().splitlines()), 15)


if __name__ == "__main__":
    if not shutil.which(TOOL):
        print(f"skipped: a project in {LANGUAGE} is built with {TOOL}, which is not installed")
        sys.exit(77)
    if LANGUAGE == "python" and not (BUILD / "lib/moderato/plugins/remote.so").exists():
        print("skipped: a filter in python is asked by the filter remote, which is not built")
        sys.exit(77)
    unittest.main()
