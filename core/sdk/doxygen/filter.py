#!/usr/bin/python3
"""What Doxygen reads of a file of the SDK, so that the files stay readable as they are.

Of a header, plain comments become documentation: a comment before a declaration, or behind one on its line, is about
it, and the first of a file is about the file, and about the first class in it. A member without a comment that goes by
the name of a field of abi.h is explained there, and what has none in abi.h is explained on its page; a macro without
one is like that above it. Of a text, links to what is no page lose their link."""
import re
import sys
from pathlib import Path

ABI = Path(__file__).resolve().parents[1] / "moderato/abi.h"
# The structs of abi.h that classes are a face of.
FACES = {"Comment": "moderato_comment", "Given": "moderato_comment", "Decision": "moderato_decision",
         "Host": "moderato_host", "Options": "moderato_options", "Finding": "moderato_finding", "Span": "moderato_span",
         "Score": "moderato_score", "Lookback": "moderato_lookback", "Filter": "moderato_plugin_v1"}

BEHIND = re.compile(r"^(?P<code>.*\S)(?P<space>\s+)(?://|/\*) (?P<text>.*?)(?: \*/)?$")
NOT_DECLARED = re.compile(r"^\s*(?:#\s*(?:include|pragma|if|el|en)|\}(?!;))")
OPENED = re.compile(r"^(?:typedef )?(?:class|struct|enum class) (\w+)[^;{]*\{")
MACRO = re.compile(r"^#define (\w+)\(")
STANDARD = re.compile(r"^ +[^/]*\b(?:operator(?:\[\]|->|\*)|data|size)\(\)?")
ALIAS = re.compile(r"^ *using \w+ = ")
COMPARED = re.compile(r"^ +friend bool operator==\(.*= default;$")
# A member on a line of its own, and its name.
MEMBER = re.compile(r"^  (?!return|using|friend|static|explicit|if|for|struct|class)"
                    r"[\w:<>,&* ]*?[\w>&*] \(?\*?(\w+)(?:\)?\(|;|\{| =)")


def fields():
    """The names of the fields of each struct in abi.h."""
    bodies = re.findall(r"^typedef struct (\w+) \{(.*?)^\}", ABI.read_text(encoding="utf-8"), re.M | re.S)
    return {name: {found[1] for found in map(MEMBER.match, body.splitlines()) if found} for name, body in bodies}


def escaped(text):
    """Text, not markup; what is in quotes Doxygen leaves alone."""
    parts = re.split(r"(`[^`]*`|\"[^\"]*\")", text)
    parts[::2] = [re.sub(r"([<>#@\\&])", r"\\\1", part) for part in parts[::2]]
    return "".join(parts)


def documented(lines, is_first):
    """The lines of a comment, without their signs. What is indented is an example."""
    if is_first:
        yield "/// \\file"
    code = False
    for line in lines:
        sample = line.startswith("   ") or (code and not line.strip())
        if sample != code:
            yield "/// @code{.cpp}" if sample else "/// @endcode"
            code = sample
        yield "/// " + (line if code else escaped(line))
    if code:
        yield "/// @endcode"


def comment_at(lines, at):
    """The comment that begins in this line and has it for itself: its indent, its lines, and the line behind it."""
    begin = re.match(r"^(\s*)(//|/\*)", lines[at])
    if not begin:
        return None
    indent, end = begin[1], at + 1
    if begin[2] == "//":
        while end < len(lines) and lines[end].startswith(indent + "//"):
            end += 1
        return indent, [line[len(indent) + 2:].removeprefix(" ") for line in lines[at:end]], end
    while "*/" not in lines[end - 1]:
        end += 1
    return indent, [re.sub(r"^\s*(?:/\*| \*) ?|\s*\*/$", "", line) for line in lines[at:end]], end


def said_instead(line, struct, macro, known, of_abi):
    """The documentation of a declaration that has no comment; empty when there is nothing to say."""
    if ALIAS.match(line):
        return "/// Short for what it is defined as."
    if macro and MACRO.match(line):
        return f"/// See {macro}."
    if struct and STANDARD.match(line):
        return "/// As in the standard library."
    member = MEMBER.match(line)
    if struct and member and of_abi:
        return f'/// See \\ref abi-{struct} "the page on the ABI".'
    for name in (member[1], f"author_{member[1]}", f"{member[1]}_id") if struct and member else ():
        if name in known.get(FACES.get(struct), ()):
            return f"/// See {FACES[struct]}::{name}."
    return ""


def header(lines, of_abi=False):
    known = fields()
    at, is_explained, about_file, struct, macro = 0, False, None, None, None
    is_first_class = not of_abi
    while at < len(lines):
        comment = comment_at(lines, at)
        if comment:
            indent, text, at = comment
            yield from (indent + line for line in documented(text, about_file is None))
            is_explained = about_file is not None
            if about_file is None:
                about_file = text
                yield ""  # so that it is not taken for the next declaration's
            continue
        line = lines[at]
        at += 1
        if COMPARED.match(line):
            continue
        if opened := OPENED.match(line):
            struct = opened[1]
            if is_first_class and not is_explained:
                yield from documented(about_file, False)
            is_first_class = False
        defined = MACRO.match(line)
        if defined and is_explained:
            macro = defined[1]
        behind = BEHIND.match(line)
        if behind and not NOT_DECLARED.match(line):
            line = f"{behind['code']}{behind['space']}///< {escaped(behind['text'])}"
        elif not is_explained and (instead := said_instead(line, struct, macro, known, of_abi)):
            yield instead
        yield line
        is_explained = is_explained and line.startswith("template <")
        if line.startswith("}"):
            struct = None


def text(lines, page):
    """Headings get the anchors that they have on the web, after the page's name."""
    def link(found):
        words, to = found[1], found[2]
        if to.startswith("#"):
            return f"[{words}](#{page}-{to[1:]})"
        return found[0] if re.fullmatch(r"(?!\.\.)[\w/]+\.(?:h|hpp|md)", to) else words

    code = False
    for line in lines:
        code ^= line.startswith("```")
        if code:
            yield line
            continue
        heading = re.match(r"^##+ (.*)", line)
        if heading:
            line += " {#" + page + "-" + re.sub(r"[^\w -]", "", heading[1].lower()).replace(" ", "-") + "}"
        yield re.sub(r"\[([^]]+)\]\(([^)]+)\)", link, line)


def main(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    print("\n".join(text(lines, file.stem.lower()) if file.suffix == ".md" else header(lines, file.resolve() == ABI)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
