"""The JSON Schemas are valid, take and refuse what they should, and fit the verdicts that Moderato writes.

usage: schemas_test.py SCHEMA_FOLDER CASES VERDICT_PRINTER
"""

import json
import pathlib
import subprocess
import sys

from jsonschema import Draft202012Validator


def main(folder, cases, printer):
    validators = {}
    for name in ("comment", "article", "verdict"):
        schema = json.loads((pathlib.Path(folder) / f"{name}.json").read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        validators[name] = Draft202012Validator(schema)

    failures = []
    for line in pathlib.Path(cases).read_text("utf-8").splitlines():
        case = json.loads(line)
        if validators[case["schema"]].is_valid(case["value"]) != case["valid"]:
            failures.append(f"{case['schema']}: {case['case']}: should be {'valid' if case['valid'] else 'refused'}")

    known = validators["verdict"].schema["properties"]
    known_of_reasons = known["reasons"]["items"]["properties"]
    verdicts = subprocess.run([printer], check=True, capture_output=True, encoding="utf-8").stdout.splitlines()
    if len(verdicts) < 2:
        failures.append("the printer wrote too few verdicts")
    for line in verdicts:
        verdict = json.loads(line)
        failures += [f"verdict: {error.json_path}: {error.message}" for error in validators["verdict"].iter_errors(verdict)]
        failures += [f"verdict: the schema does not describe {field!r}" for field in verdict.keys() - known.keys()]
        failures += [f"reason: the schema does not describe {field!r}" for reason in verdict["reasons"]
                     for field in reason.keys() - known_of_reasons.keys()]
        for field in validators["verdict"].schema["required"]:
            less = {key: value for key, value in verdict.items() if key != field}
            if validators["verdict"].is_valid(less):
                failures.append(f"verdict: taken without {field!r}")

    print("\n".join(failures) or "all as they should be")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
