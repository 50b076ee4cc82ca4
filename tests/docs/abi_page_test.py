#!/usr/bin/python3
"""core/sdk/ABI.md says all of abi.h, with the limits that the code has; what abi.h promised once stays where it was;
and the plugin that the page shows compiles against that header alone, and works."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ["MODERATO_BIN"])
HEADER = ROOT / "core/sdk/moderato/abi.h"
PAGE = (ROOT / "core/sdk/ABI.md").read_text()
LAYOUT = Path(__file__).with_name("abi_layout.txt")
COMPILER = os.environ.get("CC") or "cc"


def declared():
    """The fields of each struct, by its name; all constants; and the types that are no structs."""
    code = re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.S)
    structs = {}
    for body, name in re.findall(r"typedef struct \w+ \{(.*?)\} (\w+);", code, re.S):
        structs[name] = [re.search(r"\(\*(\w+)\)|(\w+)$", each.strip()) for each in body.split(";") if each.strip()]
        structs[name] = [found[1] or found[2] for found in structs[name]]
    enums = " ".join(re.findall(r"\benum \{(.*?)\}", code, re.S))
    constants = re.findall(r"(MODERATO_\w+) =", enums)
    constants += re.findall(r"^#define (MODERATO_\w+) \S", code, re.M)
    types = re.findall(r"^typedef \w+ (\w+);", code, re.M)
    return structs, constants, types


def section(name):
    found = re.search(rf"^### {name}\n(.*?)(?=^##|\Z)", PAGE, re.M | re.S)
    return found[1] if found else ""


def number(path, name):
    """A constant, or a member with its default, of a C++ header."""
    found = re.search(rf"\b{name} = ([\d']+);", (ROOT / path).read_text())
    return f"{int(found[1].replace(chr(39), '')):,}"


class AbiPage(unittest.TestCase):
    def test_names_every_field_where_its_struct_is_explained(self):
        structs, _, _ = declared()
        self.assertGreater(len(structs), 10)
        for struct, fields in structs.items():
            self.assertGreater(len(fields), 1, struct)
            for field in fields:
                self.assertTrue(f"`{field}`" in section(struct), f"{struct}.{field}: ABI.md does not explain it")

    def test_names_every_constant_and_type(self):
        _, constants, types = declared()
        self.assertGreater(len(constants), 20)
        for constant in constants:
            self.assertTrue(f"`{constant}`" in PAGE, f"{constant}: ABI.md does not explain it")
        self.assertGreater(len(types), 3)
        for name in types:
            self.assertTrue(section(name), f"{name}: ABI.md has no section on it")

    def test_has_the_version_of_the_header_in_its_table(self):
        found = dict(re.findall(r"#define MODERATO_ABI_(MAJOR|MINOR) (\d+)", HEADER.read_text()))
        for minor in range(int(found["MINOR"]) + 1):
            self.assertRegex(PAGE, rf"(?m)^\| {found['MAJOR']}\.{minor} \|")

    def test_has_the_limits_of_findings(self):
        for name in ("longest_code", "longest_message", "most_spans", "most_scores"):
            self.assertRegex(section("moderato_finding"), rf"to {number('core/chain/finding_check.hpp', name)}\b", name)
        self.assertIn(f"to {number('core/chain/finding_check.hpp', 'longest_attribute')} of", section("moderato_score"))
        self.assertIn(f"({number('core/chain/finding_check.hpp', 'longest_error')} bytes)", section("moderato_answer"))

    def test_has_the_limits_of_comments(self):
        rules = re.findall(r"rules\[f_(\w+)\] = \{(.*?)\};", (ROOT / "core/comment/parse.cpp").read_text(), re.S)
        rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|", section("moderato_comment"), re.M))
        compared = 0
        for field, rule in rules:
            most = re.search(r"\.most = ([\d']+)", rule)
            if not most or field not in rows or not rows[field]:
                continue
            least = re.search(r"\.least = (\d+)", rule)
            says = f"{least[1]} to " if least else "to "
            says += f"{int(most[1].replace(chr(39), '')):,}" + (", printable" if "printable" in rule else "")
            self.assertEqual(rows[field], says, field)
            compared += 1
        self.assertEqual(compared, 11)
        for name in ("text_bytes", "frame_bytes"):
            self.assertIn(f"`intake.max_{name}` ({number('core/comment/comment.hpp', name)})", PAGE.replace("\n", " "))

    def test_says_how_many_comments_go_through_a_chain_together(self):
        self.assertIn(f"up to {number('core/chain/chain.hpp', 'most_together')} at once", PAGE)

    def test_links_lead_somewhere(self):
        titles = re.findall(r"^#+ (.*)", PAGE, re.M)
        anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
        for link in re.findall(r"\]\(([^)]+)\)", PAGE):
            if link.startswith("#"):
                self.assertIn(link[1:], anchors)
            else:
                self.assertTrue((ROOT / "core/sdk" / link).exists(), link)


class InAFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="moderato-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "moderato").mkdir()
        shutil.copy(HEADER, self.folder / "moderato")

    def run_(self, code, *command, **options):
        options.setdefault("input", "")
        done = subprocess.run([str(each) for each in command], capture_output=True, text=True, cwd=self.folder,
                              **options)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def compile(self, source, *more):
        self.run_(0, COMPILER, "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I", self.folder, source,
                  *more)


class WholePlugin(InAFolder):
    def config(self, option):
        file = self.folder / "moderato.toml"
        file.write_text(f'plugin_path = ["."]\nchain.filters = ["exclaims"]\n[filter.exclaims]\n{option}\n')
        return file

    def test_compiles_is_loaded_and_judges(self):
        example, = re.findall(r"```c\n(#include <moderato/abi.h>\n.*?)```", PAGE, re.S)
        (self.folder / "exclaims.c").write_text(example)
        self.compile("exclaims.c", "-shared", "-fPIC", "-o", "exclaims.so")
        self.run_(0, BIN / "moderatod", "--check", "--config", self.config("most = 2"))
        for wrong, expected in (("msot = 2", "did you mean most?"), ("most = 0", "most"), ('most = "2"', "most")):
            self.assertIn(expected, self.run_(78, BIN / "moderatod", "--check", "--config", self.config(wrong)))
        comments = "".join(json.dumps({"id": text, "article": "a", "author": {"id": "anna"}, "text": text}) + "\n"
                           for text in ("Oh!!", "Oh!!! No!", "Oh! No!!!!"))
        said = self.run_(0, BIN / "moderato", "run", "--config", self.config("most = 2"), input=comments)
        verdicts = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        found = [(each["action"], [reason["spans"] for reason in each["reasons"]]) for each in verdicts]
        self.assertEqual(found, [("approve", []), ("hold", [[[2, 5]]]), ("hold", [[[6, 10]]])])


class Layout(InAFolder):
    """A minor version adds fields at the end of a struct and moves none: what abi_layout.txt has stays as it is."""

    def test_no_field_has_moved(self):
        structs, _, _ = declared()
        members = [(struct, field) for struct, fields in structs.items() for field in fields]
        lines = [f'  printf("{struct}.{field} %zu %zu\\n", offsetof({struct}, {field}), sizeof(of_{struct}.{field}));\n'
                 for struct, field in members]
        lines = [f"  {struct} of_{struct};\n" for struct in structs] + lines
        (self.folder / "layout.c").write_text("#include <moderato/abi.h>\n#include <stdio.h>\nint main(void) {\n"
                                              "  if (sizeof(void*) != 8) return 77;\n" + "".join(lines) + "}\n")
        self.compile("layout.c", "-o", "layout")
        done = subprocess.run([self.folder / "layout"], capture_output=True, text=True, check=False)
        if done.returncode == 77:
            self.skipTest("the layout is kept for machines of 64 bits")
        now, kept = done.stdout.splitlines(), LAYOUT.read_text().splitlines()
        for line in kept:
            self.assertTrue(line in now, f"{line}: a field that plugins read was moved, or is gone")
        for line in now:
            self.assertTrue(line in kept, f"{line}: a new field; add this line to {LAYOUT.name}")


if __name__ == "__main__":
    unittest.main()
