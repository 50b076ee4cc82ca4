#!/usr/bin/python3
"""scripts/new-plugin: bad names are refused, nothing is overwritten, and what it writes builds outside this tree against
the SDK alone, passes its own test, and runs in a chain of the daemon."""
import argparse
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

GIVEN = argparse.Namespace()
NAME = "very_own2"
PROJECT = """cmake_minimum_required(VERSION 3.25)
project(Probe LANGUAGES CXX)
include(CTest)
if(SANITIZE)
  add_compile_options(-fsanitize=${SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SANITIZE})
endif()
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
find_package(Moderato REQUIRED)
add_subdirectory(NAME)
""".replace("NAME", NAME)


def run(*command, **options):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)
    done.text = done.stdout + done.stderr
    return done


class NewPlugin(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="new-plugin-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, *more):
        return run(GIVEN.source / "scripts/new-plugin", name, "--into", self.folder, *more)

    def check(self, code, *command, **options):
        done = run(*command, **options)
        self.assertEqual(done.returncode, code, done.text)
        return done.text

    def test_refuses_what_is_no_name(self):
        for name in ("Upper", "with-dash", "../up", "a b", "1st", "x", "a__b", "_a", "a_", "é", "a" * 33, "all",
                     "links_test", "moderatod", "a;b", "$(id)"):
            with self.subTest(name):
                done = self.write(name)
                self.assertEqual(done.returncode, 65, done.text)
                self.assertIn(name, done.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_refuses_the_name_of_a_filter_that_moderato_has(self):
        self.assertEqual(self.write("civility").returncode, 65)

    def test_overwrites_nothing(self):
        self.assertEqual(self.write(NAME).returncode, 0)
        source = self.folder / NAME / f"{NAME}.cpp"
        source.write_text("mine")
        done = self.write(NAME)
        self.assertEqual(done.returncode, 65)
        self.assertIn("there already", done.stderr)
        self.assertEqual(source.read_text(), "mine")

    def test_wrong_usage(self):
        self.assertEqual(run(GIVEN.source / "scripts/new-plugin").returncode, 64)
        self.assertEqual(self.write(NAME, "another").returncode, 64)
        self.assertEqual(self.write(NAME, "--inot").returncode, 64)

    def test_builds_passes_and_loads(self):
        self.assertEqual(self.write(NAME).returncode, 0)
        plugin, build = self.folder / NAME, self.folder / "build"
        self.assertLessEqual(len((plugin / f"{NAME}.cpp").read_text().splitlines()), 30)
        self.assertLessEqual(len((plugin / "CMakeLists.txt").read_text().splitlines()), 6)
        (self.folder / "CMakeLists.txt").write_text(PROJECT)
        self.check(0, "cmake", "--install", GIVEN.build, "--component", "sdk", "--prefix", self.folder / "sdk")
        self.check(0, "cmake", "-G", "Ninja", "-S", self.folder, "-B", build, f"-DCMAKE_PREFIX_PATH={self.folder}/sdk",
                   f"-DSANITIZE={GIVEN.sanitize}", "-DCMAKE_BUILD_TYPE=Debug")
        self.check(0, "cmake", "--build", build, "--target", NAME, f"{NAME}_test")
        self.assertIn("100% tests passed", self.check(0, "ctest", "--test-dir", build, "--output-on-failure",
                                                      "--no-tests=error"))

        config = self.folder / "moderato.toml"
        chain = f'plugin_path = ["{build}/lib/moderato/plugins"]\nchain.filters = ["{NAME}"]\n'
        config.write_text(chain + f"[filter.{NAME}]\nmax_links = 7\n")
        self.check(0, GIVEN.moderatod, "--check", "--config", config)
        # It really was loaded: only the filter itself knows its options.
        config.write_text(chain + f"[filter.{NAME}]\nmax_lniks = 7\n")
        self.assertIn("max_links", self.check(78, GIVEN.moderatod, "--check", "--config", config))

        # And its test really tests it.
        source = plugin / f"{NAME}.cpp"
        source.write_text(source.read_text().replace("links <= max_links_", "links >= max_links_"))
        self.check(0, "cmake", "--build", build, "--target", f"{NAME}_test")
        self.assertNotEqual(run("ctest", "--test-dir", build).returncode, 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--moderatod", type=Path, required=True)
    parser.add_argument("--sanitize", default="")
    GIVEN, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
