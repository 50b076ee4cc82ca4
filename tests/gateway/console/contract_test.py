"""The console's HTTP contract is sound: every reference leads somewhere, every schema is one, what is refused is a problem.
That a gateway keeps to it is seen in tests/e2e/console_test.py."""
import json
import re
import unittest
from pathlib import Path

import jsonschema

CONTRACT = json.loads((Path(__file__).resolve().parents[3] / "gateway" / "console" / "openapi.json").read_text())
METHODS = {"get", "post", "put", "patch", "delete"}


def walk(node, path=""):
    yield path, node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in children:
        yield from walk(child, f"{path}/{str(name).replace('~', '~0').replace('/', '~1')}")


REFERENCES = [node["$ref"] for _, node in walk(CONTRACT) if isinstance(node, dict) and "$ref" in node]


def resolve(pointer):
    node = CONTRACT
    for part in pointer.removeprefix("#/").split("/"):
        node = node[part.replace("~1", "/").replace("~0", "~")]
    return node


def followed(node):
    return resolve(node["$ref"]) if "$ref" in node else node


def operations():
    for path, item in CONTRACT["paths"].items():
        for method in METHODS & item.keys():
            yield path, method, item, item[method]


class Contract(unittest.TestCase):
    def test_every_reference_leads_somewhere(self):
        self.assertGreater(len(REFERENCES), 50)
        for reference in REFERENCES:
            with self.subTest(reference):
                resolve(reference)

    def test_every_component_is_used(self):
        for kind, components in CONTRACT["components"].items():
            for name in components if kind != "securitySchemes" else ():
                self.assertIn(f"#/components/{kind}/{name}", REFERENCES)

    def test_every_schema_is_one(self):
        for path, node in walk(CONTRACT):
            if path.endswith("/schema") or re.fullmatch(r"/components/schemas/\w+", path):
                with self.subTest(path):
                    jsonschema.Draft202012Validator.check_schema(node)

    def test_paths_declare_their_parameters(self):
        for path, method, item, operation in operations():
            parameters = item.get("parameters", []) + operation.get("parameters", [])
            self.assertEqual(set(re.findall(r"{(\w+)}", path)),
                             {each["name"] for each in parameters if each["in"] == "path"}, (method, path))

    def test_operations_have_names_of_their_own(self):
        names = [operation["operationId"] for *_, operation in operations()]
        self.assertEqual(len(names), len(set(names)))

    def test_what_is_refused_is_a_problem(self):
        for path, method, _, operation in operations():
            self.assertLessEqual({"401", "403"}, operation["responses"].keys(), (method, path))
            for status, response in operation["responses"].items():
                if status >= "400":
                    self.assertIn("application/problem+json", followed(response)["content"], (method, path, status))


if __name__ == "__main__":
    unittest.main()
