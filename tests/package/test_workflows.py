"""The workflow files, which only the service can run: in form, and about commands and files that there are."""

import re
from pathlib import Path

import pytest

from falsematch.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def jobs(path):
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_workflow_ends_and_its_steps_are_in_form(path):
    for job in jobs(path).values():
        assert job["timeout-minutes"] <= 60 and job["runs-on"]
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step)
            if "uses" in step:
                assert re.fullmatch(
                    r"actions/[\w-]+@v\d+", step["uses"]
                )  # the service's own, at a stated version


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_workflow_calls_what_there_is(path):
    ran = "\n".join(step.get("run", "") for job in jobs(path).values() for step in job["steps"])
    words = re.findall(r"(?:python start\.py|python -m falsematch|^falsematch) ([\w-]+)", ran, flags=re.M)
    assert words and {word for word in words if word[:1] != "-"} <= {"test", *COMMANDS}
    assert all((ROOT / name).is_file() for name in re.findall(r"-r (\S+)", ran))
    versions = {
        str(version)
        for job in jobs(path).values()
        for version in job.get("strategy", {}).get("matrix", {}).get("python", [])
    }
    start = (ROOT / "start.py").read_text(encoding="utf-8")
    tried = re.search(r"OLDEST, NEWEST = \((\d+), (\d+)\), \((\d+), (\d+)\)", start).groups()
    assert versions <= {f"{tried[0]}.{minor}" for minor in range(int(tried[1]), int(tried[3]) + 1)}


def test_the_site_is_built_from_the_lock_and_published_from_one_branch():
    text = (ROOT / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8")
    assert "branches: [main]" in text and "--require-hashes" in text
    out = re.search(r"falsematch site --out (\S+)", text)[1]
    assert f"path: {out}\n" in text


def test_each_says_that_it_has_not_been_run():
    """Until somebody has: the README says so, too."""
    for path in FILES:
        assert "yet been run on the service" in " ".join(
            path.read_text(encoding="utf-8").replace("\n#", " ").split()
        )
    assert "has not been run" in (ROOT / "README.md").read_text(encoding="utf-8")
