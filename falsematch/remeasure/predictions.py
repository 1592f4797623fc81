"""What the official record predicts: quarter by quarter as a test of the method, and the next annual report.

No original is needed: the rows are in the table `deployments`.

    python -m falsematch.remeasure.predictions --out datasets

Two ways are compared on every quarter that the grid holds, each with the rows before it and no others:

quarters differ     each quarter has its own rate per deployment, drawn as those of all quarters before were
same as last quarter   each deployment has its own rate, drawn as those of the last quarter were

Both are told how many deployments there were. Quarters that are known from a transcription alone are predicted from
the official rows before them, and scored on faces and alerts: no transcribed count of false alerts is good enough.
"""

from falsematch import datasets
from falsematch.population import predict_count
from falsematch.remeasure import _measure
from falsematch.remeasure.deployments import grid

MEASURES = ("faces_seen", "alerts", "false_alerts")
WAYS = ("quarters differ", "same as last quarter")
FIRST = "2023_q2"  # of the nine quarters in the grid that began in April 2023; what is before trains only
COPIED = ("2025_q3", "2025_q4", "2026_q1")  # whole quarters that are known from a transcription alone
DEPLOYMENTS = (200, 250, 300, 350, 400)  # that the next annual report may count; the last one counted 203


def tables():
    """The table as a dict of one DataFrame, from the project's own record."""
    import pandas as pd

    rows = grid()
    return {"predictions": pd.DataFrame([*backtest(rows), *on_transcription(rows), *next_report(rows)])}


def backtest(rows):
    """Every quarter of the grid from the first on, predicted from the rows before it."""
    for quarter in sorted(set(rows.quarter[rows.quarter >= FIRST])):
        now = rows[rows.quarter == quarter]
        for measure in MEASURES:
            for way in WAYS:
                yield _row("backtest", way, measure, rows[rows.quarter < quarter], now, quarter)


def on_transcription(rows):
    """Quarters known from a transcription, predicted from the official rows alone."""
    copied = datasets.load("deployments")
    copied = copied[(copied.kind == "transcription") & (copied.level == "deployment")]
    month = copied.date_start.str[5:7].astype(int)
    quarters = copied.date_start.str[:4] + "_q" + ((month + 2) // 3).astype(str)
    for quarter in COPIED:
        for measure in MEASURES[:2]:
            for way in WAYS:
                yield _row("transcribed", way, measure, rows, copied[quarters == quarter], quarter)


def next_report(rows):
    """The next annual report, for as many deployments as it may count, in four quarters with a quarter of them each."""
    for count in DEPLOYMENTS:
        for measure in MEASURES:
            for way in WAYS:
                ahead = predict(rows, way, measure, count / 4, periods=4)
                yield _cells("next report", way, measure, rows, ahead, count, f"next_report_{count}")


def predict(rows, way, measure, deployments, periods=1):
    """A `Prediction` from rows of the grid, in one of the two ways."""
    if way == WAYS[0]:
        past = rows.groupby("quarter")[measure].agg(["sum", "size"])
        return predict_count(past["sum"], past["size"], deployments, periods)
    last = rows[rows.quarter == rows.quarter.max()][measure]
    return predict_count(last, 1, 1, deployments * periods)


def _row(kind, way, measure, past, now, quarter):
    ahead = predict(past, way, measure, len(now))
    observed = int(now[measure].sum())
    found = {
        "observed": str(observed),
        "covered": "true" if ahead.covers(observed) else "false",
        "log_score": _measure.digits(ahead.log_score(observed), 4),
    }
    period = {"period_start": now.date_start.min(), "period_end": now.date_start.max()}
    return _cells(kind, way, measure, past, ahead, len(now), f"{kind}_{quarter}") | period | found


def _cells(kind, way, measure, past, ahead, deployments, label):
    return {
        "id": _measure.identifier(label, measure, "as_last" if way == WAYS[1] else ""),
        "kind": kind,
        "way": way,
        "measure": measure,
        "made_from": past.date_start.max(),
        "period_start": "",
        "period_end": "",
        "deployments": deployments,
        "low": _as_stored(ahead.low),
        "median": _as_stored(ahead.median),
        "high": _as_stored(ahead.high),
        "observed": "",
        "covered": "",
        "log_score": float("nan"),
    }


def _as_stored(count):
    """A predicted number to four digits: more are not meant, and would depend on the computer."""
    return int(_measure.digits(count, 4))


if __name__ == "__main__":
    _measure.command("Predict from the official record of deployments again.", [], tables)
