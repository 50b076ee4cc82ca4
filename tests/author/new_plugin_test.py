#!/usr/bin/python3
"""moderato new-plugin, and scripts/new-plugin: bad names are refused, nothing is overwritten, and what they write may
lie in this tree. That it builds and works is in project_test.py."""
import json
import os
import unittest

from outside import BUILD, SOURCE, Outside, flags, run

MODERATO = BUILD / "bin/moderato"
NAME = "very_own2"
TREE = f"""cmake_minimum_required(VERSION 3.25)
project(tree LANGUAGES CXX)
include(GNUInstallDirs)
enable_testing()
set(BUILD_TESTING ON)
add_library(moderato_strict INTERFACE)
target_compile_options(moderato_strict INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
add_subdirectory({SOURCE}/core/sdk sdk)
include({SOURCE}/core/sdk/cmake/ModeratoPlugin.cmake)
set(Moderato_PLUGIN_DIR plugins)
add_subdirectory({NAME})
target_link_libraries({NAME}_filter PRIVATE moderato_strict)
"""


class NewPlugin(Outside):
    def write(self, name, *more):
        return run(MODERATO, "new-plugin", name, "--into", self.folder, *more)

    def test_refuses_what_is_no_name(self):
        for name in ("Upper", "with-dash", "../up", "a b", "1st", "x", "a__b", "_a", "a_", "é", "a" * 33, "all", "",
                     "links_test", "links_filter", "moderatod", "package_source", "a;b", "$(id)"):
            with self.subTest(name):
                done = self.write(name)
                self.assertEqual(done.returncode, 65, done.text)
                self.assertIn(f'"{name}"', done.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_takes_names_up_to_their_limits(self):
        for name in ("ab", "a" * 32, "a1_b2_c3"):
            self.assertEqual(self.write(name).returncode, 0, name)

    def test_refuses_the_name_of_a_filter_that_is_there(self):
        done = self.write("civility")
        self.assertEqual(done.returncode, 65)
        self.assertIn("civility.so", done.stderr)

    def test_overwrites_nothing(self):
        self.assertEqual(self.write(NAME).returncode, 0)
        source = self.folder / NAME / f"{NAME}.cpp"
        source.write_text("mine")
        (self.folder / "dangling").symlink_to(self.folder / "nowhere")
        (self.folder / "file").touch()
        for name in (NAME, "dangling", "file"):
            done = self.write(name)
            self.assertEqual(done.returncode, 65, done.text)
            self.assertIn("there already", done.stderr)
        self.assertEqual(source.read_text(), "mine")
        self.assertFalse((self.folder / "nowhere").exists())

    def test_says_where_it_can_not_write(self):
        done = run(MODERATO, "new-plugin", NAME, "--into", self.folder / "nowhere")
        self.assertEqual(done.returncode, 74, done.text)
        self.assertIn("nowhere", done.stderr)

    def test_what_could_not_be_finished_does_not_stay(self):
        # No folder for temporary files: ThreadSanitizer would write one before the program begins, and be ended.
        command = f"ulimit -f 0; TMPDIR=/nowhere exec '{MODERATO}' new-plugin {NAME} --into '{self.folder}'"
        done = run("bash", "-c", command)
        self.assertEqual(done.returncode, 74, done.text)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_says_what_it_wrote(self):
        written = json.loads(run(MODERATO, "new-plugin", NAME, "--into", self.folder, "--json").stdout)
        self.assertEqual(written["folder"], str(self.folder / NAME))
        self.assertEqual(sorted(written["files"]),
                         sorted(str(file.relative_to(self.folder / NAME))
                                for file in (self.folder / NAME).rglob("*") if file.is_file()))

    def test_wrong_usage(self):
        script = SOURCE / "scripts/new-plugin"
        environment = os.environ | {"MODERATO_BUILD": str(BUILD)}
        for command in ((MODERATO, "new-plugin"), (script,)):
            for arguments in ((), (NAME, "another", "--into", self.folder), (NAME, "--inot", self.folder),
                              (NAME, "--language", "cobol", "--into", self.folder)):
                done = run(*command, *arguments, env=environment)
                self.assertEqual(done.returncode, 64, done.text)
        self.assertFalse((SOURCE / "plugins" / NAME).exists())

    def test_says_which_package_has_the_templates(self):
        for folder in ("bin", "elsewhere"):
            (self.folder / folder).mkdir()
        program = self.folder / "bin/moderato"
        program.write_bytes(MODERATO.read_bytes())
        program.chmod(0o755)
        done = run(program, "new-plugin", NAME, "--into", self.folder / "elsewhere")
        self.assertEqual(done.returncode, 66, done.text)
        self.assertIn("moderato-dev", done.stderr)
        self.assertEqual(list((self.folder / "elsewhere").iterdir()), [])

    def test_a_project_may_lie_in_this_tree(self):
        done = run(SOURCE / "scripts/new-plugin", NAME, "--into", self.folder,
                   env=os.environ | {"MODERATO_BUILD": str(BUILD)})
        self.assertEqual(done.returncode, 0, done.text)
        (self.folder / "CMakeLists.txt").write_text(TREE)
        self.sdk = "/nowhere"
        self.configure(0, env=flags())
        self.check(0, "cmake", "--build", self.folder / "build", "--target", NAME, f"{NAME}_test")
        passed = self.check(0, "ctest", "--test-dir", self.folder / "build", "--no-tests=error")
        self.assertIn("100% tests passed", passed)


if __name__ == "__main__":
    unittest.main()
