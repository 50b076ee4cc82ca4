#!/usr/bin/python3
"""find_package(Moderato) from an installed SDK: versions, components, and a filter of this tree built outside it."""
import shutil
import unittest

from outside import SANITIZE, SOURCE, Outside, flags, run

PROJECT = """cmake_minimum_required(VERSION 3.25)
project(probe LANGUAGES CXX)
include(CTest)
"""


class SdkPackage(Outside):
    def write(self, text):
        (self.folder / "CMakeLists.txt").write_text(PROJECT + text)

    def test_a_filter_of_this_tree_builds_outside_it(self):
        shutil.copytree(SOURCE / "plugins/wordlist", self.folder / "wordlist")
        self.write("find_package(Moderato REQUIRED COMPONENTS text)\nadd_subdirectory(wordlist)\n")
        # Optimised and sanitised is where GCC 12 has warned falsely of folding.
        self.configure(0, env=flags(SANITIZE or "address,undefined", "-O2 -Wall -Wextra -Wpedantic -Werror"))
        self.check(0, "cmake", "--build", self.folder / "build")
        self.assertIn("100% tests passed", self.check(0, "ctest", "--test-dir", self.folder / "build", "-j2",
                                                      "--output-on-failure", "--no-tests=error"))
        self.check(0, "cmake", "--install", self.folder / "build", "--prefix", self.folder / "installed")
        installed = [str(file.relative_to(self.folder / "installed"))
                     for file in (self.folder / "installed").rglob("*") if file.is_file()]
        self.assertEqual(len(installed), 1, installed)
        self.assertRegex(installed[0], "^lib.*/moderato/plugins/wordlist.so$")

    def test_asks_for_the_abi_it_needs(self):
        for version, code in (("0.9", 1), ("1", 0), ("1.2", 0), ("1.99", 1), ("2", 1)):
            with self.subTest(version):
                self.write(f"find_package(Moderato {version} REQUIRED)\n")
                self.configure(code, "--fresh")

    def test_only_text_takes_what_text_is_made_of(self):
        self.write("find_package(Moderato REQUIRED)\n"
                   "if(TARGET Moderato::text OR NOT TARGET Moderato::sdk)\n message(FATAL_ERROR targets)\nendif()\n")
        self.configure(0, "-DCMAKE_DISABLE_FIND_PACKAGE_ICU=ON")
        self.write("find_package(Moderato REQUIRED COMPONENTS text)\n")
        self.configure(0, "--fresh")
        self.assertIn("libicu-dev", self.configure(1, "--fresh", "-DCMAKE_DISABLE_FIND_PACKAGE_ICU=ON"))

    def test_only_tests_take_googletest(self):
        (self.folder / "own.cpp").touch()
        self.write("find_package(Moderato REQUIRED)\nmoderato_add_plugin(own own.cpp TEST own.cpp)\n")
        self.configure(0, "-DBUILD_TESTING=OFF", "-DCMAKE_DISABLE_FIND_PACKAGE_GTest=ON")
        self.assertIn("libgtest-dev", self.configure(1, "--fresh", "-DCMAKE_DISABLE_FIND_PACKAGE_GTest=ON"))

    def test_an_author_without_cmake_has_pkg_config(self):
        def ask(*what):
            return self.check(0, "pkg-config", *what, "moderato",
                              env=flags() | {"PKG_CONFIG_PATH": str(self.sdk / "share/pkgconfig")}).split()
        (self.folder / "own.c").write_text('#include <moderato/abi.h>\nint size = (int)sizeof(moderato_plugin_v1);\n')
        self.check(0, "cc", "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-shared", "-fPIC",
                   *ask("--cflags"), self.folder / "own.c", "-o", self.folder / "own.so")
        self.assertRegex(ask("--variable=plugindir")[0], "lib.*/moderato/plugins$")
        self.assertEqual(run("cc", "-c", self.folder / "own.c", "-o", "/dev/null").returncode, 1)


if __name__ == "__main__":
    unittest.main()
