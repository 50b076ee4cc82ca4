#!/usr/bin/python3
"""The Debian packages: what is in them, and that a filter is built with, and run by, nothing but what they hold."""
import os
import re
import tempfile
import unittest
from pathlib import Path

from outside import BUILD, SOURCE, Outside, run

FOR_AUTHORS = re.compile(r"/(include|cmake|pkgconfig|templates)/|\.a$")


class DebianPackages(Outside):
    @classmethod
    def setUpClass(cls):
        cls.made = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="moderato-packages-")))
        done = run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", cls.made, umask=0o077)
        if done.returncode != 0:
            raise RuntimeError(done.text)

    @classmethod
    def package(cls, name):
        found, = cls.made.glob(f"{name}_*.deb")
        return found

    def setUp(self):
        super().setUp()
        self.root = self.folder / "root"
        self.sdk = self.root / "usr"  # what configure() builds against
        for package in ("moderato", "moderato-dev"):
            self.check(0, "dpkg-deb", "-x", self.package(package), self.root)

    def fields(self, name):
        return {field: self.check(0, "dpkg-deb", "-f", self.package(name), field).strip()
                for field in ("Package", "Version", "Architecture", "Maintainer", "Description", "Depends", "Section")}

    def test_says_what_it_is_and_what_it_takes(self):
        daemon, sdk = self.fields("moderato"), self.fields("moderato-dev")
        for fields in (daemon, sdk):
            self.assertEqual([field for field, value in fields.items() if not value], [])
            self.assertLessEqual(max(map(len, fields["Description"].splitlines())), 80)
        for library in ("libc6", "libzmq5", "libsqlite3-0", "libpq5", "libicu"):
            self.assertIn(library, daemon["Depends"])
        self.assertEqual(sdk["Depends"], f"moderato (= {daemon['Version']})")

    def test_has_what_belongs_in_it_and_nothing_else(self):
        for name in ("moderato", "moderato-dev"):
            for line in self.check(0, "dpkg-deb", "-c", self.package(name)).splitlines():
                mode, owner, *_, path = line.split(maxsplit=5)
                with self.subTest(path):
                    self.assertEqual(owner, "root/root")
                    self.assertRegex(mode, "^(drwxr-xr-x|-rwxr-xr-x|-rw-r--r--)$")
                    self.assertRegex(path, r"^\./(usr/(bin|include|lib|libexec|share)?|etc/)")
                    if mode.startswith("-"):
                        self.assertEqual(name == "moderato-dev", FOR_AUTHORS.search(path) is not None)
        for file in ("usr/bin/moderatod", "usr/bin/moderato", "usr/libexec/moderato/moderato-filter-host",
                     "usr/lib/systemd/system/moderatod.service", "etc/moderato/moderato.toml",
                     "usr/share/moderato/civility.model", "usr/share/moderato/schema/comment.json",
                     "usr/include/moderato/filter.hpp", "usr/share/pkgconfig/moderato.pc"):
            self.assertTrue((self.root / file).is_file(), file)
        self.assertEqual({file.stem for file in self.root.glob("usr/lib/**/moderato/plugins/*.so")},
                         {folder.parent.name for folder in SOURCE.glob("plugins/*/CMakeLists.txt")})
        self.assertNotIn("debug_info", self.check(0, "file", self.root / "usr/bin/moderatod"))

    def test_keeps_the_operators_configuration(self):
        self.assertEqual(self.check(0, "dpkg-deb", "-I", self.package("moderato"), "conffiles").split(),
                         ["/etc/moderato/moderato.toml"])

    def test_the_scripts_run_where_there_is_no_systemd(self):
        self.check(0, "dpkg-deb", "-e", self.package("moderato"), self.folder / "control")
        if Path("/run/systemd/system").exists():
            self.skipTest("they would act on this machine's systemd")
        for script, *arguments in (("postinst", "configure", ""), ("postinst", "configure", "0.0.1"),
                                   ("prerm", "upgrade", "9"), ("prerm", "remove"), ("postrm", "remove"),
                                   ("postrm", "purge")):
            self.check(0, self.folder / "control" / script, *arguments)

    def test_a_filter_is_written_built_and_run_with_them_alone(self):
        moderato = self.root / "usr/bin/moderato"
        self.check(0, moderato, "new-plugin", "own", "--into", self.folder)
        self.configure(0, "-DBUILD_TESTING=OFF", source=self.folder / "own")
        self.check(0, "cmake", "--build", self.folder / "build")
        self.check(0, "cmake", "--install", self.folder / "build", "--prefix", "/usr",
                   env=os.environ | {"DESTDIR": str(self.root)})
        config = self.folder / "moderato.toml"
        config.write_text('[chain]\nfilters = ["own"]\n[filter.own]\nmax_bytes = 6\n')
        self.check(0, self.root / "usr/bin/moderatod", "--check", "--config", config)
        verdicts = self.judge(moderato, config, "coffee", "green tea")
        self.assertEqual([each["action"] for each in verdicts], ["approve", "hold"], verdicts)


if __name__ == "__main__":
    unittest.main()
