# %% [markdown]
# # How good is the best?
#
# **45 minutes** · You need: lesson 03 (a search of N people, FPIR) and medians.
#
# The largest tests we know of come from NIST, the US standards institute, which runs what makers submit on its own closed photographs.
#
# After this lesson you will be able to
# - tell a rate at rank 1 from a rate with a threshold, and say which one a deployment needs;
# - read a table of hundreds of algorithms by medians and quantiles, and ask who is missing from it;
# - list what a benchmark would have to publish before a search of a whole population could be judged.

# %% [markdown] tags=["case"]
# In August 2021 the maker NEC announced an accuracy of 99.78 % in a search among 12 million people, and in January 2024 one of 99.88 %.
# (In the table of NIST that we use, the algorithm of 2021 has 99.82 %; why it differs, neither says.)
# These sentences say what the article of lesson 01 leaves out: who tested (NIST), how many people were searched, and a setting, at which 3 in 1,000 searches of strangers bring somebody back.
#
# What does it cost to keep strangers out, who else can say "99.8 %", and would it hold on a street?

# %% [markdown]
# ## Strangers
# FNIR, in NIST's table, is the share of searches of *enrolled* people that miss them, under one of these rules:
#
# - **Investigation**: the right person must rank first. There is no threshold, so a search of a stranger brings back a face too, every time.
# - **Identification**: the right person must also reach a threshold, set so that few searches of strangers bring anyone back. How few is FPIR.

# %% [markdown]
# A rate of exactly 1 means that nobody was found: we take it for a program that broke, and leave it out, though in photographs from the side some may be real.
# Both rules side by side for the largest gallery, 12 million people, enrolled and searched with mugshots:

# %% tags=["folded"]
from falsematch import datasets

nist = datasets.load("nist_identification")
worked = nist[~nist["failed"]]
fpir = worked["fpir"].dropna().unique().item()
LARGE, SMALL = 12_000_000, 1_600_000
allowed = 0.002  # what "99.8 %" lets an algorithm miss
misses = worked.pivot(index="algorithm", columns=["mode", "probe_image", "gallery_size"], values="fnir")
rank_one = misses["investigation", "mugshot", LARGE]
held = misses["identification", "mugshot", LARGE]
both = rank_one.notna() & held.notna()
keep = both & (rank_one <= allowed)
print(f"FPIR {fpir}: one search in {1 / fpir:.0f} of strangers raises a false alert")
print(f"{nist['failed'].sum()} of {len(nist):,} rates left out as failed runs")
print(f"{keep.sum()} of {both.sum()} algorithms miss at most {allowed} at rank 1")
small = misses["identification", "mugshot", SMALL]  # the smaller gallery, with a threshold
year = worked.drop_duplicates("algorithm").set_index("algorithm")["submission_date"].dt.year

# %% [markdown]
# So 219 algorithms can say "99.8 %" honestly, with good photographs and no threshold.
#
# Guess: how many of the 219 can still say it when the threshold must keep strangers out?

# %%
my_guess = ...

# %% [markdown]
# Why should a threshold cost anything?
# Give each stranger in a gallery a chance similarity, and look at the best one as the gallery grows:

# %%
import numpy as np

rng = np.random.default_rng(6)
for people in (1_000, 100_000, 10_000_000):
    print(f"{people:>10,} strangers: the most similar scores {rng.normal(size=people).max():.2f}")

# %% [markdown]
# The best stranger climbs as the gallery grows, so the threshold must climb too, and enrolled people whose own photographs are not very alike fall below it.
# And this is what NIST measured:

# %%
from falsematch.exercises import compare_guess

still = (held[keep] <= allowed).sum()
told = [(keep.sum(), "So it looks from rank 1, where nothing is asked about strangers.")]
compare_guess(my_guess, still, "algorithms", kind="out of n", out_of=int(keep.sum()), naive=told)

# %%
from falsematch import plots

title = f"{keep.sum()} algorithms miss at most {allowed:.1%} at rank 1; with a threshold, {still} of them do"
fig = plots.rank_against_threshold(
    rank_one[both], held[both], limit=allowed, limit_label=f"{1 - allowed:.1%} found", title=title)
plots.show(fig)

# %% [markdown]
# At rank 1 the worst of the 219 misses 3.3 times what the best misses; with the threshold, 77 times.
# But a maximum over a minimum rests on two algorithms.
# From the 5 % quantile (a twentieth of them lie below it) to the 95 % quantile it is a factor of 2.7 at rank 1, and of 17 with the threshold.
#
# ## Exercise 1
# Of 10,000 searches of enrolled people, how many does the *median* of the 219 miss, with the threshold?
# (`held[keep]` holds their rates.)

# %%
from falsematch.exercises import check_missed_with_threshold

answer = ...
check_missed_with_threshold(answer)

# %% tags=["solution"]
answer = 10_000 * held[keep].median()
print(answer)
check_missed_with_threshold(answer)

# %% [markdown]
# ## Half of whom?
# The 219 are about half of the 420 algorithms in the figure.
# Before that becomes a headline, ask who is missing.
# (`small` holds the misses in a gallery of 1.6 million, `year` when each algorithm was submitted.)

# %%
print(f"{small.notna().sum()} algorithms have a rate on the smaller gallery, {both.sum()} of them rates by both rules "
      "on the larger one, too (runs taken as failed are left out)")
print(f"median FNIR on the smaller: {small[both].median():.4f} of those, {small[~both].median():.4f} of the others")
for y in (2018, 2025):
    print(f"submitted in {y}: {(keep & (year == y)).sum()} of {(both & (year == y)).sum()} pass at rank 1")

# %% [markdown]
# Mostly the better ones have a rate at 12 million people (13 of the 189 others beat the median of the 420), so "half" is half of a selected set; of all 609 only 36 % are shown to pass.
# It also mixes the years: of those submitted in 2018, the year of lesson 01's figure, 2 of 79 pass, of those of 2025, 38 of 53.

# %% tags=["folded"]
yearly = held.dropna().groupby(year)  # one group of rates for each year
best, typical, best_first = yearly.min(), yearly.median(), rank_one.dropna().groupby(year).min()
series = {"median, with threshold": typical, "best, rank 1": best_first, "best, with threshold": best}
title = f"With a threshold, the best of {best.index[0]} missed {best[2018] / best[2025]:.1f} times as many as the best of {best.index[-1]}"
fig = plots.rates_by_year(best.index, series, axis_label="FNIR among 12 million (log)", title=title)
plots.show(fig)

# %% [markdown]
# Real progress: the best of 2025 misses in 6 of 10,000 searches, threshold and all; the threshold costs it nothing that the table's one digit shows.
# Of those of 2018 none kept "99.8 %" under this rule; the best missed 0.29 %.
# The median submission of 2025 still misses twice those 0.29 %.
#
# ## A bigger gallery
# 12 million people are 7.5 times as many as 1.6 million.
# Each of the 420 against itself, with a threshold for each gallery:

# %%
from falsematch import search

growth = (held / small).dropna()  # times as many misses in the larger gallery
print(f"median {growth.median():.2f}; a quarter of them below {growth.quantile(0.25):.2f}, a quarter above {growth.quantile(0.75):.2f}")
untouched = search.fpir(search.fmr_for_fpir(fpir, SMALL), LARGE)
print(f"the threshold left alone, by the formula of lesson 03: FPIR from {fpir:.1%} to {untouched:.1%}")

# %% [markdown]
# NIST set the threshold *again*, stricter, so that FPIR stays where it was, and misses are the price: about twice as many.
# Left alone, the gallery would have cost false alerts instead.
# The table has no such column; the formula gives at most 22 in 1,000 strangers in place of 3: it takes comparisons for independent, and lesson 08 measures that false matches gather on few people.
# NIST warns that some algorithms do not compare one by one at all: for them the formula is a guess in either direction.

# %% [markdown]
# ## The photograph
# These were mugshots: sitting still, facing the lens, good light.
# NIST has other photographs too, at 1.6 million people, each kind with a threshold of its own.
# Those from border desks and kiosks are searched among visa photographs, the others among mugshots:

# %% tags=["folded"]
at_small = misses["identification"].xs(SMALL, axis=1, level="gallery_size")
pairs = {"webcam instead of mugshot": ("webcam", "mugshot"), "kiosk instead of border desk": ("kiosk", "border"),
         "profile instead of mugshot": ("profile_90deg", "mugshot")}
ratios = {name: (at_small[poor] / at_small[good]).dropna() for name, (poor, good) in pairs.items()}
ratios = {f"gallery {LARGE / SMALL:.1f} times as big": growth, **ratios}
fig = plots.spread_rows(
    ratios, axis_label="times as many misses (log)", reference=1, reference_label="no change",
    title=f"For the median algorithm a webcam costs more misses than {LARGE / SMALL:.1f} times as many people",
    note="Dot: median algorithm. Thick line: the middle half of the algorithms. Thin line: from the 5 % to the 95 % quantile. FPIR as in the table.",
)
plots.show(fig)

# %% [markdown]
# A webcam costs the median algorithm a factor of 4.4, a kiosk 7.2 (against a border desk), a view from the side 52.
# (On the 416 with both, 5.9 against 2.2.)
# That 52 is too low rather than too high: half of the algorithms miss over nine tenths of the people there, and nobody can miss more than all.
# A gallery can grow further than this one did, so neither the camera nor the number of people is the costlier one *as such*.
# Missed in 10,000 searches, by the best algorithm of each column:

# %%
for photograph, least in at_small.min().sort_values().items():
    print(f"{photograph:<14}{10_000 * least:>5.0f}")

# %% [markdown]
# 5 searches with mugshots, 427 at a kiosk, where people do stop in front of the camera.
# There is no column for a street.
#
# ## Exercise 2
# Most people who pass an unwatched gate are on no list.
# Which column comes nearest to it?

# %%
from falsematch.exercises import check_column_for_a_gate

display(check_column_for_a_gate.ask())
answer = ...
check_column_for_a_gate(answer)

# %% tags=["solution"]
answer = "c"
print(answer)
check_column_for_a_gate(answer)

# %% [markdown]
# ## A day of the claim
# Assume that each of the 6.7 million records of a day (lesson 01) was one search, that nobody searched was on the list, and that NIST's FPIR held.
# Then leave the threshold where it was for 12 million, and change the number of people enrolled:

# %%
claims = datasets.load("claims")
searches, population = claims.loc["C01", "value"], claims.loc["C04", "value"]
false_alerts = searches * fpir
fmr = search.fmr_for_fpir(fpir, LARGE)  # by the formula
print(f"12 million enrolled: {false_alerts:,.0f} false alerts a day, one every {24 * 3600 / false_alerts:.1f} seconds")
print(f"{population:,.0f} enrolled: at most {search.fpir(fmr, population):.0%} of strangers raise one")
few = searches * search.fpir(fmr, 10_000)
print(f"10,000 enrolled: {few:.0f} false alerts a day, by the formula")

# %% [markdown]
# About 20,000 false alerts a day, although 99.7 % of strangers raise nothing.
# With 1.3 billion enrolled it would be at most 28 % of the strangers (people not among them), if the program makes N comparisons and matches gather on the people searched; for others, or where they gather on listed people, it may be higher.
# On the way down it errs the other way: the FMR worked out comes out too low, so the 17 false alerts for a short list may be several times too few (about five times in a case of lesson 08).
#
# ## Exercise 3
# Suppose that 100 false alerts a day could be looked into.
# Which FPIR would these searches need for that?

# %%
from falsematch.exercises import check_fpir_for_alerts

answer = ...
check_fpir_for_alerts(answer)

# %% tags=["solution"]
answer = 100 / searches
print(answer)
check_fpir_for_alerts(answer)

# %% [markdown]
# ## Exercise 4
# A sentence as a press office might print it.
# What is wrong with it, and which number belongs beside it?

# %%
from falsematch.exercises import check_finds_among_millions

display(check_finds_among_millions.ask())
letter, number = ..., ...
check_finds_among_millions(letter, number)

# %% tags=["solution"]
letter, number = "b", 100_000 * fpir
print(letter, number)
check_finds_among_millions(letter, number)

# %% [markdown]
# ## Exercise 5
# Failed runs first, then the factor between the worst and the best: write it yourself.
# `[m for m in misses if m < 1]` keeps the rates below 1:

# %%
from falsematch.exercises import check_my_factor


def my_factor(misses):
    """How many times as many the worst misses as the best, failed runs left out."""
    return ...


check_my_factor(my_factor)

# %% tags=["solution"]
def my_factor(misses):
    kept = [m for m in misses if m < 1]
    return max(kept) / min(kept)


print(my_factor([0.001, 0.004, 1]))
check_my_factor(my_factor)

# %% [markdown] tags=["case"]
# Back to the maker.
# NEC's 99.88 % holds with a threshold, a gallery of 12 million and a stated FPIR, and 15 of the 420 algorithms in the table reach as much: a strong result, for mugshots.
# It is silent about a webcam, a kiosk or a street.
# And at its own setting strangers raise false alerts.

# %% [markdown]
# ## What this does not show
# These are algorithms that makers submitted, not systems they installed; installed ones may be older, and then worse.
# In the tables we could read, NIST gives no FPIR for a threshold left alone while a gallery grows, no FPIR far below this one, no gallery above 12 million, no moving video, and not whether the same people raise the false alerts again and again.
# Nor does the table say how many searches stand behind a rate, so no intervals can be given here; 0.0006 has a single digit.
# NIST's Interagency Report 8271 treats thresholds and galleries.

# %% [markdown]
# ## For the policy desk
# Ask a supplier for the miss rate at a stated false alert rate, gallery size and kind of photograph, because a figure at rank 1 says nothing about strangers.
# Of 219 algorithms that reach 99.8 % at rank 1 among 12 million people, 44 do so when at most 3 in 1,000 searches of strangers may raise a false alert.
# At that limit 6.7 million searches of strangers a day would raise about 20,000 false alerts, so a search of a population needs a far stricter limit than any in this table.
#
# ## Sources

# %% tags=["folded"]
for name in ("nist_identification", "claims"):
    print(datasets.cite(name))
for row in ("nec_2021", "nec_2024"):
    print(datasets.cite("vendor_claims", row))
print(datasets.cite("nist_statements", "binomial_limit"))

# %% [markdown]
# ## Next
# One threshold gave one rate, but for whom?
# [Lesson 07](07_whose_face.ipynb) asks who gets the false matches.
