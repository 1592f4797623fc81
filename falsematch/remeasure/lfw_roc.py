"""Recompute operating points of published algorithms from their ROC curves on LFW's View 2.

The originals are two CSV files that are not part of this project: corners of each curve
(`method,fmr,tmr`) and what each method reported (`method,kind,reported_accuracy,reported_standard_error`).
Every curve rests on the same 3,000 mated and 3,000 non-mated pairs.
"""

from falsematch.remeasure import _measure

PAIRS = 3000  # of either kind, in View 2
UNUSABLE = 0.01  # a curve this far below its own report is not the curve of that result
SHORT = 0.0005  # three pairs of the 6,000: less may be rounding, or a threshold learnt per fold


def tables(points_path, methods_path):
    """The table as a dict of one DataFrame, from the curves and the reports."""
    import pandas as pd

    curves = pd.read_csv(points_path, encoding="utf-8", keep_default_na=False)
    curves[["fmr", "tmr"]] = curves[["fmr", "tmr"]].astype(float)
    reports = pd.read_csv(methods_path, encoding="utf-8", keep_default_na=False)
    by_method = dict(list(curves.groupby("method")))
    missing = sorted(set(reports.method) - set(by_method))
    if missing:
        raise ValueError(f"{points_path}: no curve for {', '.join(missing)}")
    return {
        "lfw_leaderboard": pd.DataFrame(
            [_row(report, by_method[report.method]) for report in reports.itertuples()]
        )
    }


def _row(report, curve):
    accuracy = (curve.tmr + 1 - curve.fmr) / 2
    best = curve[accuracy > accuracy.max() - 2e-6].sort_values("fmr")  # ties; curves have six decimals
    strict, loose = best.iloc[0], best.iloc[-1]
    reported = float(report.reported_accuracy)
    shortfall = reported - accuracy.max()
    return {
        "id": _measure.identifier(report.method),
        "method": report.method,
        "kind": report.kind,
        "reported_accuracy": reported,
        "reported_standard_error": float(report.reported_standard_error or "nan"),
        "curve_points": len(curve),
        "curve_accuracy": round(float(accuracy.max()), 6),
        "curve_shortfall": round(max(shortfall, 0.0), 6),
        "curve_reaches_report": bool(shortfall < SHORT - 2e-6),
        "curve_usable": bool(shortfall < UNUSABLE),
        "fmr_strict": float(strict.fmr),
        "fnmr_strict": round(1 - float(strict.tmr), 6),
        "false_matches_strict": _count(strict.fmr),
        "false_non_matches_strict": _count(1 - strict.tmr),
        "fmr_loose": float(loose.fmr),
        "fnmr_loose": round(1 - float(loose.tmr), 6),
        "fnmr_at_fmr_0": _fnmr_at(curve, 0.0),
        "fnmr_at_fmr_0_001": _fnmr_at(curve, 0.001),
    }


def _count(rate):
    """How many of 3,000 pairs, or NaN where the curve was averaged over folds and gives no whole number."""
    count = float(rate) * PAIRS
    return float(round(count)) if abs(count - round(count)) < 0.05 else float("nan")


def _fnmr_at(curve, fmr):
    """Least FNMR of the curve's corners whose FMR does not exceed `fmr`; NaN if it has none."""
    allowed = curve[curve.fmr <= fmr + 1e-9]
    return round(1 - float(allowed.tmr.max()), 6) if len(allowed) else float("nan")


if __name__ == "__main__":
    _measure.command(
        "Recompute the LFW leaderboard's operating points.",
        [("curves", "CSV with the corners of the curves"), ("reports", "CSV with the reports")],
        tables,
    )
