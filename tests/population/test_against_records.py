"""What a rate of 2023 predicts of the Metropolitan Police's later record, and where the prediction fails.

Only rows of the official grid are used: the transcribed ones after 10 May 2025 have no false alerts. Periods are
quarters, which have no day in common; years and thresholds count the same deployments again and are not added to them.
"""

import numpy as np
import pytest
from scipy import stats

from falsematch import datasets
from falsematch.population import Scenario, ensemble

RECORD = datasets.load("deployment_rates")
YEAR = RECORD.loc["met_2023"]
LATER = [name for name in RECORD.index[RECORD["grouped_by"] == "quarter"] if not name.startswith("met_2023")]


def predicted(count, exposure):
    """Middle 95 % of a Poisson number whose rate has a Gamma posterior with half an event added: negative binomial."""
    law = stats.nbinom(count + 0.5, 1 / (1 + exposure))
    return law.ppf(0.025), law.ppf(0.975)


def inside(name, column, by):
    low, high = predicted(YEAR[column], RECORD.loc[name, by] / YEAR[by])
    return low <= RECORD.loc[name, column] <= high


def test_false_alerts_fail_where_faces_were_counted_anew_and_nowhere_else():
    assert [name for name in LATER if not inside(name, "false_alerts", "faces_seen")] == [
        "met_2024_q1",
        "met_2024_q2",
    ]
    assert {RECORD.loc[name, "counting"] for name in ("met_2024_q1", "met_2024_q2")} == {"during"}
    # Per hour of cameras they would have fitted: it is the faces that were counted differently.
    assert inside("met_2024_q1", "false_alerts", "minutes") and inside(
        "met_2024_q2", "false_alerts", "minutes"
    )


def test_right_alerts_fail_everywhere():
    assert not any(inside(name, "true_alerts", by) for name in LATER for by in ("faces_seen", "minutes"))


def test_the_figures_are_of_the_official_record_and_no_period_counts_twice():
    rows = datasets.load("deployments")
    grid = rows[(rows["kind"] == "official grid") & (rows["operator"] == "Metropolitan Police")]
    grid = grid[grid["date_start"] >= "2023"]
    quarters = RECORD[RECORD["grouped_by"] == "quarter"]
    for column in ("faces_seen", "false_alerts", "alerts"):
        assert quarters[column].sum() == grid[column].sum()
    assert grid["date_end"].max() == "2025-05-10"
    transcribed = rows[rows["kind"] == "transcription"]
    assert transcribed["false_alerts"].isna().all()


@pytest.mark.parametrize("name", ["met_2024_q4", "met_2025_q1"])
def test_the_simulation_predicts_what_the_formula_does(name):
    """The same prediction by an ensemble of scenarios with uncertain FPIR, each face another person."""
    faces = int(RECORD.loc[name, "faces_seen"])

    def uncertain(rng):
        rate = rng.gamma(YEAR["false_alerts"] + 0.5, 1 / YEAR["faces_seen"])
        return Scenario(faces, 1, 15_000, 0, fpir=min(1.0, rate), fnir=0.1)

    drawn = ensemble(uncertain, 4_000, 1, seed=1, progress=False).values["false_alerts"][:, 0]
    low, high = predicted(YEAR["false_alerts"], faces / YEAR["faces_seen"])
    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx([low, high], abs=1.5)
    law = stats.nbinom(YEAR["false_alerts"] + 0.5, 1 / (1 + faces / YEAR["faces_seen"]))
    assert drawn.mean() == pytest.approx(law.mean(), abs=4 * law.std() / 4_000**0.5)
