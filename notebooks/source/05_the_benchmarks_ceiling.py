# %% [markdown]
# # What can 6,000 pairs show?
#
# **55 minutes** · You need: lesson 04 (threshold, FMR, FNMR).
#
# After this lesson you will be able to
#
# - put an interval around a benchmark's error rate, and say what *no* error shows;
# - tell the ceiling of a benchmark (its size, its labels) from the quality of a matcher;
# - work out how many comparisons, of how many people, a claim about false matches needs.

# %% [markdown]
# ## Predict first
#
# An algorithm compared 3,000 pairs of different people and made no false match.
# How many false matches in a *million* such comparisons would still fit this result, at 95 % confidence?

# %%
my_guess = ...

# %% [markdown]
# ## Twelve times "99.8 %"
#
# Labeled Faces in the Wild (LFW) holds 13,233 photographs from the web, of 5,749 people.
# Its test, View 2, asks about 3,000 pairs that show one person and 3,000 that show different people.
# Authors and makers send in their curves, and a page lists them.
# These are the algorithms that report 99.78 % to 99.83 %.
# Errors are counted at the most accurate threshold of each curve, and at the strictest where several are equally accurate:

# %%
from falsematch import datasets

board = datasets.load("lfw_leaderboard")
algorithms = board[board["kind"] == "algorithm"]
alike = algorithms[algorithms["reported_accuracy"].between(0.9978, 0.9983)]
errors = alike[["reported_accuracy", "false_matches_strict", "false_non_matches_strict"]]
errors.columns = ["accuracy", "false matches", "misses"]
errors.sort_values(["false matches", "accuracy"]).reset_index(drop=True)

# %% [markdown]
# These 12 look alike, until one asks *which* errors they make.
# Some match nobody falsely; one matches 10 of 3,000 pairs falsely, 0.33 %, and misses only 1.
# Balanced accuracy (lesson 04) adds the columns up and cannot tell.
#
# (One curve stays a little below what its maker reports.
# The later results are self-reported by companies, and these thresholds were picked on the test itself.)
#
# How far can such small counts be trusted?

# %%
from falsematch import intervals, plots

trials = int(datasets.load("lfw_accuracy")["value"]["impostor_pairs"])
rows = {}
for count, group in alike.groupby("false_matches_strict"):
    low, high = intervals.proportion_interval(count, trials)
    if count == 0:
        high = intervals.zero_error_bound(trials)  # nothing can be left out below
    per_million = [1e6 * rate for rate in (count / trials, low, high)]
    rows[f"{count} of {trials:,} (algorithms: {len(group)})"] = per_million
fig = plots.interval_forest(rows, log=True, axis_label="false matches per million, with 95 % intervals (log)",
                            say_value="{:,.0f}".format, title=f"{len(alike)} algorithms with one accuracy: "
                            f"false matches from none seen to {alike['false_matches_strict'].max() / trials:.2%}")
plots.show(fig, alt="False matches per million with intervals, log axis: " + "; ".join(
    f"{name}: {low:,.0f} to {high:,.0f}" for name, (_, low, high) in rows.items()) + ". Neighbouring intervals overlap.")

# %% [markdown]
# The ends can be told apart: 10 false matches mean a rate from 0.16 % to 0.61 %.
# Between none and 5 nothing can be said: their intervals overlap.
#
# On a watchlist of 10,000 people, 0.33 % means 33 false candidates for every passer-by (lesson 03).
# And the algorithms without a false match?
#
# ## Exercise 1
#
# No false match in `trials` comparisons of different people.
# Up to which FMR is still possible, at 95 % confidence?
# By hand: for which rate `p` is `(1 - p)**n`, the chance of no error in `n` comparisons, just 5 %?

# %%
from falsematch.exercises import check_zero_false_matches

answer = ...
check_zero_false_matches(answer)

# %% tags=["solution"]
by_hand = 1 - 0.05 ** (1 / trials)
check_zero_false_matches(by_hand)

# %% [markdown]
# Just under 0.1 %.
# That is the **rule of three**: no error in `n` trials leaves rates up to about 3 in `n` possible.
# From here on `intervals.zero_error_bound` computes it, accurate also where the formula by hand loses its digits:

# %%
bound = intervals.zero_error_bound(trials)
watchlist = 10_000  # people
print(f"no error in {trials:,}: FMR below {bound:.4%} ({1 - 0.05 ** (1 / trials):.4%} by hand)")
print(f"among {watchlist:,} people: anything from no false candidate to {watchlist * bound:.0f} per search")

# %% [markdown]
# So the best result that this test can give allows up to 10 false candidates per search of such a list.
# It may be far fewer; the test cannot know.
#
# ## The labels are a ceiling, too
#
# The maintainers of LFW list errors in it, and leave them in, so that results stay comparable.
# In View 2 there are 7 pairs labelled as one person that show different people (the text above their list says 6).
#
# ## Exercise 2
#
# A matcher that never errs takes the test as it is labelled.
# Which accuracy will it be given?
# `lfw` holds `test_pairs` and `label_errors_listed`:

# %%
from falsematch.exercises import check_perfect_matcher

lfw = datasets.load("lfw_accuracy")["value"]
answer = ...
check_perfect_matcher(answer)

# %% tags=["solution"]
perfect = 1 - lfw["label_errors_listed"] / lfw["test_pairs"]
check_perfect_matcher(perfect)

# %% [markdown]
# 99.88 %, and the leaderboard has arrived there:

# %%
faultless = algorithms[algorithms["false_matches_strict"] == 0]
print(f"best accuracy reported:   {algorithms['reported_accuracy'].max():.2%}")
print(f"no false match:           {len(faultless)} algorithms")
print(f"genuine pairs they miss:  {sorted(faultless['false_non_matches_strict'].tolist())}")

# %% [markdown]
# The best miss 8 genuine pairs, and 7 are labelled wrongly.
# (That these are the same pairs is an inference: a curve does not say which.)
# Above this line a benchmark measures agreement with mistakes.
#
# ## What 87 million pairs see
#
# The same photographs make far more than 6,000 pairs.
# We compared each with every other, by an open network, with label errors mended.
#
# In our preparation it reaches 98.8 % on View 2.
# (Its author reports 99.38 % in his, and nobody of LFW in its training: no leak as in lesson 04.)
# It is **not** a 99.8 % matcher; read what follows for the difference between the tests, not for the rates.
# The table counts pairs by score:

# %%
import numpy as np

from falsematch import scores

measured = datasets.load("lfw_measured_histogram")
edges = np.append(measured["score_low"], measured["score_high"].iloc[-1])
small = scores.ScoreHistogram.from_bins(edges, measured["mated_view2"], measured["nonmated_view2"])
large = scores.ScoreHistogram.from_bins(edges, measured["mated_clean"], measured["nonmated_clean"])
print(f"{small.impostor_comparisons:,} and {large.impostor_comparisons:,} comparisons of different people")
print(f"accuracy on View 2, by its protocol: {datasets.load('lfw_measured_view2')['accuracy'].mean():.2%}")

# %% [markdown]
# Let us set thresholds on the large set, and ask the small one what it sees there (in brackets the rates that would fit it, at 95 % confidence):

# %%
for target in (1e-2, 1e-3, 1e-4, 1e-5, 1e-6):
    point = large.fnmr_at_fmr(target)
    seen = small.rates_at(point.threshold).false_matches
    low, high = intervals.proportion_interval(seen, trials)
    print(f"FMR {point.fmr:.1e}: {point.false_matches:>7,} of 87 million; View 2 sees {seen:>2} ({low:.1g} to {high:.1g}); "
          f"missed {point.fnmr:.0%}")

# %% [markdown]
# At a rate of 1 % both agree: 6,000 pairs are enough for what is common.
# At 1 in 1,000 View 2 sees a single false match, and from 1 in 100,000 on none, while the large set still counts 83 at 1 in a million.
#
# Look at the last column.
# A matcher that is "98.8 % accurate" misses 81 % of all genuine pairs at that threshold.
# One person gives more than half of those pairs; with equal weight for each person, it misses 74 %.
# Nothing in the benchmark's number hints at it:

# %%
target = 1e-6
curves = {"View 2": (*small.det()[:2], trials), "all pairs": (*large.det()[:2], large.impostor_comparisons)}
strict = large.fnmr_at_fmr(target)
by_person = measured["mated_clean_by_person"]
missed_by_person = 1 - by_person[measured["score_low"] >= strict.threshold - 1e-9].sum() / by_person.sum()
fig = plots.reach_of_tests(curves, mark=(strict.fmr, strict.fnmr),
                           title="Where the benchmark stops seeing, the misses have only begun")
plots.show(fig, alt="Misses against ever stricter false match rates. The curve of the benchmark ends at one false match in "
           f"{trials:,}; the curve of all pairs goes on and climbs to {strict.fnmr:.0%} missed at one in a million.")

# %% [markdown]
# Even so many pairs do not settle the end of the curve.
# They share 5,735 people, fewer than the 5,749 names: besides the errors that LFW's page lists we mended a few pairs of names that are evidently one person.
# So we count each person's first photograph only, and resample *people*:

# %%
points = datasets.load("lfw_measured_operating_points").loc["fmr_1e_6"]
over_people = datasets.load("lfw_measured_fpir").loc["fmr_1e_6_gallery_1"]
print(f"{points['false_matches_one_image_per_person']} false matches, FMR {over_people['fmr']:.1e}, "
      f"from {over_people['fpir_low']:.1e} to {over_people['fpir_high']:.1e} over people")
print(f"all photographs: {points['false_matches_as_labelled']} false matches as labelled, "
      f"{points['false_matches_clean']} once labels are mended")

# %% [markdown]
# 16 events: the rate may be 0.4 or 2.5 in a million.
# Over all photographs, 26 of 133 "false matches" were errors of the labels, 20 %; at 1 in 1,000 it is 0.09 %.
# (Threshold set on first photographs, hence 107 and not 83.)
#
# **The rarer the error one looks for, the more of what one finds are mistakes of the test.**
#
# ## Alike on LFW, unlike where it counts
#
# Developers of open networks published LFW and a test of their own, its photographs not public, with 242,143 people who are no celebrities, at an FMR below 1 in a million.
# The networks share a design and differ in their training.
# First those of 99.78 % to 99.83 %:

# %%
networks = datasets.load("lfw_and_multiracial")
equals = networks[networks["lfw_accuracy"].round(4).between(0.9978, 0.9983)]
name = equals["training_data"] + equals["partial_fc"].map({True: " (sampled)", False: ""})
fig = plots.two_shares(
    dict(zip(name, 1 - equals[["tar_all", "tar_east_asian"]].to_numpy())),
    first="all people", second="the subset named East Asian",
    axis_label="share of genuine pairs missed at an FMR below 1 in a million",
    title=f"Alike on LFW; beyond it they miss {1 - equals['tar_all'].max():.0%} to {1 - equals['tar_all'].min():.0%}",
    note="Rows: the training set; sampled: a sample of its people in each training step. No intervals are published.",
)
plots.show(fig)

# %% [markdown]
# On LFW these 9 are one.
# At a strict threshold they miss from 9 % to 22 % of genuine pairs, and from 26 % to 49 % in the subset named East Asian.
# (Names and assignment of people to subsets are the test's; lesson 07 comes back to such groups.)
#
# How different may networks be that LFW cannot tell apart?

# %%
weak, strong = networks.loc["r50_vgg2_pfc"], networks.loc["r50_webface12m"]
for network in (weak, strong):
    wrong = round((1 - network["lfw_accuracy"]) * lfw["test_pairs"])
    low, high = intervals.proportion_interval(wrong, lfw["test_pairs"])
    print(f"LFW: {wrong} wrong of 6,000, accuracy {1 - high:.2%} to {1 - low:.2%}; beyond: {network['tar_all']:.0%} matched")

# %% [markdown]
# 19 wrong against 12: each accuracy lies in the other's interval.
# One matches 91 % of genuine pairs at the strict threshold, the other 41 %.
# (Both took the same pairs, so a pair-by-pair comparison would be sharper; the answers per pair are not published.)
#
# ## What would it take?
#
# The claim's country needs an FMR below 1 in a billion (lesson 03).
# A test that shows it must get through `needed` comparisons without a single error.
#
# ## Exercise 3
#
# So many comparisons need fewer people than one might think, because each can be compared with every other.
# How many, at least?

# %%
from falsematch.exercises import check_people_for_fmr
from falsematch.exercises.lesson05 import FMR_CLAIMED

needed = intervals.trials_for_zero_errors(FMR_CLAIMED)
print(f"{needed:,} comparisons, {needed / trials:,.0f} times the benchmark's")
answer = ...
check_people_for_fmr(answer)

# %% tags=["solution"]
people = np.ceil((1 + np.sqrt(1 + 8 * needed)) / 2)  # n * (n - 1) / 2 pairs
check_people_for_fmr(people)

# %%
fully = 2 * needed  # everybody in one comparison only
world = datasets.load("populations")["value"]["world_2018"]
both_ways = intervals.trials_for_rule_of_30(FMR_CLAIMED)
print(f"all comparisons independent: {fully / 1e9:.0f} billion people, of {world / 1e9:.1f} billion on Earth")
print(f"to measure the rate, not only to bound it: {both_ways / 1e9:.0f} billion comparisons, "
      f"at least {(2 * both_ways) ** 0.5:,.0f} people")

# %% [markdown]
# About 77,000 people, if comparisons that share people counted as independent; they do not (lesson 08).
# Were everybody used only once, it would take 6 billion people.
# The truth lies between.
# To *measure* the rate, and not only to bound it, takes some 30 errors: ten times as many comparisons, of at least 245,000 people, about as many as the test above has.
#
# But a single person entered under different names makes a false match that is none.
# At one in a billion the labels must be as good as the matcher.
#
# Your guess, in a million comparisons:

# %%
from falsematch.exercises import compare_guess

compare_guess(my_guess, 1_000_000 * bound, "false matches in a million would still fit")

# %% [markdown]
# ## What this does not show
#
# - How good today's products are. The later results here are self-reported; lesson 06 reads a test that NIST runs.
# - How a 99.8 % matcher does on 87 million pairs. Ours is weaker; stronger ones should miss less.
# - Whether people of LFW were in the training of what is listed (lesson 04).
# - Intervals over people for the leaderboard: pairs share people, true ones are wider.
# - Street cameras, children, groups. LFW's page says that women are few, many ethnicities hardly there, and that no result shows fitness for commercial use.
# - That a benchmark is useless. LFW told 60 % from 97 %; it cannot tell 99.8 % from 99.88 %.

# %% [markdown]
# ## For the policy desk
#
# An accuracy of 99.8 % on 6,000 pairs goes together with false match rates from none seen to 1 in 300, and no error in 3,000 comparisons shows only, at 95 % confidence, that the rate is below 1 in 1,000.
# Networks that this benchmark cannot tell apart missed from 9 % to 22 % of genuine pairs once a strict threshold was set, so ask for the miss rate at the false match rate that your use needs.
# Ask also how many comparisons of how many different people stand behind a rate: 1 in a billion takes 3 billion comparisons without an error.
#
# ## Sources

# %%
for table in ("lfw_leaderboard", "lfw_measured_histogram", "lfw_measured_operating_points", "lfw_measured_fpir",
              "lfw_measured_view2", "lfw_and_multiracial"):
    print(datasets.cite(table))
for row in ("images", "people", "test_pairs", "impostor_pairs", "label_errors_listed", "eigenfaces", "vgg_softmax", "dlib_resnet"):
    print(datasets.cite("lfw_accuracy", row))
print(datasets.cite("populations", "world_2018"))

# %% [markdown]
# ## Next
#
# A test of thousands is too small, and millions are barely enough.
# Lesson 06 reads the largest public test there is: hundreds of algorithms, 12 million people.
