"""The gateway's HTTP contract is sound: every reference leads somewhere, every schema is one, examples match theirs."""
import json
import re
import unittest
from pathlib import Path

import jsonschema

ROOT = Path(__file__).resolve().parents[3]
CONTRACT = json.loads((ROOT / "gateway" / "api" / "openapi.json").read_text())
METHODS = {"get", "post", "put", "patch", "delete"}


def walk(node, path=""):
    """Every object and list in the document, with its JSON Pointer."""
    yield path, node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in children:
        yield from walk(child, f"{path}/{str(name).replace('~', '~0').replace('/', '~1')}")


def resolve(pointer):
    node = CONTRACT
    for part in pointer.removeprefix("#/").split("/"):
        node = node[part.replace("~1", "/").replace("~0", "~")]
    return node


def followed(node):
    return resolve(node["$ref"]) if "$ref" in node else node


def validator(schema):
    """References in a schema are into the whole document."""
    return jsonschema.Draft202012Validator({**schema, "components": CONTRACT["components"]},
                                           format_checker=jsonschema.FormatChecker())


def operations():
    for path, item in CONTRACT["paths"].items():
        for method in METHODS & item.keys():
            yield path, method, item, item[method]


class Contract(unittest.TestCase):
    def test_every_reference_leads_somewhere(self):
        references = [(path, node["$ref"]) for path, node in walk(CONTRACT) if isinstance(node, dict) and "$ref" in node]
        self.assertGreater(len(references), 50)
        for path, reference in references:
            with self.subTest(path):
                resolve(reference)

    def test_every_component_is_used(self):
        used = {node["$ref"] for _, node in walk(CONTRACT) if isinstance(node, dict) and "$ref" in node}
        named_in_words = {"#/components/schemas/Event", "#/components/schemas/Withdrawal"}  # the data of events
        for kind, components in CONTRACT["components"].items():
            for name in components if kind != "securitySchemes" else ():
                self.assertIn(f"#/components/{kind}/{name}", used | named_in_words)

    def test_every_schema_is_one(self):
        for path, node in walk(CONTRACT):
            if path.endswith("/schema") or re.fullmatch(r"/components/schemas/\w+", path):
                with self.subTest(path):
                    jsonschema.Draft202012Validator.check_schema(node)

    def test_examples_match_their_schemas(self):
        checked = 0
        for path, node in walk(CONTRACT):
            if not isinstance(node, dict) or "schema" not in node:
                continue
            examples = [example["value"] for example in node.get("examples", {}).values()]
            examples += [node["example"]] if "example" in node else []
            for example in examples:
                with self.subTest(path):
                    validator(node["schema"]).validate(example)
                checked += 1
        self.assertGreater(checked, 10)

    def test_paths_declare_their_parameters(self):
        for path, method, item, operation in operations():
            declared = {(p["in"], p["name"]) for p in map(followed, item.get("parameters", []) + operation.get("parameters", []))}
            named = {("path", name) for name in re.findall(r"{(\w+)}", path)}
            self.assertEqual(named, {entry for entry in declared if entry[0] == "path"}, (method, path))

    def test_operations_have_names_of_their_own(self):
        names = [operation["operationId"] for *_, operation in operations()]
        self.assertEqual(len(names), len(set(names)))

    def test_what_is_refused_is_a_problem(self):
        for path, method, _, operation in operations():
            for status, response in operation["responses"].items():
                if status >= "400":
                    self.assertIn("application/problem+json", followed(response)["content"], (method, path, status))

    def test_spans_in_examples_mark_words(self):
        """They count UTF-16 code units of the text beside them."""
        marked = []
        for _, node in walk(CONTRACT):
            if isinstance(node, dict) and isinstance(node.get("verdict"), dict) and "text" in node.get("comment", {}):
                units = node["comment"]["text"].encode("utf-16-le")
                for reason in node["verdict"].get("reasons", []):
                    marked += [units[2 * begin : 2 * end].decode("utf-16-le") for begin, end in reason["spans"]]
        self.assertEqual(marked, ["idiot"])


if __name__ == "__main__":
    unittest.main()
