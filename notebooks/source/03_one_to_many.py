# %% [markdown]
# # What happens in a search of N?
#
# **50 minutes** · You need: lesson 02 and powers of a number.
#
# After this lesson you will be able to
#
# - derive what a search of N people does from what one comparison does, and say which way it errs;
# - carry an error rate from one list to another, and to a whole population;
# - tell the denominators of a false alert apart: comparison, face, alert.

# %% [markdown] tags=["case"]
# ## One day at Oxford Circus
#
# London, 27 February 2020.
# Police cameras at Oxford Circus see 8,600 faces, and software compares each of them with a list of 7,292 people.
# Police speak to 5 people who, as it turns out, are not the ones it took them for.
#
# Afterwards the force gives a false alert rate: 0.08 %.
# The figure is correct.
# What is it a share of, and what would such a system do with a longer list, or in a whole country?

# %% [markdown]
# ## Predict first
#
# A list holds 1,000 people.
# When the software compares *different* people, it takes them for the same person in 0.2 % of comparisons.
#
# A hundred strangers walk past; none of them is on the list.
# How many of them are taken for somebody on it, at least once?

# %%
my_guess = ...

# %% tags=["folded"]
import numpy as np

from falsematch import datasets, intervals, plots, search
from falsematch.exercises import compare_guess, read_guess
from falsematch.exercises.scenarios import READING_FMR as FMR
from falsematch.exercises.scenarios import SHORT_WATCHLIST as LISTED

STRANGERS = 1_000
of_100 = read_guess(my_guess, kind="out of n", out_of=100)
share_guessed = None if of_100 is None else of_100 / 100
rng = np.random.default_rng(3)

# %% [markdown]
# Make it happen, with 1,000 strangers.
# A face that is searched for is called a **probe**, the list the **gallery**, one look at a pair a **comparison**.
# A comparison of different people that reaches the threshold is a **false match**; its rate is the **FMR**, here 0.2 %.
#
# Draw all comparisons as a table, a row for each stranger, a column for each person listed:

# %%
evenly = rng.random((STRANGERS, LISTED)) < FMR
print("false matches per stranger:", evenly.sum(axis=1).mean())  # axis=1: along each row
print("strangers with at least one:", evenly.any(axis=1).mean())

# %% [markdown]
# The same by hand.
# Nothing comes back only if *every* comparison stays below the threshold, so multiply the chance of that as often as there are people on the list:

# %%
nothing = (1 - FMR) ** LISTED
compare_guess(my_guess, 100 * (1 - nothing), "strangers", kind="out of n", out_of=100,
              naive=[(0, "0.2 % is the rate of one comparison; each stranger gets as many as the list is long."),
                     (100, "That is nearly everybody. Chances do not add up: some strangers get several matches, some none.")])

# %% [markdown]
# That is 86.5 % (your draw differs a little, by chance), not 0.2 %: one search is a thousand chances to go wrong.
# The chance that a search of a stranger returns anybody is the **false positive identification rate**,
#
# `FPIR = 1 - (1 - FMR)**N`,
#
# *if comparisons are independent*.
# The **expected number** of false matches, the average over many strangers, is simpler: each comparison adds its FMR, so it is `N * FMR`, here 2 for each stranger.
# From here on `search.fpir` and `search.expected_false_candidates` compute both.
#
# ## Exercise 1
#
# New numbers, the same method:

# %%
from falsematch.exercises import check_fpir_watchlist

answer = ...
print(check_fpir_watchlist.ask())
check_fpir_watchlist(answer)

# %% tags=["solution"]
print(search.fpir(FMR, 600))
check_fpir_watchlist(search.fpir(FMR, 600))

# %% [markdown]
# ## Are comparisons independent?
#
# Faces are not: some resemble many others (lesson 08).
# Keep the FMR, and gather all false matches on few people.
# First on 5 of those listed, who now match 40 % of strangers while the others match nobody; then exchange rows and columns (`.T`; there are 1,000 of each), so that the 5 are strangers:

# %%
GATHERED = 5 / LISTED  # an assumption, to see what it does
chance = np.where(np.arange(LISTED) < 5, FMR / GATHERED, 0)
on_listed = rng.random((STRANGERS, LISTED)) < chance
on_strangers = on_listed.T
for name, table in {"evenly": evenly, "on listed": on_listed, "on strangers": on_strangers}.items():
    print(f"{name:<15}{table.sum(axis=1).mean():5.2f} per stranger, {table.any(axis=1).mean():6.1%} with at least one")

# %% [markdown]
# The expected number stays at about 2.
# The share of strangers with at least one does not: the formula says 86.5 %.
# Where matches gather on *probes* it is too high, here by far: 0.5 % of strangers get them all.
# Where they gather on *listed people* it is too low: 92 % meet at least one of the five.
#
# Move the length of the list (the gathering is on 1 person in 200):

# %%
def three_ways(n):
    shares = {"spread evenly": search.fpir(FMR, n), "gathered on listed people": search.fpir(FMR / GATHERED, round(n * GATHERED)),
              "gathered on strangers": GATHERED * search.fpir(FMR / GATHERED, n)}
    return plots.share_bars(shares, axis_label="strangers with at least one false match",
                            title=f"A list of {n:,.0f}: the formula fits the first row only", guess=share_guessed)

plots.slider(three_ways, value=LISTED, low=200, high=3_000, step=200, name="people on the list")

# %% [markdown]
# So `N * FMR` carries a rate from one list to another, and the formula needs more care.
# One caution of NIST, which tests such software: some algorithms for large lists do not make N comparisons, so neither holds for them, and they must be tested in searches.
#
# ## Exercise 2
#
# Of an earlier version of its software the force said in 2020: a false alert for about 1 face in 1,000, with lists of 2,000 to 4,000 (as a magazine reports it).
# Take the shorter one, and let the list grow:

# %%
from falsematch.exercises import check_longer_list

answer = ...
print(check_longer_list.ask())
check_longer_list(answer)

# %% tags=["solution"]
per_comparison = search.fmr_for_fpir(0.001, 2_000)
print(search.fpir(per_comparison, 16_000))
check_longer_list(search.fpir(per_comparison, 16_000))

# %% [markdown]
# ## A watchlist in a country
#
# Lesson 02 left open what a rate of false alerts becomes with another list.
# In London in 2025, until 10 May, 809 of 814 alerts were judged right.
# Suppose everyone in China passes such cameras once, with everyone listed among them.
# Take a list of 2,000, and then one of 416,000 (arrests credited to one system, and all of a year: no list is known).
#
# How many times as large is the share of alerts that are right, with the longer list?

# %%
my_list_guess = ...

# %% [markdown]
# Count both kinds of alerts, as in lesson 02.
# `fmr` is London's false alerts over its comparisons; `FNIR` is the share of listed people who pass and are missed, and nobody knows it: none missed favours the system.
# Each listed person who passes is a right alert; each of the others is compared with everyone listed:

# %%
populations = datasets.load("populations")["value"]
street = datasets.load("deployment_examples").loc["met_2025"]
people, fmr, FNIR = populations["china_2018"], street.false_alerts / street.comparisons, 0

def share_of_right_alerts(listed):
    right, wrong = listed * (1 - FNIR), (people - listed) * listed * fmr
    return right / (right + wrong)

# %%
short, long = (share_of_right_alerts(populations[row]) for row in ("fugitives_skynet", "fugitives_2020"))
print(f"right alerts: {short:.1%} with the short list, {long:.1%} with the long one")
compare_guess(my_list_guess, long / short, "times as large",
              naive=[(populations["fugitives_2020"] / populations["fugitives_skynet"], "More people to find, that is true; but each stranger gets as many more comparisons.")])

# %% [markdown]
# 72 % with either list: **the list cancels.**
# Divide above and below by `listed`, and take `people - listed` for `people`:
#
# `share right = (1 - FNIR) / (1 - FNIR + people * FMR)`

# %% [markdown]
# Only 5 false alerts stand behind it, so by their 95 % interval it may be anything from 53 % to 89 %.
# Misses lower the share (with 11 % missed, as in a British test at a lower threshold, to 70 %), and so does every listed person who never passes.
#
# The days do not cancel.
# Who is found leaves the list, so later days bring fewer right alerts and fewer wrong ones; the share stays if misses fall anew each day, and falls if the same people never pass or are missed again.
# All this is an inference: other cameras and faces could move the rate either way.

# %% [markdown]
# ## Exercise 3
#
# Now for any crowd, and with one assumption less: not everyone listed passes.
# `passing` is the share of them who do, `fnir` the share of these who are missed; count each false match as a wrong alert.

# %%
from falsematch.exercises import check_everyone_once


def share_right(people, listed, passing, fmr, fnir):
    return ...


check_everyone_once(share_right)

# %% tags=["solution"]
def share_right_solved(people, listed, passing, fmr, fnir):
    right = listed * passing * (1 - fnir)
    wrong = (people - listed) * listed * fmr
    return right / (right + wrong)


print(share_right_solved(people, 2_000, 0.5, fmr, 0))
check_everyone_once(share_right_solved)

# %% [markdown]
# ## One photograph against everyone
#
# Searches go the other way as well: one photograph, and everyone is the gallery.
# Let three rates climb from the list to the country: the assumed 0.2 %, one day at Oxford Circus, and four months of London 2025.

# %%
oxford = datasets.load("deployment_examples").loc["oxford_circus_2020"]
fmrs = {"0.2 % per comparison": FMR, "Oxford Circus 2020": oxford.false_alerts / oxford.comparisons, "London 2025": fmr}
galleries = {"the list of that day": oxford.watchlist_size, "a city": populations["urumqi_2018"], "a country": people}
fig = plots.false_match_ladder(fmrs, galleries, title="What is harmless on a list can be a crowd in a country")
plots.show(fig)

# %% [markdown]
# At the rate of Oxford Circus one search of that list expects 0.0008 false matches, one of the country 156 (63 to 321).
# At London's rate of 2025 it is 0.38 (0.12 to 0.89) in the country, for each photograph.
#
# This is an inference: threshold, cameras and lists differed, and a register holds other photographs, which could move either figure in either direction.
#
# ## Exercise 4
#
# Which FMR would a search of 1.3 billion people need, the population of the claim?

# %%
from falsematch.exercises import check_fmr_needed

answer = ...
print(check_fmr_needed.ask())
check_fmr_needed(answer)

# %% tags=["solution"]
country = datasets.load("claims").loc["C04", "value"]
print(search.fmr_for_fpir(0.01, country))
check_fmr_needed(search.fmr_for_fpir(0.01, country))

# %% [markdown]
# ## Exercise 5
#
# Back to the day at Oxford Circus.
# A press office might have written this; if nobody listed was missed, the figure in it is true:

# %%
from falsematch.exercises import check_oxford_sentence

letter, number = ..., ...
print(check_oxford_sentence.ask())
check_oxford_sentence(letter, number)

# %% tags=["solution"]
right_of_alerts = (oxford.alerts - oxford.false_alerts) / oxford.alerts
print(right_of_alerts)
check_oxford_sentence("b", right_of_alerts)

# %% [markdown]
# The *same* false alerts can be divided by everything at hand.
# Fairness asks for a favourable record: London in 2025, until 10 May.

# %%
rows = {}
for what, out_of in {"comparison": street.comparisons, "face": street.faces_seen, "alert": street.alerts}.items():
    ends = intervals.proportion_interval(street.false_alerts, out_of)
    rows[f"per {what}"] = (street.false_alerts / out_of, *ends)
fig = plots.interval_forest(rows, log=True, axis_label="false alerts out of what the row says",
                            title="The same 5 false alerts: 1 in billions, or 1 in 160",
                            note="95 % intervals, as if false alerts were independent")
plots.show(fig)

# %% [markdown]
# Per comparison it is 2.7e-10 (`e-10`: ten places to the left), per alert 0.6 %.
#
# ## Exercise 6
#
# Which of these rates belongs to whom?

# %%
from falsematch.exercises import check_denominator

letter = ...
print(check_denominator.ask())
check_denominator(letter)

# %% tags=["solution"]
check_denominator("d")

# %% [markdown] tags=["case"]
# ## The 5 people of that day
#
# At Oxford Circus 8 alerts were raised, 7 of them wrong, and police spoke to 5 of those 7 people.
# No false match came of 99.99999 % of comparisons, no false alert of 99.92 % of faces: the force's 0.08 % is the rest.
# It is theirs only in so far as they walked past: once an alert was raised, 7 in 8 were a mistake, and with so few alerts anything from 47 % to 99.7 % is compatible.
# All of it is true of the same 8,600 faces.

# %% [markdown]
# ## What this does not show
#
# - The FMR of the system in the article. 0.2 % per comparison is one reading of a figure whose test is unknown.
# - Misses. A threshold that keeps false matches rare also misses more people (lessons 04 and 06): that alone lowers the share of right alerts; fewer false matches raise it, usually by more.
# - How errors gather: where a few faces cause many alerts, the intervals are too narrow.
# - Faces as people. Operators estimate faces, and one person may count often: rates per person are higher.
# - Whether alerts judged right were right: London's include some called unconfirmed.

# %% [markdown]
# ## For the policy desk
#
# The number of wrong people returned grows in proportion to the number of people searched, so a rate that is harmless on a list is not harmless on a register of everyone.
# If everyone passes once, the share of alerts that are right does not depend on how long the list is, but on how many people pass times the false match rate.
# When an error rate is quoted, ask what it is divided by and how long the list was: the rate per comparison is the smallest, and the rate per alert is the one that the person stopped has met.

# %% [markdown]
# ## Sources

# %% tags=["folded"]
for table, cited in {
    "deployment_examples": ["oxford_circus_2020", "met_2025"],
    "field_tests": ["neoface_earlier_fpir", "npl_live_tpir"],
    "nist_statements": ["binomial_limit"],
    "populations": ["china_2018", "urumqi_2018", "fugitives_skynet", "fugitives_2020"],
    "claims": ["C04"],
}.items():
    print(*(datasets.cite(table, row) for row in cited), sep="\n")

# %% [markdown]
# ## Next
#
# All of this rests on one number, the FMR.
# Lesson 04 builds a matcher and measures it.
