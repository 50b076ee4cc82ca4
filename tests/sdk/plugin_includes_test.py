#!/usr/bin/python3
"""A plugin is made of its own folder, core/sdk and what the system has: no plugin includes anything else of this tree,
and none could, as its include path does not have it."""
import argparse
import json
import re
import shlex
import sys
import tempfile
import unittest
from pathlib import Path

GIVEN = argparse.Namespace()
INCLUDE = re.compile(r'^\s*#\s*(?:include|include_next|import)\s*(.+?)\s*$', re.MULTILINE)
SOURCES = {".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".inc", ".ipp"}
PATH_FLAGS = ("-iquote", "-isystem", "-idirafter", "-include", "-imacros", "-I")


def plugins_of(root):
    return sorted(folder for folder in (root / "plugins").iterdir() if (folder / "CMakeLists.txt").is_file())


def wrong_includes(root, plugin):
    """Yields "FILE: INCLUDE" for all that is neither the plugin's own, nor of core/sdk, nor of the system."""
    sdk = (root / "core/sdk").resolve()
    for file in sorted(path for path in plugin.rglob("*") if path.suffix in SOURCES):
        for written in INCLUDE.findall(file.read_text(errors="replace")):
            name = re.match(r'(["<])([^">]+)[">]', written)
            if not name or not is_allowed(root, sdk, plugin, file, quoted=name[1] == '"', name=name[2]):
                yield f"{file.relative_to(root)}: {written}"


def is_allowed(root, sdk, plugin, file, quoted, name):
    if name.startswith("moderato/"):
        return (sdk / name).is_file() and (sdk / name).resolve().is_relative_to(sdk / "moderato")
    if quoted:
        found = [folder / name for folder in (file.parent, plugin) if (folder / name).is_file()]
        return bool(found) and found[0].resolve().is_relative_to(plugin.resolve())
    # The standard library's or a system library's: what no folder of this tree offers under that name.
    ours = (root, root / "core", root / "tests", root / "plugins", root / "gateway")
    return (".." not in Path(name).parts and not Path(name).is_absolute()
            and not any((folder / name).is_file() for folder in ours))


def wrong_paths(root, build, commands):
    """Yields "FILE: FLAG PATH" for each place in this tree where the compiler looks, but the plugin's and the SDK's."""
    for command in commands:
        file = (Path(command["directory"]) / command["file"]).resolve()
        # A unity build compiles files of its own, which lie in the build folder.
        places = [place for place in (build / "plugins", root / "plugins") if file.is_relative_to(place)]
        if not places:
            continue
        plugin = root / "plugins" / file.relative_to(places[0]).parts[0]
        for flag, path in search_paths(shlex.split(command["command"])):
            place = (Path(command["directory"]) / path).resolve()
            if place.is_relative_to(root) and not any(
                    place.is_relative_to(allowed) for allowed in (plugin, root / "core/sdk", build)):
                yield f"{file.relative_to(root)}: {flag} {path}"


def search_paths(words):
    for at, word in enumerate(words):
        for flag in PATH_FLAGS:
            if word == flag:
                yield flag, words[at + 1]
                break
            if word.startswith(flag) and not (flag == "-I" and word == "-I"):
                yield flag, word[len(flag):].lstrip("=")
                break


class PluginIncludes(unittest.TestCase):
    def test_are_the_sdks_their_own_and_the_systems(self):
        self.assertGreater(len(plugins_of(GIVEN.source)), 2)
        for plugin in plugins_of(GIVEN.source):
            with self.subTest(plugin.name):
                self.assertEqual(list(wrong_includes(GIVEN.source, plugin)), [])

    def test_are_looked_for_nowhere_else(self):
        commands = json.loads((GIVEN.build / "compile_commands.json").read_text())
        sources = [command for command in commands if "/plugins/" in command["file"]]
        self.assertGreater(len(sources), len(plugins_of(GIVEN.source)))
        self.assertEqual(list(wrong_paths(GIVEN.source, GIVEN.build, commands)), [])


class TheTestItself(unittest.TestCase):
    """On a tree made for it, with every way to include what is not meant for plugins."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="plugin-includes-")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.plugin = self.root / "plugins/own"
        for file in ("core/sdk/moderato/filter.hpp", "core/sdk/text/glyphs.hpp", "core/chain/filter.hpp",
                     "plugins/own/part/part.hpp", "plugins/own/CMakeLists.txt", "plugins/other/other.hpp"):
            (self.root / file).parent.mkdir(parents=True, exist_ok=True)
            (self.root / file).write_text("")

    def found(self, line):
        (self.plugin / "part/own.cpp").write_text(f"// A filter.\n{line}\n")
        return list(wrong_includes(self.root, self.plugin))

    def test_lets_pass_what_a_plugin_may_use(self):
        for line in ('#include "moderato/filter.hpp"', "#include <moderato/filter.hpp>", "#include <vector>",
                     "#include <unicode/uchar.h>", '#include "part.hpp"', '#include "part/part.hpp"',
                     '#  include "../part/part.hpp"  // own'):
            self.assertEqual(self.found(line), [], line)

    def test_finds_what_it_may_not(self):
        for line in ('#include "chain/filter.hpp"', "#include <chain/filter.hpp>", "#include <core/chain/filter.hpp>",
                     '#include "../../../core/chain/filter.hpp"', "#include <moderato/../../chain/filter.hpp>",
                     "#include <../core/chain/filter.hpp>", '#include "moderato/nothing.hpp"',
                     '#include "text/glyphs.hpp"', '#include "../../other/other.hpp"', "#include <other/other.hpp>",
                     "#include ANYTHING",
                     '  #  include   "chain/filter.hpp"'):
            self.assertEqual(self.found(line), [f"plugins/own/part/own.cpp: {line.split('include', 1)[1].strip()}"])

    def test_finds_the_place_where_it_could_be_had(self):
        build = self.root / "build/release"

        def found(flags, source=self.plugin / "own.cpp"):
            command = {"directory": str(build), "file": str(source), "command": f"/usr/bin/c++ {flags} -c own.cpp"}
            return list(wrong_paths(self.root, build, [command]))

        allowed = f"-I{self.root}/core/sdk -I {self.plugin} -isystem /usr/include/x -include {build}/pch.hxx"
        self.assertEqual(found(allowed), [])
        for flags in (f"-I{self.root}/core", f"-I {self.root}/core", f"-isystem {self.root}/core/chain",
                      f"-I{self.root}", "-I../../core", f"-iquote {self.root}/plugins/other",
                      f"-include {self.root}/core/chain/filter.hpp"):
            self.assertEqual(len(found(flags)), 1, flags)
            self.assertEqual(len(found(flags, build / "plugins/own/CMakeFiles/own.dir/Unity/unity_0_cxx.cxx")), 1, flags)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--build", type=Path, required=True)
    GIVEN, rest = parser.parse_known_args()
    GIVEN.source, GIVEN.build = GIVEN.source.resolve(), GIVEN.build.resolve()
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
