#!/usr/bin/python3
"""The pages that Doxygen makes of the SDK: made without a warning, so everything public is explained and every link
leads somewhere, and with the comments of the headers in them. Exits with 77 where Doxygen is not installed."""
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

SDK = Path(__file__).resolve().parents[2] / "core/sdk"


def make_pages(sdk, output):
    settings = (sdk / "doxygen/Doxyfile.in").read_text().replace("@OUTPUT@", str(output))
    return subprocess.run(["doxygen", "-"], input=settings, cwd=sdk, capture_output=True, text=True)


def words(element):
    return "" if element is None else " ".join("".join(element.itertext()).split())


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="moderato-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)


class Pages(Folder):
    def setUp(self):
        super().setUp()
        done = make_pages(SDK, self.folder)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))
        self.explained = {}
        for file in (self.folder / "xml").glob("*.xml"):
            for compound in ElementTree.parse(file).getroot().iter("compounddef"):
                name = compound.findtext("compoundname")
                self.note(name, compound)
                for member in compound.iter("memberdef"):
                    self.note(f"{name}::{member.findtext('name')}", member)

    def note(self, name, element):
        text = words(element.find("briefdescription")) + " " + words(element.find("detaileddescription"))
        self.explained[name] = self.explained.get(name, "") + text

    def test_have_what_the_headers_say(self):
        for name, text in {
                "moderato::Filter": "What a plugin derives its filter from.",  # before it
                "moderato::Filter::check": "Called per comment, from a worker thread.",
                "moderato::Traits::remembers": "answers depend on earlier comments",  # behind it
                "moderato_finding::weights": "Since 1.1: what each span added to the evidence",  # several lines, in C
                "moderato_comment::parent": "absent for a top-level comment",  # behind it, in C
                "moderato_comment::author_ip": "See the page on the ABI.",
                "moderato::Comment::author_ip": "See moderato_comment::author_ip.",
                "moderato::Loans": "Objects that concurrent calls borrow",  # of the file
                "moderato::text::Folder::fold": "Linear in the size of the text.",
                "abi.h": "GROWTH: structs only grow at their end",
                "abi.h::MODERATO_CONCURRENT": "may be called from many threads at once",
                "fold.hpp": "\"f*ck\", \"st#pid\"",  # no markup
                "filter.hpp::MODERATO_FILTER": "Exports CLASS as this plugin's filter.",
        }.items():
            self.assertIn(text, self.explained.get(name, ""), name)

    def test_begin_with_the_map(self):
        self.assertIn("What the author of a filter uses", (self.folder / "html/index.html").read_text())
        for page in ("ABI", "TUTORIAL"):
            self.assertIn(f'md_{page}', "".join(path.name for path in (self.folder / "html").iterdir()))


class Warnings(Folder):
    def test_what_is_not_explained_is_named(self):
        for name, more in (("moderato/filter.hpp", "namespace moderato {\nint astray();\n}\n"),
                           ("moderato/finding.hpp", "// It is.\nstruct X {\n  int astray;\n};\n"),
                           ("ABI.md", "\n[Further](#astray)\n")):
            with self.subTest(name):
                sdk = self.folder / name
                shutil.copytree(SDK, sdk)
                with (sdk / name).open("a") as file:
                    file.write(more)
                done = make_pages(sdk, self.folder / "output")
                self.assertNotEqual(done.returncode, 0)
                self.assertIn("astray", done.stderr)


if __name__ == "__main__":
    if not shutil.which("doxygen"):
        print("skipped: doxygen is not installed")
        sys.exit(77)
    unittest.main()
