"""Writes the forms for reports from outside, ``.github/ISSUE_TEMPLATE``: ``python -m falsematch.publish.issue_forms``.

A form has a field for each column: of the table `deployments`, of a claim file, of ERRATA.md.
"""

import json
from dataclasses import fields

from falsematch import claims, datasets, lessons
from falsematch._write import replace_file
from falsematch.claims import Claim
from falsematch.claims._claim import SECTIONS
from falsematch.claims._claim_file import COMMENTS, NOTES
from falsematch.publish.check_row import NEEDED, SOURCED

FOLDER = lessons.ROOT / ".github" / "ISSUE_TEMPLATE"
RULES = (
    "No names of private people, no photographs of people. Figures as the source prints them; "
    "what the source does not say stays empty."
)


def _field(kind, label, about, required=False, options=(), name=None):
    attributes = {"label": label, "description": about}
    if options:
        attributes["options"] = list(options)
    return {
        "type": kind,
        "id": name or label,
        "attributes": attributes,
        "validations": {"required": bool(required)},
    }


def _said(text):
    return {"type": "markdown", "attributes": {"value": text}}


def deployment_form():
    """The form for a row of the table `deployments`."""
    schema = datasets.manifest("deployments")["resources"][0]["schema"]
    body = [
        _said(
            f"{RULES} To check a row before you send it: `falsematch check-row deployments FILE`, a CSV file with "
            "these columns. One form for one row."
        )
    ]
    for column in schema["fields"]:
        rule = column.get("constraints", {})
        unit = f" ({column['unit']})" if "unit" in column else ""
        kind = "dropdown" if "enum" in rule else "textarea" if column["name"] == "note" else "input"
        about = column["description"] + unit
        body.append(_field(kind, column["name"], about, rule.get("required"), rule.get("enum", ())))
    return _form("New deployment row", "Face recognition in use: one row with its source", "row", body)


def claim_form():
    """The form for a claim of the register."""
    body = [
        _said(
            f"{RULES} This is a claim file: `falsematch claim --new claim.toml` writes one that explains itself, "
            "`falsematch check-row register claim.toml` checks it. Whoever makes a claim, office or organisation, "
            "is audited by the same arithmetic."
        )
    ]
    by_name = {one.name: one for one in fields(Claim)}
    for section, keys in SECTIONS.items():
        body.append(_said(f"### {section}"))
        for key in keys:
            if key == "from_":
                body.append(
                    _field(
                        "textarea",
                        "from",
                        'Where a value of above is from, a line for each: key = "text", or "assumed". The register '
                        f"wants one for each of these that has a value: {', '.join(SOURCED)}",
                        name="from",
                    )
                )
                continue
            among = [choice for choice in by_name[key].metadata.get("among", ()) if choice]
            long = by_name[key].metadata.get("text", 0) > 300
            kind = "dropdown" if among else "textarea" if long else "input"
            body.append(_field(kind, key, _comment(key), key in NEEDED, among))
    return _form("New claim for the register", "A claim of accuracy, as it was printed", "claim", body)


def _comment(key):
    if key == "measures":
        names = "; ".join(f"{name}: {words}" for name, words in claims.MEASURES.items())
        return f"what the figure is said to be a share of ({names})"
    return f"{COMMENTS[key]} ({NOTES[key]})" if key in NOTES else COMMENTS[key]


def error_form():
    """The form for an error: the columns of ERRATA.md that whoever finds it can fill in."""
    about = {
        "where": "The file, and the sentence, number or row; of a lesson its number",
        "what was wrong": "The words or the number as they stand",
        "what is right": "What should stand there instead",
    }
    body = [
        _said(
            f"{RULES} An accepted report becomes a line in ERRATA.md and a test that fails without the correction."
        )
    ]
    body += [
        _field("textarea", label, words, True, name=label.replace(" ", "_")) for label, words in about.items()
    ]
    shows = "A source with its address, or a calculation: it becomes the test"
    body.append(_field("textarea", "what shows it", shows, True, name="what_shows_it"))
    return _form("Error", "A number, a sentence or a source that is wrong", "error", body)


def _form(name, about, label, body):
    head = {"name": name, "description": about, "title": f"{name}: ", "labels": [label]}
    lines = ["# Written by python -m falsematch.publish.issue_forms from the columns of the tables."]
    lines += [f"{key}: {_yaml(value)}" for key, value in head.items()]
    lines.append("body:")
    for part in body:
        first, *rest = part.items()
        lines.append(f"  - {first[0]}: {_yaml(first[1])}")
        for key, value in rest:
            if not isinstance(value, dict):
                lines.append(f"    {key}: {_yaml(value)}")
                continue
            lines.append(f"    {key}:")
            for inner, what in value.items():
                lines += _nested(inner, what)
    return "\n".join(lines) + "\n"


def _nested(key, value):
    if isinstance(value, list):
        return [f"      {key}:", *(f"        - {_yaml(one)}" for one in value)]
    return [f"      {key}: {_yaml(value)}"]


def _yaml(value):
    """A scalar or a short list: what is JSON is YAML, too."""
    return json.dumps(value, ensure_ascii=False)


def forms():
    """{name of a file: its text}."""
    return {
        "new_deployment_row.yml": deployment_form(),
        "new_claim.yml": claim_form(),
        "error.yml": error_form(),
    }


def write(folder=FOLDER):
    """Write all forms into `folder`."""
    for name, text in forms().items():
        replace_file(folder / name, text)


if __name__ == "__main__":
    write()
    print("wrote .github/ISSUE_TEMPLATE/")
