"""The public names other people's code calls: they exist, take these arguments in this order, and are described."""

import importlib
import inspect

import pytest

SIGNATURES = {
    "rates": {
        "ppv": "prevalence tpr fpr",
        "npv": "prevalence tpr fpr",
        "natural_frequencies": "people prevalence tpr fpr",
        "fpr_for_ppv": "ppv prevalence tpr",
        "prevalence_for_ppv": "ppv tpr fpr",
        "second_test": "first tpr fpr",
        "rate_after_alert": "first second correlation shift",
    },
    "intervals": {
        "proportion_interval": "errors trials confidence method",
        "zero_error_bound": "trials confidence",
        "rule_of_three": "trials",
        "trials_for_zero_errors": "rate confidence",
        "trials_for_rule_of_30": "rate",
        "rate_interval": "count exposure confidence",
        "share_test_power": "events share ratio confidence test",
        "events_for_share_test": "power share ratio confidence test",
    },
    "scores": {
        "split": "y_true y_score",
        "rates_at": "genuine impostor threshold",
        "threshold_at_fmr": "impostor fmr",
        "fnmr_at_fmr": "genuine impostor fmr",
        "eer": "genuine impostor",
        "det": "genuine impostor",
        "balanced_accuracy": "genuine impostor",
        "bootstrap_fnmr_at_fmr": "genuine impostor fmr genuine_subjects impostor_subjects replicates seed",
        "rate_intervals_at": "genuine impostor threshold genuine_subjects impostor_subjects",
        "compare_fnmr_at_fmr": "first second fmr genuine_subjects impostor_subjects replicates seed",
        "rates_by_group": "genuine impostor threshold genuine_groups impostor_groups genuine_subjects impostor_subjects",
    },
    "search": {
        "expected_false_candidates": "searches gallery_size fmr",
        "false_candidate_sd": "searches gallery_size fmr",
        "fpir": "fmr gallery_size",
        "fmr_for_fpir": "fpir gallery_size",
        "fpir_heterogeneous": "mean_fmr gallery_size cv",
        "fpir_measured": "wrong_within others gallery_size",
        "max_impostor_quantile": "q gallery_size isf",
        "open_set_rates": "mated nonmated threshold rank",
        "cmc": "mated nonmated",
        "fnir_at_fpir": "mated nonmated fpir rank nonmated_searches",
        "best_per_person": "similarity probe_subjects gallery_subjects",
        "concentration": "counts share",
    },
    "population": {"simulate": "scenario days seed"},
    "claims": {
        "readings": "accuracy gallery_size searches",
        "consequences": "searches gallery_size fnir fmr fpir mated_searches stopped_if_false stopped_if_true",
        "load_claim": "path",
        "audit": "claim",
        "register": "",
    },
    "datasets": {
        "load": "name",
        "manifest": "name",
        "cite": "name",
        "names": "",
        "load_olivetti": "",
        "load_scores": "path",
    },
    "plots": {"show": "fig alt", "words": "fig alt table"},
}
CLASSES = {
    "claims": ["Claim", "Audit", "Consequences"],
    "scores": ["ScoreHistogram", "ScoreParts", "OperatingPoint", "EqualErrorRate"],
}
EVERY = [(module, name) for module, names in SIGNATURES.items() for name in names]


@pytest.mark.parametrize(("module", "name"), EVERY, ids=[f"{m}.{n}" for m, n in EVERY])
def test_name_and_order_of_arguments(module, name):
    function = getattr(importlib.import_module(f"falsematch.{module}"), name)
    arguments = list(inspect.signature(function).parameters)
    wanted = SIGNATURES[module][name].split()
    assert arguments[: len(wanted)] == wanted
    extra = list(inspect.signature(function).parameters.values())[len(wanted) :]
    assert all(p.default is not p.empty or p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL) for p in extra), (
        "an argument beyond the agreed ones must be optional"
    )


@pytest.mark.parametrize(
    ("module", "name"), [e for e in EVERY if e[0] in ("rates", "intervals", "scores", "search")]
)
def test_described_as_the_style_asks(module, name):
    home = importlib.import_module(f"falsematch.{module}")
    text = inspect.getdoc(getattr(home, name))
    for heading in ("Parameters\n---", "Returns\n---", "Raises\n---"):
        assert heading in text, f"{module}.{name} lacks {heading.splitlines()[0]}"
    # One source may serve a whole module, such as Bayes' rule in `rates`.
    assert "References\n---" in text + inspect.getdoc(home), f"{module}.{name} names no source"


@pytest.mark.parametrize(("module", "name"), [(m, n) for m, names in CLASSES.items() for n in names])
def test_classes_are_described(module, name):
    assert len(inspect.getdoc(getattr(importlib.import_module(f"falsematch.{module}"), name))) > 80


# Every other name that was public in an edition: it may move, but this way to it goes on working.
KEPT = {
    "falsematch.readings": "Meaning meanings table in_words UNSAID",
    "falsematch.tables": "words Table LONGEST",
    "falsematch.plan": "course_map Map PLAN",
    "falsematch.lessons": "sources read sync execute notebook_text Outcome ROOT NOTEBOOKS SOURCES",
    "falsematch.measure.faces": "faces Faces TRAINED_ON",
    "falsematch.measure.olivetti": "tables scores matcher pairs score_pairs",
    "falsematch.measure.lfw": "tables",
    "falsematch.scores": "BootstrapInterval BinnedOperatingPoint",
    "falsematch.search": "PeopleInterval OpenSetRates bootstrap_concentration bootstrap_fpir_measured fpir_interval",
    "falsematch.intervals": "Interval ReplicateInterval",
    "falsematch.datasets": "ScoreSet DatasetError Olivetti olivetti_home load_histogram save_histogram",
    "falsematch.plots": "Picture word_table slider ppv_curve natural_frequency_icons det_curve score_distributions",
    "falsematch.exercises": "EXERCISES LESSONS Exercise Feedback Misconception compare_guess compare_tests "
    "load_pretest save_pretest pretest scenarios Check MendSentence SmallFunction read_guess",
}


@pytest.mark.parametrize(("module", "name"), [(m, n) for m, names in KEPT.items() for n in names.split()])
def test_names_of_earlier_editions_are_kept(module, name):
    assert hasattr(importlib.import_module(module), name)
