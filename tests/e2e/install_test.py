#!/usr/bin/python3
"""cmake --install: everything where Debian expects it, and what was installed works."""
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
import unittest
from pathlib import Path

from daemon import BIN

BUILD = Path(os.environ.get("MODERATO_BUILD", BIN.parent))


class Install(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moderato-")))

    def install(self, prefix, destination=""):
        done = subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], capture_output=True, text=True,
                              env=os.environ | {"DESTDIR": str(destination)})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_everything_is_where_debian_expects_it(self):
        self.install("/usr", self.folder)
        for file in ("usr/bin/moderatod", "usr/bin/moderato", "usr/bin/moderato-gateway", "usr/include/moderato/filter.hpp",
                     "usr/include/moderato/abi.h", "usr/include/moderato/testing.hpp",
                     "usr/lib/systemd/system/moderatod.service",
                     "usr/lib/systemd/system/moderato-gateway.service", "usr/share/moderato/gateway/embed.js", "etc/moderato/moderato.toml",
                     "usr/share/moderato/schema/comment.json", "usr/share/moderato/grafana-dashboard.json",
                     "usr/share/moderato/members.db", "usr/share/moderato/civility.model",
                     "usr/libexec/moderato/moderato-filter-host"):
            self.assertTrue((self.folder / file).is_file(), file)
        for folder in ("moderato", "moderato-gateway"):
            self.assertTrue((self.folder / "var/lib" / folder).is_dir())
        plugins = {each.name for each in self.folder.glob("usr/lib/**/moderato/plugins/*.so")}
        self.assertLessEqual({"membership.so", "duplicate.so", "civility.so"}, plugins)
        for program in ("moderatod", "moderato-gateway"):
            unit = (self.folder / f"usr/lib/systemd/system/{program}.service").read_text()
            self.assertIn(f"ExecStart=/usr/bin/{program} --config /etc/moderato/moderato.toml\n", unit)
            self.assertIn("\nType=notify\n", unit)
            self.assertNotIn("@", re.sub("SystemCallFilter=~?@", "", unit))
        settings = tomllib.loads((self.folder / "etc/moderato/moderato.toml").read_text())
        self.assertEqual(settings["ledger"]["path"], "/var/lib/moderato/ledger.db")
        for name, value in settings["gateway"].items():
            if str(value).endswith(".db"):
                self.assertEqual(Path(value).parent, Path("/var/lib/moderato-gateway"), name)
        top = {each.name for each in self.folder.iterdir()}
        self.assertEqual(top, {"usr", "etc", "var"})

    @unittest.skipUnless(shutil.which("systemd-analyze"), "takes systemd-analyze")
    def test_the_service_can_do_little_harm(self):
        self.install(self.folder)
        for program in ("moderatod", "moderato-gateway"):
            with self.subTest(program):
                self.check_service(program)

    def check_service(self, program):
        unit = self.folder / f"lib/systemd/system/{program}.service"
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", unit], capture_output=True,
                              text=True, timeout=120, env=os.environ | {"LC_ALL": "C.UTF-8"})
        found = re.search(rf"Overall exposure level for {program}.service: ([0-9.]+)", done.stdout)
        self.assertTrue(found, done.stdout + done.stderr)
        self.assertLess(float(found[1]), 2.0, done.stdout)
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, timeout=120)
        self.assertEqual([line for line in (done.stdout + done.stderr).splitlines() if f"{program}.service:" in line], [])

    def test_an_operators_configuration_is_kept(self):
        self.install("/usr", self.folder)
        config = self.folder / "etc/moderato/moderato.toml"
        config.write_text("mine")
        self.assertIn("Keeping", self.install("/usr", self.folder))
        self.assertEqual(config.read_text(), "mine")
        self.assertTrue(config.with_name("moderato.toml.new").is_file())

    def test_what_was_installed_works(self):
        self.install(self.folder)
        done = subprocess.run([self.folder / "bin/moderatod", "--check", "--config",
                               self.folder / "etc/moderato/moderato.toml"], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_an_installed_filter_may_have_its_own_process(self):
        self.install(self.folder)
        config = self.folder / "etc/moderato/isolated.toml"
        config.write_text('[chain]\nfilters = ["civility"]\n[filter.civility]\nisolation = "process"\n'
                          f'[ledger]\npath = "{self.folder}/ledger.db"\n')
        done = subprocess.run([self.folder / "bin/moderatod", "--check", "--config", config],
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
