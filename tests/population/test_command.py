"""The command ``falsematch simulate``, as a user meets it."""

import csv
import io
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import falsematch
from falsematch import __main__
from falsematch.population import Scenario, _command, simulate
from falsematch.population._totals import COUNTS

ROOT = Path(falsematch.__file__).resolve().parents[1]


def said(capsys, *words):
    code = __main__.main(["simulate", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def test_without_a_scenario_it_lists_them(capsys):
    code, out, _ = said(capsys)
    assert code == 0 and "railway_station" in out and "A railway station" in out


def test_a_run_is_that_of_the_package(capsys):
    code, out, err = said(capsys, "railway_station", "--days", 7, "--seed", 3)
    assert code == 0 and not err
    one = simulate(Scenario.load("railway_station"), 7, 3)
    assert out.startswith("A railway station: 7 days, seed 3\n")
    lines = {line.strip().partition("  ")[0]: line.split() for line in out.splitlines() if line.strip()}
    assert lines["false alerts"][-1] == f"{one.total.false_alerts:,}" and lines["false alerts"][-2] == "1,120"
    assert lines["dropped"][-1] == "0"
    times = [word for k, n in enumerate(one.times_flagged) for word in (str(k), f"{n:,}")]
    assert out.partition("flagged so often\n")[2].split() == times
    assert "1 day, seed" in said(capsys, "railway_station", "--days", 1)[1]


def test_many_runs_show_their_spread(capsys):
    _, out, _ = said(capsys, "railway_station", "--days", 7, "--runs", 40)
    assert "40 runs, seed 1" in out and "95 % of runs" in out and " to " in out and "(first run)" in out


def test_what_many_runs_brought_is_one_of_them(capsys):
    """Ends and middle are results of runs, never between two: misses stay whole."""
    _, out, _ = said(capsys, "railway_station", "--days", 2, "--runs", 30)
    misses = sorted(
        simulate(Scenario.load("railway_station"), 2, 1, run=run).total.misses for run in range(30)
    )
    words = next(line.split() for line in out.splitlines() if line.strip().startswith("misses"))
    assert [int(word) for word in words[2:] if word != "to"] == [misses[14], misses[0], misses[29]]


def test_groups_have_rows_of_their_own(capsys):
    _, out, _ = said(capsys, "shopping_street", "--days", 30, "--seed", 4)
    one, expected = (
        simulate(Scenario.load("shopping_street"), 30, 4).total,
        Scenario.load("shopping_street").expected(30),
    )
    for group in ("Black people", "others"):
        line = next(line for line in out.splitlines() if line.strip().startswith(f"{group}: false alerts"))
        assert line.split()[-1] == str(one.groups[group].false_alerts)
        assert line.split()[-2] == f"{expected.groups[group].false_alerts:.0f}"
    assert "by group" in out and "by group" not in said(capsys, "railway_station", "--days", 2)[1]
    assert "simulated (first run)" in said(capsys, "shopping_street", "--days", 2, "--runs", 3)[1]


def test_what_has_no_formula_says_so_and_no_alert_is_no_share(capsys, tmp_path):
    assert "no formula" in said(capsys, "region", "--days", 2)[1]
    empty = tmp_path / "empty.toml"
    empty.write_text(
        "people = 10\npasses_per_day = 0\nlist_size = 5\nlisted_passing = 1\nfpir = 0.1\nfnir = 0.1\n",
        encoding="utf-8",
    )
    code, out, _ = said(capsys, empty, "--days", 2)
    assert code == 0 and "nan" not in out and "none" in out
    assert said(capsys, empty, "--days", 2, "--runs", 3)[0] == 0


def test_everybody_flagged_is_put_together_in_parts(capsys):
    _, out, _ = said(capsys, "country_comparisons", "--days", 30)
    rows = out.partition("flagged so often\n")[2].splitlines()
    assert len(rows) <= 7 and sum(int(row.split()[-1].replace(",", "")) for row in rows) == 1_300_000_000


def test_json_holds_everything(capsys, tmp_path):
    path = tmp_path / "new folder" / "run.json"
    assert said(capsys, "city", "--days", 5, "--runs", 3, "--out", path)[0] == 0
    found = json.loads(path.read_text(encoding="utf-8"))
    runs = [simulate(Scenario.load("city"), 5, 1, run=run) for run in range(3)]
    assert found["totals"]["false_alerts"] == [run.total.false_alerts for run in runs]
    assert found["first_run"]["days"]["true_alerts"] == runs[0].daily.true_alerts.tolist()
    assert found["first_run"]["times_flagged"] == runs[0].times_flagged.tolist()
    assert found["settings"]["fpir"] == 0.00017 and found["days"] == 5 and found["seed"] == 1
    assert found["first_run"]["days"]["people_flagged"] == [None] * 5
    assert found["expected"]["false_alerts"] == pytest.approx(1e6 * 1.8 * 5 * 0.00017)


def test_csv_is_a_row_a_day_or_a_row_a_run(capsys, tmp_path):
    path = tmp_path / "run.csv"
    said(capsys, "city", "--days", 5, "--out", path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    one = simulate(Scenario.load("city"), 5, 1)
    assert [row["day"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert [int(row["false_alerts"]) for row in rows] == one.daily.false_alerts.tolist()
    assert list(rows[0])[1:13] == list(COUNTS) and rows[0]["people_flagged"] == ""
    said(capsys, "city", "--days", 5, "--runs", 4, "--out", path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert [row["run"] for row in rows] == ["0", "1", "2", "3"]
    assert int(rows[0]["false_alerts"]) == one.total.false_alerts


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["city", "--days", "x"], "--days must be a whole number of at least 1, got 'x'"),
        (["city", "--days", "0"], "--days must be a whole number of at least 1, got '0'"),
        (["city", "--days", "9" * 30], "--days must be at most 9,007,199,254,740,991"),
        (
            ["city", "--seed", "9" * 20],
            "--seed must be at most 9,007,199,254,740,991, got '99999999999999999999'",
        ),
        (["city", "--describe", "--out", "x.json"], "simulate: --describe prints and writes no file"),
        (["city", "--days", "9" * 5000], "--days must be a whole number of at least 1"),
        (["city", "--days", "1000000000"], "days must be such that"),
        (["city", "--runs", "1.5"], "--runs must be a whole number of at least 1, got '1.5'"),
        (["city", "--runs", "9" * 15], "runs must be such that with repeats they are at most 1,000,000"),
        (["city", "--seed", "-1"], "--seed must be a whole number of at least 0, got '-1'"),
        (["city", "--out", "x.txt"], "--out must be a file that ends in .json or .csv, got 'x.txt'"),
        (["city", "--out", "x"], "--out must be a file that ends in .json or .csv, got 'x'"),
        (["citi"], "name must be the name of a scenario (perhaps city)"),
        (["city", "--fast"], "simulate: unrecognized arguments: --fast"),
        (["city", "--days"], "simulate: argument --days: expected one argument"),
        (["nowhere.toml"], "nowhere.toml: No such file"),
    ],
)
def test_bad_input_is_one_line(words, line, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = said(capsys, *words)
    assert code == 2 and not out and err.startswith(f"falsematch: {line}") and err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_wrong_file_names_key_and_rule(capsys, tmp_path):
    path = tmp_path / "square.toml"
    path.write_text(
        "people = 10\npasses_per_day = 1\nlist_size = 2\nlisted_passing = 3\nfpir = 0.1\nfnir = 0.1\n",
        "utf-8",
    )
    code, _, err = said(capsys, path)
    assert (
        code == 2 and err == "falsematch: square.toml: listed_passing must be at most list_size = 2, got 3\n"
    )


def test_a_folder_is_no_file(capsys, tmp_path):
    folder = tmp_path / "x.json"
    folder.mkdir()
    assert "--out must be a file, not a folder" in said(capsys, "city", "--out", folder)[2]


def test_an_interrupted_run_leaves_nothing(capsys, tmp_path, monkeypatch):
    path = tmp_path / "run.json"
    path.write_text("old", encoding="utf-8")

    def interrupted(*given, **named):
        raise KeyboardInterrupt

    monkeypatch.setattr(_command, "ensemble", interrupted)
    code, out, err = said(capsys, "city", "--runs", 9, "--out", path)
    assert code == 130 and not out and err == "falsematch: interrupted; nothing was written\n"
    assert path.read_text(encoding="utf-8") == "old" and list(tmp_path.iterdir()) == [path]


def test_a_disk_that_is_full_leaves_the_old_file(capsys, tmp_path, monkeypatch):
    path = tmp_path / "run.json"
    path.write_text("old", encoding="utf-8")

    def full(self, data):
        with self.open("wb") as file:
            file.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert said(capsys, "city", "--out", path)[0] == 2
    assert path.read_text(encoding="utf-8") == "old" and list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to one process there")
def test_a_real_interrupt(tmp_path):
    path = tmp_path / "run.csv"
    words = ["city", "--days", "300", "--runs", "100000", "--out", str(path)]
    with subprocess.Popen(
        [sys.executable, "-m", "falsematch", "simulate", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # As a terminal starts it: what a script starts in the background does not hear of an interrupt.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as job:
        assert job.stderr.read(1)  # the progress bar: it is at work
        job.send_signal(signal.SIGINT)
        try:
            out, err = job.communicate(timeout=60)
        finally:
            job.kill()
    assert job.returncode == 130 and not out and b"nothing was written" in err and b"Traceback" not in err
    assert not list(tmp_path.iterdir())


def test_without_a_checkout(tmp_path):
    """As from a wheel: the package with its tables inside, and nothing else."""
    site = tmp_path / "site"
    shutil.copytree(ROOT / "falsematch", site / "falsematch", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "datasets", site / "falsematch" / "_datasets")
    code = "import sys; sys.path.insert(0, sys.argv[1]); from falsematch import __main__ as m; print(m.__file__)\n"
    code += "sys.exit(m.main(['simulate', 'city', '--days', '2', '--out', 'x.json']))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(site)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(site)) and (tmp_path / "x.json").stat().st_size > 1000


def test_a_description_is_printed_and_nothing_simulated(capsys):
    code, out, _ = said(capsys, "city", "--describe")
    assert code == 0 and out.startswith("A city of cameras\n\nPurpose\n") and "simulated" not in out
