"""An OpenAPI document as a contract: finding one's way in it, and what holds of any sound one."""
import json
import re
from pathlib import Path

import jsonschema

METHODS = {"get", "post", "put", "patch", "delete"}
ROOT = Path(__file__).resolve().parents[2]


def walk(node, path=""):
    """Every object and list in a document, with its JSON Pointer."""
    yield path, node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in children:
        yield from walk(child, f"{path}/{str(name).replace('~', '~0').replace('/', '~1')}")


class OpenApi:
    def __init__(self, file):
        self.document = json.loads((ROOT / file).read_text())
        self.references = [node["$ref"] for _, node in self.walk() if isinstance(node, dict) and "$ref" in node]

    def walk(self):
        return walk(self.document)

    def resolve(self, pointer):
        node = self.document
        for part in pointer.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]
        return node

    def followed(self, node):
        return self.resolve(node["$ref"]) if "$ref" in node else node

    def validator(self, schema):
        """References in a schema are into the whole document."""
        return jsonschema.Draft202012Validator({**schema, "components": self.document["components"]},
                                               format_checker=jsonschema.FormatChecker())

    def operations(self):
        for path, item in self.document["paths"].items():
            for method in METHODS & item.keys():
                yield path, method, item, item[method]


class Sound:
    """Tests of the contract `api`. `named_in_words`: components that no reference leads to."""
    api = None
    named_in_words = frozenset()

    def test_every_reference_leads_somewhere(self):
        self.assertGreater(len(self.api.references), 50)
        for reference in self.api.references:
            with self.subTest(reference):
                self.api.resolve(reference)

    def test_every_component_is_used(self):
        for kind, components in self.api.document["components"].items():
            for name in components if kind != "securitySchemes" else ():
                self.assertIn(f"#/components/{kind}/{name}", self.named_in_words.union(self.api.references))

    def test_every_schema_is_one(self):
        for path, node in self.api.walk():
            if path.endswith("/schema") or re.fullmatch(r"/components/schemas/\w+", path):
                with self.subTest(path):
                    jsonschema.Draft202012Validator.check_schema(node)

    def test_paths_declare_their_parameters(self):
        for path, method, item, operation in self.api.operations():
            parameters = map(self.api.followed, item.get("parameters", []) + operation.get("parameters", []))
            declared = {parameter["name"] for parameter in parameters if parameter["in"] == "path"}
            self.assertEqual(set(re.findall(r"{(\w+)}", path)), declared, (method, path))

    def test_operations_have_names_of_their_own(self):
        names = [operation["operationId"] for *_, operation in self.api.operations()]
        self.assertEqual(len(names), len(set(names)))

    def test_what_is_refused_is_a_problem(self):
        for path, method, _, operation in self.api.operations():
            for status, response in operation["responses"].items():
                if status >= "400":
                    self.assertIn("application/problem+json", self.api.followed(response)["content"],
                                  (method, path, status))
