# %% [markdown]
# # What happens in a search of N?
#
# **55 minutes** · You need: lesson 02 and powers of a number.
#
# After this lesson you will be able to
#
# - derive what a search of N people does from what one comparison does, and say what that assumes;
# - work out which false match rate a gallery of any size needs, and how long a test of it would be;
# - tell the denominators of a false alert apart: comparison, face, alert, person on the list.

# %% [markdown]
# ## Predict first
#
# Take the claim at its word: 1.3 billion people, 99.8 %.
# Suppose the 99.8 % meant that a comparison of a face with *somebody else* comes out right that often.
#
# One photograph is compared with everyone.
# How many wrong people come back as a match?

# %%
my_guess = ...

# %% [markdown]
# ## One face, a short list
#
# The face searched for is called the **probe**, the people it is compared with the **gallery**.
# A comparison with somebody else that reaches the threshold is a *false match*; its rate is the **FMR**.
# In our reading it is 0.2 %.
#
# It is tempting to say: then 0.2 % of searches go wrong.
# Let a stranger, who is on no list, be compared with a list of ten.
# Nothing comes back only if every comparison stays below the threshold:

# %%
from falsematch.exercises.scenarios import READING_FMR

nothing = 1.0
for person in range(10):
    nothing *= 1 - READING_FMR
print(f"chance that at least one of them comes back: {1 - nothing:.2%}")

# %% [markdown]
# Nearly 2 %, not 0.2 %: one search is ten chances to go wrong.
# With N people in the gallery, the chance that a search of a stranger returns somebody is
#
# `FPIR = 1 - (1 - FMR)**N`,
#
# the **false positive identification rate**, if comparisons are independent.
# We have derived it; from here on `search` computes it.
# It also survives where the formula, typed in as it stands, does not:

# %%
from falsematch import search

for fmr, size in ((READING_FMR, 10), (READING_FMR, 10_000), (1e-17, 30)):
    by_hand = 1 - (1 - fmr) ** size
    print(f"FMR {fmr:g}, N = {size:>6,}: by hand {by_hand:.9g}, search.fpir {search.fpir(fmr, size):.9g}")

# %% [markdown]
# With 10,000 people on the list, practically every stranger sets it off.
# In the last row the computer rounds `1 - FMR` to `1`, and the formula says "never"; the chance is small, and it is not zero.
#
# ## Exercise 1
#
# A chance stops at certainty; a *number* of people does not.
# Each comparison adds its FMR to the expected number of false candidates.
# How many false candidates does one face get in a gallery of `people`?

# %%
from falsematch import datasets
from falsematch.exercises import check_false_candidates_one_search

claims = datasets.load("claims")["value"]
people = claims["C04"]
answer = ...
check_false_candidates_one_search(answer)

# %% tags=["solution"]
check_false_candidates_one_search(search.expected_false_candidates(1, people, READING_FMR))

# %% [markdown]
# 2.6 million people, for one photograph.
# "99.8 % accurate" and "scans 1.3 billion" cannot both be useful if the one is meant per comparison.
# This is a reading, not a measurement: lesson 01 traced the figure to a 1:1 test, whose false match rate was found nowhere.
#
# ## Exercise 2
#
# Watchlists are shorter.
# A passer-by who is on no list is compared with `SHORT_WATCHLIST` people at the same FMR.
# What is the chance of at least one false candidate?

# %%
from falsematch.exercises import check_fpir_watchlist
from falsematch.exercises.scenarios import SHORT_WATCHLIST

answer = ...
check_fpir_watchlist(answer)

# %% tags=["solution"]
check_fpir_watchlist(search.fpir(READING_FMR, SHORT_WATCHLIST))

# %% [markdown]
# ## Are the comparisons independent?
#
# The formula says so; faces do not.
# Some faces resemble many others, and are falsely matched again and again (lesson 08).
# Let us keep the mean FMR and gather all false matches on 1 probe in 20 (an assumption, to see what it does):

# %%
GATHERED = 1 / 20

spread_evenly = search.fpir(READING_FMR, SHORT_WATCHLIST)
gathered = GATHERED * search.fpir(READING_FMR / GATHERED, SHORT_WATCHLIST)
expected = search.expected_false_candidates(1, SHORT_WATCHLIST, READING_FMR)
expected_gathered = GATHERED * search.expected_false_candidates(1, SHORT_WATCHLIST, READING_FMR / GATHERED)
print(f"at least one false candidate: {spread_evenly:.1%} spread evenly, {gathered:.1%} gathered")
print(f"expected number per search:   {expected:.2f} spread evenly, {expected_gathered:.2f} gathered")

# %% [markdown]
# The chance of *at least one* falls from 86 % to 5 %.
# The *expected number* stays at 2 per search: `N * FMR` is exact, however errors gather.
# They fall on fewer people, each of whom gets 40 of them.
# When errors gather, the formula overstates how many searches go wrong, and not how many wrong people come back.
# Lesson 08 measures by how much.
#
# ## What would a country need?
#
# Let us ask for less than one false candidate per search, and for the number of comparisons that would show such a rate:

# %%
from falsematch import intervals

needed = 1 / people
trials = intervals.trials_for_zero_errors(needed)
pairs = datasets.load("lfw_accuracy")["value"]["impostor_pairs"]
print(f"FMR below {needed:.1e}; shown by {trials:,} independent comparisons without one error")
print(f"LFW has {pairs:,.0f} such comparisons: {trials / pairs:,.0f} times fewer")

# %% [markdown]
# It would take 3.9 billion comparisons of different people without one false match to be 95 % sure.
# LFW, the usual test of the time, has 3,000; without an error they show, as surely, an FMR below 0.1 % and no less.
# (`e-10` moves the decimal point 10 places to the left.)
#
# ## Exercise 3
#
# One false candidate in every search is not a strict demand.
# Which FMR keeps the chance of *any* false candidate at `WANTED_FPIR`, 1 %, in a gallery of `people`?

# %%
from falsematch.exercises import check_fmr_needed
from falsematch.exercises.scenarios import WANTED_FPIR

answer = ...
check_fmr_needed(answer)

# %% tags=["solution"]
check_fmr_needed(search.fmr_for_fpir(WANTED_FPIR, people))

# %% [markdown]
# ## Watchlist or population
#
# Searches go both ways: many faces against a short list, or one photograph against everyone.
# In both the expected number is a product, *searches × gallery × FMR*.
#
# The UK's National Physical Laboratory tested a system that police use on streets.
# Press reports give false alerts for a list of 10,000 people and for one of 1,000.
# Which FMR do they imply?

# %%
tests = datasets.load("field_tests").loc[["npl_live_fpir_10000", "npl_live_fpir_1000"]]
for test in tests.itertuples():
    implied = search.fmr_for_fpir(test.value, test.gallery_size)
    print(f"list of {test.gallery_size:>6,}: one false alert in {1 / test.value:,.0f} faces, FMR {implied:.1e}")

# %% [markdown]
# The same FMR, 1.7e-8, because the testers scaled one list to the other in proportion: that is `N * FMR` again.
# It is more than 100,000 times better than our reading of the claim.
# Now the same rate climbs the ladder, from a list through a city to a country:

# %%
from falsematch import plots

populations = datasets.load("populations")["value"]
listed = tests.gallery_size["npl_live_fpir_10000"]
in_use = search.fmr_for_fpir(tests.value["npl_live_fpir_10000"], listed)
landmarks = {"a list": listed, "a city": populations["urumqi_2018"], "a country": people}
fmrs = {"99.8 % per comparison": READING_FMR, "street system, tested": in_use, "what a country needs": needed}
country = {name: search.expected_false_candidates(1, people, fmr) for name, fmr in fmrs.items()}
fig = plots.false_match_ladder(fmrs, landmarks,
                               title="A rate that is harmless on a list is a crowd in a country")
alone = search.expected_false_candidates(1, listed, in_use)
plots.show(fig, alt=f"{len(fmrs)} rising lines on logarithmic axes. The street system stays at {alone:.5f} false "
           f"candidates per search on a list and reaches {country['street system, tested']:.0f} in a country; "
           f"at 99.8 % per comparison a country gives {country['99.8 % per comparison'] / 1e6:.1f} million.")

# %% [markdown]
# On a list of 10,000 the street system expects 0.00017 false matches per search, in a country 22.
# At 99.8 % per comparison, the list alone gives 20.
# Or take the list and change the crowd: the 160,000 people (a press figure; others are lower) who pass one station in a day would set off 27 false alerts, everyone in the country, once, about 221,000.
#
# ## One afternoon, many denominators
#
# London, 27 February 2020, from the force's own record:
# take each passer-by as compared with each person listed, and divide the *same* false alerts by everything at hand:

# %%
def denominators(day):
    """False alerts over each denominator: rate, and the ends of its 95 % interval."""
    over = {"comparison": day.comparisons, "face seen": day.faces_seen,
            "person listed": day.watchlist_size, "alert": day.alerts}
    return {f"per {what}": (day.false_alerts / number, *intervals.proportion_interval(day.false_alerts, number))
            for what, number in over.items()}


deployments = datasets.load("deployment_examples")
oxford = deployments.loc["oxford_circus_2020"]
before = denominators(oxford)
print(f"{oxford.false_alerts} false alerts:")
for what, (rate, low, high) in before.items():
    print(f"  {what:<18} right in {1 - rate:.7%}")

# %%
fig = plots.interval_forest(before, log=True, axis_label="false alerts, out of what the row says",
                            title="The same false alerts are one in millions, or nearly every alert")
plots.show(fig, alt=f"False alerts of one afternoon as rates, on a logarithmic axis: {before['per comparison'][0]:.1e} per "
           f"comparison, {before['per face seen'][0]:.2%} per face seen, {before['per alert'][0]:.0%} per alert.")

# %% [markdown]
# Per comparison the system was 99.99999 % accurate.
# Per face it was 99.92 %: the force stated this one, as a false alert rate of 0.08 %.
# Per alert, 7 of 8 were wrong, and so few alerts leave anything from 47 % to 99.7 % open.
# Police spoke to 5 of the 7 people.
# All of it is true of the same afternoon.
#
# Fairness asks for the same with the most favourable official record here, London in 2025 until 10 May.
# And then the question of this lesson: what would its rate per comparison do in a search of everyone?

# %%
street = deployments.loc["met_2025"]
after = denominators(street)
for what, (rate, low, high) in after.items():
    print(f"{what:<18} wrong {rate:.2g} ({low:.2g} to {high:.2g})")

likely, low, high = (search.expected_false_candidates(1, people, fmr) for fmr in after["per comparison"])
searches = claims["C01"]
print(f"one face against everyone: {likely:.2f} false candidates ({low:.2f} to {high:.2f})")
print(f"{searches:,.0f} searches a day: {searches * likely / 1e6:.1f} million")

# %% [markdown]
# Here 0.6 % of alerts were wrong, and 2.7e-10 of comparisons.
# Carried from a list of about 16,000 to everyone, that excellent rate still gives 0.36 false candidates for each face (0.12 to 0.83), or 2.4 million a day if each of the 6.7 million records a day of lesson 01 were a search.
#
# This is an inference: other cameras, other photographs and other faces would change the rate, and errors that gather would change whom it hits.
# And the force's way of counting faces seems to change in mid-2024: do not compare its rates per face across that date; its rates per alert you may.

# %% [markdown]
# ## Exercise 4
#
# `STREET` is a day with made-up, round numbers.
# Which denominator answers the question of somebody who was pointed at?

# %%
from falsematch.exercises import check_denominator

answer = ...
print(check_denominator.ask())
check_denominator(answer)

# %% tags=["solution"]
check_denominator("d")

# %%
from falsematch.exercises import compare_guess

compare_guess(my_guess, search.expected_false_candidates(1, people, READING_FMR), "wrong people")

# %% [markdown]
# ## What this does not show
#
# - The system's real FMR. "99.8 % per comparison" is one reading of a figure whose test is unknown.
# - Misses. A threshold that keeps false matches rare also misses more people (lessons 04 and 06).
# - That errors are independent or fall on everyone alike (lessons 07 and 08). Intervals here treat events as independent and are too narrow if a few faces cause many alerts.
# - What the National Physical Laboratory measured at each list size: the reports say it was scaled.
# - Faces as people. Operators estimate faces seen, one person may count often; each face is taken as compared once with each person listed.

# %% [markdown]
# ## For the policy desk
#
# The number of people wrongly returned grows in proportion to the number of people searched, so a rate that is harmless on a list of thousands is not harmless on a register of everyone.
# At 99.8 % per comparison, one photograph searched among 1.3 billion people returns 2.6 million wrong ones.
# When somebody quotes an error rate, ask what it is divided by: the rate per comparison is always the smallest, and the rate per alert is the one that the person stopped has met.

# %% [markdown]
# ## Sources

# %%
for table, rows in {
    "claims": ["C04", "C06", "C01"],
    "field_tests": list(tests.index),
    "lfw_accuracy": ["impostor_pairs"],
    "populations": ["suedkreuz_per_day", "urumqi_2018"],
    "deployment_examples": ["oxford_circus_2020", "met_2025"],
}.items():
    print(*(datasets.cite(table, row) for row in rows), sep="\n")

# %% [markdown]
# ## Next
#
# All of this rests on one number, the FMR.
# Lesson 04 measures one: it builds a matcher and looks where error rates come from.
