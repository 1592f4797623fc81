"""Sabotage, by hand: falsify texts, files and tables as a hurried author might, and see whether the tests say so.

    python tests/sabotage/run.py             # print the table
    python tests/sabotage/run.py --write     # and put it into README.md beside this file

Every edit is made in a copy of the checkout: first the texts and files, all at once, each in a place of its own; then
the lessons are stored again, so that no edit is found only because a notebook differs from its source; then the tests
run. The cells of the tables are edited in a second copy, and every table is sealed again. An edit counts as noticed if
a failing test *names* it: fails with a message in which the edited words, the table or the file stand. Takes five
to ten minutes. The unedited copy must pass first.
"""

import argparse
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LESSONS = "notebooks/source/[0-9][0-9]_*.py"
TEXT_TESTS = ["tests/truth", "tests/plots/test_figure_words.py", "tests/package/test_command_line.py"]
TEXT_TESTS += [
    "tests/publish/test_desk.py",
    "tests/publish/test_words.py",
    "tests/publish/test_numbers_in_words.py",
]
TABLE_TESTS = ["tests/datasets"]
OPPOSITES = {
    "overstate": "understate", "overstated": "understated", "larger": "smaller", "smaller": "larger", "smallest": "largest",
    "largest": "smallest", "more": "less", "fewer": "more", "less": "more", "always": "never", "never": "always",
    "rarer": "commoner", "above": "below", "below": "above", "higher": "lower", "lower": "higher", "grows": "shrinks",
    "worst": "best", "best": "worst", "stricter": "looser", "most": "few", "better": "worse", "least": "most", "rare": "common",
}  # fmt: skip
MONTHS = "January February March April May June July August September October November December".split()


@dataclass
class Edit:
    """One sabotage: what it does, where (a glob), how, and what a failing test has to say to have named it.

    `change` takes a text and returns (the text falsified, what the tests must name as a regular expression), or None
    if there is nothing of the kind in it.
    """

    what: str
    where: str
    change: object
    late: bool = False  # after the lessons are stored
    alone: bool = False  # in a copy of its own: it takes away the place of another
    reason: str = ""  # why it may pass


def swap(pattern, by, named=None, flags=0):
    """The first match of a pattern replaced."""

    def change(text):
        match = re.search(pattern, text, flags)
        if not match:
            return None
        new = match.expand(by) if isinstance(by, str) else by(match)
        return text[: match.start()] + new + text[match.end() :], named or quoted(new)

    return change


def quoted(words):
    """The words as messages have them: white space, emphasis and marks of comments may differ."""
    return r"\W+".join(re.escape(word) for word in re.findall(r"[\w.,%]+", words.strip(" .,;:#*()")))


def in_prose(pattern, by, named=None, section=None):
    """The first match in the text cells of a lesson, below a heading if one is named."""

    def change(text):
        begin = text.index(f"# ## {section}\n") if section else 0
        for match in re.finditer(pattern, text[begin:]):
            line_start = text.rfind("\n", 0, begin + match.start()) + 1
            if text.startswith("# ", line_start) and not text.startswith(("# %%", "# #"), line_start):
                new = match.expand(by) if isinstance(by, str) else by(match)
                start, end = begin + match.start(), begin + match.end()
                line = (text[line_start:start] + new + text[end : text.find("\n", end)]).removeprefix("# ")
                # A message shows some words around a number; those right before the edit are enough to know it.
                around = quoted(" ".join([*line[: start - line_start - 2].split()[-1:], new]))
                return text[:start] + new + text[end:], named or around
        return None

    return change


def add(sentence, named):
    """A sentence more, at the end of the first paragraph that ends in a full stop, in the limits of a lesson."""

    def change(text):
        begin = text.index("# ## What this does not show\n")
        place = re.compile(r"\.\n(?=#?\n)").search(text, begin).start() + 2
        return text[:place] + f"# {sentence}\n" + text[place:], named

    return change


def in_desk(text):
    """A comparing word for the policy desk turned into its opposite."""
    words = "|".join(sorted(OPPOSITES, key=len, reverse=True))
    return in_prose(rf"\b({words})\b", lambda m: OPPOSITES[m[1]], section="For the policy desk")(text)


def digit(match):
    """A number with its last digit one higher."""
    return re.sub(r"\d(?=\D*$)", lambda d: str((int(d[0]) + 1) % 10), match[0])


EMPTY_ALT = (
    "Here one can see in a clear and simple way what there is to be seen in this place, and so it goes on. "
    * 3
)
TEXTS = [
    Edit("a digit of a percentage", "notebooks/source/03*.py", in_prose(r"\d+\.\d+ %", digit)),
    Edit("a number in words", "notebooks/source/08*.py", in_prose(r"\b(?:three|four|six|eight|nine|ten|twelve)\b", "thirty")),
    Edit("a year", "notebooks/source/06*.py", in_prose(r"\b20[12]\d\b", digit)),
    Edit("a percent sign left out", "notebooks/source/05*.py", in_prose(r"(\d\d\.\d+) %(?! to| and)", r"\1")),
    Edit("2.6 million made 2.7", "README.md", swap(r"2\.6 million", "2.7 million")),
    Edit("a link to a lesson that is not there", LESSONS, swap(r"\]\((\d\d_\w+)\.ipynb\)", r"](\1x.ipynb)", r"no file \d\d_\w+x\.ipynb")),
    Edit("a stored output of a notebook", "notebooks/07*.ipynb", None, late=True),
    Edit("the alt text of the README's picture left out", "README.md", swap(r"!\[[^\]]*\]\(docs/", "![](docs/", "needs alt text"), alone=True),
    Edit("a half added", "notebooks/source/04*.py", add("Half of them were not asked.", "'Half'")),
    Edit("wrong names made wrong names a day", "notebooks/source/0[378]*.py", in_prose(r"(\d (?:wrong (?:names|people)|false alerts|alerts|people|searches))(?=[.,;:])", r"\1 a day", "leaves out' a day'|a day")),
    Edit("a definition: FNMR made FMR", "notebooks/source/04*.py", swap(r"false non-match rate(\W*)\(FNMR\)", r"false match rate\1(FMR)", r"FMR is (?:no|a) share")),
    Edit("a comparison of the policy desk turned round (1)", "notebooks/source/03*.py", in_desk),
    Edit("a comparison of the policy desk turned round (2)", "notebooks/source/0[56]*.py", in_desk),
    Edit("a comparison of the policy desk turned round (3)", "notebooks/source/0[128]*.py", in_desk),
    Edit("a not left out", LESSONS, in_prose(r"\b(\w+) not (\w+)", r"\1 \2", section="For the policy desk")),
    Edit("a third, a quarter made a ninth", "notebooks/source/0[1-8]*.py", in_prose(r"\b(?:a|one) (?:third|quarter|tenth|twentieth)\b", "a ninth", "a ninth")),
    Edit("every fifth, an eighth", "notebooks/source/03*.py", add("Every fifth camera, an eighth of all, is new.", "Every fifth")),
    Edit("hundreds and dozens", "notebooks/source/06*.py", add("Hundreds of systems and dozens of groups were tried.", "'dozens'")),
    Edit("millions made billions in an alt text", "README.md", swap(r"\bmillions\b", "billions", "'billions'|of billions|billions of")),
    Edit("a month, in the text and in its cover alike", LESSONS, None),
    Edit("a reference to another lesson", "notebooks/source/0[1-5]*.py", in_prose(r"\(lesson 0[1-6]\)", "(lesson 11)", "lesson 11 is about")),
    Edit("a link to a heading that is not there", "README.md", swap(r"\]\(CONTRIBUTING\.md\)", "](CONTRIBUTING.md#nowhere)", "no heading nowhere")),
    Edit("an href that leads nowhere", "README.md", swap(r"\n## For whom\n", '\n<a href="nowhere.html">More</a>\n\n## For whom\n', r"no file nowhere\.html")),
    Edit("rising made falling in an alt text", "falsematch/plots/_people.py", swap(r"rising lines", "falling lines", "falling lines")),
    Edit("an alt text of seventy empty words", "notebooks/source/0[1-8]*.py", swap(r"plots\.show\(fig\)", f'plots.show(fig, alt="{EMPTY_ALT.strip()}")', "has no number|nothing that the lesson")),
    Edit("a hint: one test in three made thirty", "falsematch/exercises/lesson05.py", swap(r"one test in three", "one test in thirty", "one test in thirty")),
    Edit("a hint: 2.5 % made 5 %", "falsematch/exercises/lesson05.py", swap(r"leaves 2\.5 %", "leaves 5 %", "leaves (?:2.5|5) %")),
    Edit("a hint: no lower side made a lower side", "falsematch/exercises/lesson05.py", swap(r"there is no lower side", "there is a lower side", "there is (?:no|a) lower side")),
    Edit("a question of the pre-test: 99.8 % made 98.9 %", "falsematch/exercises/pretest.py", swap(r"99\.8 %", "98.9 %", r"98\.9 %")),
    Edit("a reading: false match rate made false non-match rate", "falsematch/claims/_readings.py", swap(r'"the false match rate at', '"the false non-match rate at', "false non-match rate at")),
    Edit("a limit in CONTRIBUTING", "CONTRIBUTING.md", swap(r"\d\d cells", "60 cells", "60 cells|'60'")),
    Edit("twice made ten times, in the docstring of a function", "falsematch/search/*.py", swap(r"\btwice\b", "ten times", "twice.* fits no number")),
    Edit("the README's picture made of zeros", "docs/main_result.png", None, late=True),
    Edit("a comparison of the policy desk turned round (4)", "notebooks/source/09*.py", in_desk),
    Edit("must not be made must be", "notebooks/source/10*.py", in_prose(r"must not be", "must be", section="For the policy desk")),
    Edit("a factor one higher", "notebooks/source/11*.py", in_prose(r"\b\d+ times\b", digit, section="For the policy desk")),
    Edit("three quarters made a quarter", "notebooks/source/12*.py", in_prose(r"three quarters", "a quarter", section="For the policy desk")),
    Edit("about 80 % made about 90 %", "notebooks/source/13*.py", in_prose(r"about 80 %", "about 90 %", section="For the policy desk")),
    Edit("a comparison of the policy desk turned round (5)", "notebooks/source/14*.py", in_desk),
    Edit("a hint: 14 % of cases made 41 %", "falsematch/exercises/lesson10.py", swap(r"about 14 % of cases", "about 41 % of cases", "about 41 % of cases|about (?:14|41) %")),
    Edit("the register: a count in what was printed", "datasets/register/iccl_2022.toml", swap(r'printed = "471 of', 'printed = "417 of', r"417 of 4,192")),
    Edit("the register: a share in the sentence", "datasets/register/minister_89_2025.toml", swap(r"Finds 89 %", "Finds 98 %", "Finds 98 %")),
    Edit("the register: a count of errors", "datasets/register/corsight_essex_2025.toml", swap(r"errors = 1\b", "errors = 7", "corsight_essex_2025|99.9997 %")),
    Edit("a number in the page's words, in one language", "falsematch/publish/words/en.toml", swap(r"Of 1,000 alerts", "Of 100 alerts", "Of 100 alerts")),
    Edit("a percent sign left out of the page's words, in one language", "falsematch/publish/words/de.toml", swap(r"\{value\} %", "{value}", r"'\{value\} (?!%)")),
    Edit("another version in CITATION.cff", "CITATION.cff", swap(r"(?m)^version: .*$", "version: 9.9.9", r"9\.9\.9")),
]  # fmt: skip

#: Table, identifier of the row, column, and what is written there: a text, or None for the last digit one higher.
CELLS = [
    ("populations", "china_2010", "value", None),
    ("base_rate_reasoning", "hoffrage_1998", "value", "95"),
    ("deployment_examples", "met_2016_2018", "true_alerts", "3"),
    ("claims", "C06", "date", "2019-06"),
    ("claim_chain", "C01_6", "value", "6400000"),
    ("nist_identification", None, "fnir", None),
    ("nist_demographics", None, "fmr", None),
    ("nist_regions", None, "fmr", None),
    ("lfw_leaderboard", None, "reported_accuracy", None),
    ("olivetti_scores", None, "lda_disjoint", None),
    ("vendor_claims", "aclu_2018", "value", None),
    ("companion_systems", None, "value", None),
    ("field_tests", "npl_live_tpir", "value", None),
    ("lfw_measured_fpir", None, "fpir_measured", None),
    ("bssr1_measured_operating_points", None, "false_matches", None),
    ("lfw_and_multiracial", None, "tar_all", None),
]


def checkout(folder):
    """A copy of what git knows of, as it stands here."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode("utf-8").split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def python(folder, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def tested(folder, tests):
    """{name of a failing test: what it said} of a run of some tests."""
    done = python(folder, "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider", *tests)
    if done.returncode not in (0, 1):  # interrupted, or killed: that names nothing
        sys.exit(
            f"the tests did not run to their end ({done.returncode}): {done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    details = re.split(r"^=+ short test summary", done.stdout, flags=re.M)[0]
    parts = re.split(r"^_+ (?:ERROR at setup of )?(\w.*?) _+$", details, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def month_in_both(folder):
    """A date falsified by somebody who falsifies its cover, too: returns (file, what must be named)."""
    pattern = re.compile(rf"(?<!\d)(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?")
    for source in sorted(folder.glob(LESSONS)):
        covers = folder / "tests" / "truth" / "numbers" / f"{source.stem}.toml"
        text, lines = source.read_text(encoding="utf-8"), covers.read_text(encoding="utf-8")
        for match in pattern.finditer(text):
            if match[0] in lines:
                other = match[0].replace(match[2], MONTHS[MONTHS.index(match[2]) - 1])
                source.write_text(text.replace(match[0], other), encoding="utf-8", newline="\n")
                covers.write_text(lines.replace(match[0], other), encoding="utf-8", newline="\n")
                return source, f"says {re.escape(other)}"
    return None


def stored_output(folder):
    """A digit of what a notebook shows."""
    path = sorted(folder.glob("notebooks/07*.ipynb"))[0]
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        for output in cell.get("outputs", []):
            for i, line in enumerate(output.get("text", [])):
                if re.search(r"\d", line):
                    output["text"][i] = re.sub(r"\d", lambda d: str((int(d[0]) + 1) % 10), line, count=1)
                    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
                    path.write_text(text, encoding="utf-8", newline="\n")
                    return path, "what_is_stored|fresh run"
    return None


def zeros(folder):
    path = folder / "docs" / "main_result.png"
    path.write_bytes(b"\x89PNG" + bytes(2048))
    return path, "PNG|stored_picture"


WITHOUT_TEXT = {
    "a month, in the text and in its cover alike": month_in_both,
    "a stored output of a notebook": stored_output,
    "the README's picture made of zeros": zeros,
}


def apply(edit, folder):
    """(file, what must be named) of one edit made, or None where there is no place for it."""
    if edit.change is None:
        return WITHOUT_TEXT[edit.what](folder)
    for path in sorted(folder.glob(edit.where)):
        text = path.read_text(encoding="utf-8")
        done = edit.change(text)
        if done:
            path.write_text(done[0], encoding="utf-8", newline="\n")
            return path, done[1]
    return None


def falsify_cell(folder, table, row, column, value):
    """One cell of a table changed in place; returns what must be named."""
    path = folder / "datasets" / table / f"{table}.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""), strict=True))
    at = rows[0].index(column)
    chosen = next(r for r in rows[1:] if r[at] and (row is None or r[0] == row))
    if value is None:
        value = re.sub(r"\d(?=\D*$)", lambda d: str((int(d[0]) + 1) % 10), chosen[at])
    if row == "met_2016_2018":  # 2 right and 102 wrong of 104: 3 and 101 add up as well
        chosen[rows[0].index("false_alerts")] = "101"
    before, chosen[at] = chosen[at], value
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="\n")
    return f"{before} made {value} in {table}, {chosen[0]}, {column}", rf"\b{table}\b"


def who_named(failures, named):
    """The failing test that names an edit: in its own name, or in what it says."""
    by_name = (test for test in failures if re.search(named, test))
    by_words = (test for test, said in failures.items() if re.search(named, said))
    return next(by_name, next(by_words, ""))


def sabotage_texts(folder):
    made = [(edit, apply(edit, folder)) for edit in TEXTS if not edit.late and not edit.alone]
    synced = python(folder, "-m", "falsematch", "sync")
    if synced.returncode:
        print("some lessons do not run any more:", synced.stdout[-600:], synced.stderr[-600:])
    # So are the pages of the register, so that none is found only because they differ from it.
    python(folder, "-m", "falsematch.publish.desk")
    made += [(edit, apply(edit, folder)) for edit in TEXTS if edit.late]
    failures = tested(folder, TEXT_TESTS)
    for edit, done in made:
        where = done[0].relative_to(folder).as_posix() if done else edit.where
        yield edit.what, where, who_named(failures, done[1]) if done else None, edit.reason


def sabotage_alone(folder):
    for edit in TEXTS:
        if edit.alone:
            done = apply(edit, checkout(folder))
            test = who_named(tested(folder, ["tests/truth/test_readme.py"]), done[1]) if done else None
            yield edit.what, edit.where, test, edit.reason


def sabotage_cells(folder):
    made = [(cell, *falsify_cell(folder, *cell)) for cell in CELLS]
    sealed = python(folder, "datasets/seal.py", "--all")
    assert not sealed.returncode, sealed.stderr
    failures = tested(folder, TABLE_TESTS)
    for cell, what, named in made:
        yield what, f"datasets/{cell[0]}", who_named(failures, named), ""


def as_table(results):
    yield "| | falsified | where | named by |"
    yield "| --- | --- | --- | --- |"
    for number, (what, where, test, reason) in enumerate(results, 1):
        said = (
            f"`{test}`"
            if test
            else "no place for it any more"
            if test is None
            else f"**nobody**: {reason or '?'}"
        )
        yield f"| {number} | {what} | `{where}` | {said} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    parser.add_argument("--keep", action="store_true", help="leave the copies, and say where they are")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sabotage-"))
    try:
        failing = tested(checkout(folder / "untouched"), [*TEXT_TESTS, *TABLE_TESTS])
        if failing:
            sys.exit(
                "\n".join(
                    ["the checkout fails as it is", *(f"{test}\n{said}" for test, said in failing.items())]
                )
            )
        results = [*sabotage_texts(checkout(folder / "texts")), *sabotage_alone(folder / "alone")]
        results += sabotage_cells(checkout(folder / "tables"))
    finally:
        if chosen.keep:
            print(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    table = "\n".join(as_table(results))
    missed = sum(not test for _, _, test, _ in results)
    print(f"{table}\n\n{len(results)} falsified, {missed} passed unnoticed")
    if chosen.write:
        page = HERE / "README.md"
        text = page.read_text(encoding="utf-8").partition("## The newest run\n")[0]
        text += f"## The newest run\n\n{len(results)} falsified, {missed} passed unnoticed.\n\n{table}\n"
        page.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
