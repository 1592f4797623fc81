# %% [markdown]
# # A match: what is the chance that it is right?
#
# **50 minutes** · You need: lesson 01 and arithmetic with percentages.
#
# After this lesson you will be able to
#
# - turn error rates into counts of people, and read off the chance that an alert is right;
# - explain why a system that never alerts can be the more accurate one;
# - say what a use of face recognition must be like for most of its alerts to be right.

# %% [markdown]
# ## Predict first
#
# A million people walk past cameras.
# Among them are 100 people whom the system is told to look for.
# It raises an alert for 99.8 % of those, and leaves 99.8 % of everybody else alone.
#
# Now it points at somebody.
# Before you read on, write down the chance that this is one of the people it looks for, as a number or a percentage in quotation marks:

# %%
my_guess = ...

# %% [markdown]
# ## A headline
#
# In 2018 the German interior ministry reported on a test of face recognition at a Berlin station:
# hits above 80 %, false alarms below 0.1 %.
# It is tempting to read on like this: if only 0.1 % of alarms are false, then 99.9 % of alarms are right.
#
# Statisticians counted people instead.
# They took all rail travellers of one day, and assumed how many people whom police class as able to commit an attack (*Gefährder*) are among them:

# %%
from falsematch import datasets

populations = datasets.load("populations")["value"]
tests = datasets.load("field_tests")["value"]

travellers = populations["german_rail_per_day"]
wanted = populations["gefaehrder_at_stations_per_day"]

right = wanted * tests["berlin_headline_hits"]
wrong = (travellers - wanted) * tests["berlin_headline_false"]
print(f"{travellers:,} travellers, {wanted} of them wanted: {right:,.0f} right alarms, {wrong:,.0f} wrong ones")

# %% [markdown]
# Of 11,980 alarms, 80 are right: 1 in 150.
# Nothing is wrong with the 0.1 %.
# It is a share of *travellers who are not wanted*, not of alarms, and nearly all travellers are not wanted.
#
# The 100 is an assumption of those statisticians.
# Had all 600 people so classed travelled on that day, 1 alarm in 26 would be right.
# And sources disagree whether both figures of the headline belong to one setting of the test; another had false alarms of 0.34 % to 0.67 %.
#
# That is the whole method: **count the people in each group, then compare the counts.**

# %% [markdown]
# ## Exercise 1
#
# Your turn, with the crowd of your guess.
# It is written down as `CITY_SCAN`, so that its assumptions can be seen.
# That 1 in 10,000 is wanted is one of them; "99.8 %" is read the way most readers do, right about 99.8 % of wanted people *and* of all others.
#
# How many people are wrongly pointed at?
# You can use `CITY_SCAN.people`, `.prevalence` (the share who are wanted), `.tpr` (the share of them who raise an alert) and `.fpr` (the share of all others who do):

# %%
from falsematch.exercises import check_false_alerts
from falsematch.exercises.scenarios import CITY_SCAN

print(CITY_SCAN)
answer = ...
check_false_alerts(answer)

# %% tags=["solution"]
wanted = CITY_SCAN.people * CITY_SCAN.prevalence
others = CITY_SCAN.people - wanted
false_alerts = others * CITY_SCAN.fpr
check_false_alerts(false_alerts)

# %% [markdown]
# ## Exercise 2
#
# The system points at somebody.
# What is the chance that this person is wanted?
# Divide the right alerts by *all* alerts:

# %%
from falsematch.exercises import check_ppv

answer = ...
check_ppv(answer)

# %% tags=["solution"]
right_alerts = wanted * CITY_SCAN.tpr
chance = right_alerts / (right_alerts + false_alerts)
check_ppv(chance)

# %% [markdown]
# This chance is called the **positive predictive value** (PPV).
# You have derived it by hand; from here on `rates` counts for us, without rounding anybody away:

# %%
from falsematch import plots, rates

crowd = rates.natural_frequencies(CITY_SCAN.people, CITY_SCAN.prevalence, CITY_SCAN.tpr, CITY_SCAN.fpr)
fig = plots.natural_frequency_icons(
    crowd,
    title=f"Nearly everyone is left alone: {crowd.alerts:,.0f} of {crowd.people:,.0f} are pointed at",
    words={"true_alerts": "wanted, pointed at", "missed": "wanted, missed",
           "false_alerts": "not wanted, pointed at", "rightly_silent": "not wanted, left alone"},
)
plots.show(fig, alt=f"Icons for {crowd.people:,.0f} people: {crowd.false_alerts:,.0f} pointed at wrongly stand "
           f"beside {crowd.true_alerts:.0f} pointed at rightly; {crowd.missed:.1f} missed; everybody else left alone.")

# %% [markdown]
# Hardly anybody in the picture is pointed at: the matcher is indeed right about nearly everyone.
# But an alert has been raised, so only those pointed at matter now:

# %%
pointed_at = rates.natural_frequencies(crowd.alerts, crowd.ppv, tpr=1, fpr=1)
fig = plots.natural_frequency_icons(
    pointed_at,
    title=f"Whom an alert points at: one person in {1 / crowd.ppv:.0f} is wanted",
    words={"true_alerts": "wanted", "false_alerts": "not wanted"},
)
plots.show(fig, alt=f"The {crowd.alerts:,.0f} people pointed at as icons: {crowd.true_alerts:.0f} wanted people in the "
           f"first row, and below them many rows with {crowd.false_alerts:,.0f} people who are not wanted.")

# %% [markdown]
# About 100 right alerts and 2,000 wrong ones: 1 alert in 21 is right.
# On the operator's screen all of them look alike.
#
# ## Exercise 3
#
# "Right about 99.8 % of wanted people" and "1 alert in 21 is right" speak of the same people found, and of different groups.
# Mixing them up is so common that it has a name, the *transposed conditional*.
# Name the group, by its letter:

# %%
from falsematch.exercises import check_ppv_transposed

answer = ...
print(check_ppv_transposed.ask())
check_ppv_transposed(answer)

# %% tags=["solution"]
check_ppv_transposed("b")

# %% [markdown]
# ## Exercise 4
#
# Unplug the system.
# It finds nobody and points at nobody.
# What is its *accuracy* in the same crowd, the share of all people about whom it is right?

# %%
from falsematch.exercises import check_accuracy_of_silence

answer = ...
check_accuracy_of_silence(answer)

# %% tags=["solution"]
silent = rates.natural_frequencies(CITY_SCAN.people, CITY_SCAN.prevalence, tpr=0, fpr=0)
check_accuracy_of_silence(silent.accuracy)

# %% [markdown]
# The silent system is wrong about 100 people, the other one about 2,000.
# So silence is 99.99 % accurate and the matcher 99.8 %, and yet only the matcher finds anybody.
# An accuracy adds misses and false alerts into one sum, in which the many who are not wanted drown everything else.
# Ask for both rates, and for the group each is a share of.
#
# ## The base rate is a choice
#
# The share of wanted people among those scanned is called the *base rate*.
# It is no property of the matcher: it comes with the use.
# Here is the same matcher in several uses, with the base rate and the share of alerts that are right:

# %%
china, lfw = populations["china_2018"], datasets.load("lfw_accuracy")["value"]
PASSPORT_GATE = 0.99  # assumption: nearly everyone at a gate shows a passport of their own
uses = {
    "everyone, arrests credited": populations["fugitives_skynet"] / china,
    "the crowd of your guess": CITY_SCAN.prevalence,
    "everyone, arrests of a year": populations["fugitives_2020"] / china,
    "pairs in a face benchmark": lfw["genuine_pairs"] / lfw["test_pairs"],
    "own face at a passport gate": PASSPORT_GATE,
}
for use, base_rate in uses.items():
    chance = rates.ppv(base_rate, CITY_SCAN.tpr, CITY_SCAN.fpr)
    print(f"{use:<28}{base_rate:>9.5%}{chance:>9.3%}")

# %% [markdown]
# The first row takes 2,000 arrests in two years, which the developer credited to the system; the third takes 416,000 people apprehended in 2020 by any means.
# Neither is the size of a wanted list: that number was not found.
# They are anchors far apart, and at the rates read from the claim most alerts are wrong at both: 99.9 % and 87 % of them.
#
# In the benchmark LFW half of all pairs show one person, and there 99.8 % of matches *are* right.
# At a gate a match says that a face fits its own passport, and nearly always it does.
# The base rate is no villain; it is what somebody chose to do:

# %%
matcher = (CITY_SCAN.tpr, CITY_SCAN.fpr)
better = (CITY_SCAN.tpr, CITY_SCAN.fpr / 1_000)
fig = plots.ppv_curve(
    {"99.8 % both ways": matcher, "1,000 times fewer false alerts": better},
    points={use: uses[use] for use in ("everyone, arrests credited", "pairs in a face benchmark")},
    lowest=1e-8,
    title="The same matcher is nearly always wrong, or nearly always right: the use decides",
)
half = rates.prevalence_for_ppv(0.5, *matcher)
plots.show(fig, alt=f"Rising curves of PPV against base rate. For the matcher of the claim most alerts are "
           f"wrong until one in {1 / half:.0f} people is wanted. The other curve, with rarer false alerts, rises at "
           "far smaller base rates. Marked: the arrests credited, near the left end, and the benchmark, at the right.")

# %% [markdown]
# At the rates of the claim most alerts are wrong until 1 person in 500 is wanted; with 1,000 times fewer false alerts, until 1 in about 500,000 is.
#
# ## Exercise 5
#
# Turn the question round.
# Which false positive rate would let every second alert be right in `CITY_SCAN`?
# Derive it from counts, or look for a function in `rates` that does:

# %%
from falsematch.exercises import check_fpr_needed

answer = ...
check_fpr_needed(answer)

# %% tags=["solution"]
needed = rates.fpr_for_ppv(0.5, CITY_SCAN.prevalence, CITY_SCAN.tpr)
check_fpr_needed(needed)

# %% [markdown]
# A rule of thumb follows: **for half of the alerts to be right, false alerts must be about as rare as the people looked for.**
# Here that is about 0.01 %, twenty times rarer than 0.2 %.
#
# ## Can most alerts be right?
#
# Yes, and it has been seen.
# Police forces publish their alerts and how many they judged right.
# Here are all rows of our table that count both right and wrong alerts, less those that overlap with another; intervals show how much so few events leave open:

# %%
from falsematch import intervals

seen = datasets.load("deployment_examples")
chosen = ["met_2016_2018", "south_wales_2017_2018", "met_2020", "met_2022", "met_2023", "met_2024", "met_2025",
          "essex_2023_2025", "bedford_2025"]
rows = {}
for use in seen.loc[chosen].sort_values("date_start").itertuples():
    years = "–".join(sorted({use.date_start[:4], use.date_end[:4]}))
    label = use.operator.removesuffix(" Police") + " " + years + ("" if use.grade == "primary" else "*")
    rows[label] = (use.true_alerts / use.alerts, *intervals.proportion_interval(use.true_alerts, use.alerts))
fig = plots.interval_forest(rows, title="Most alerts were wrong at first; by 2025 nearly all were judged right",
                            axis_label="share of alerts judged right by the force",
                            note="With 95 % intervals. * read in a report, not in the force's own document")
plots.show(fig, alt=f"{len(rows)} rows with intervals, oldest first. The share of alerts judged right rises from "
           f"{min(rows.values())[0]:.0%} in the first trials to {rows['Metropolitan 2025'][0]:.1%} in London in 2025.")

# %% [markdown]
# In London in 2025, until 10 May, 809 of 814 alerts were judged right (interval 98.6 % to 99.8 %).
# The same arithmetic explains it.
# The force picked places and lists of about 16,000 people so that 0.071 % of all faces raised an alert judged right.
# And matcher and threshold were good: only 5 false alerts came from 1.14 million faces, 0.00044 %.
#
# So with a short list, a hot spot and a good matcher, most alerts can be right.
# What happens if we carry that rate from the hot spot to a whole population?

# %%
met = seen.loc["met_2025"]
likely = met.false_alerts / met.faces_seen
low, high = intervals.rate_interval(met.false_alerts, met.faces_seen)
for use in ("everyone, arrests credited", "everyone, arrests of a year"):
    best, middle, worst = (rates.ppv(uses[use], 1, rate) for rate in (low, likely, high))
    print(f"{use}: {middle:.1%} of alerts right (from {worst:.1%} to {best:.1%})")

# %% [markdown]
# A matcher whose alerts are nearly all right at London's hot spots would be right in 1 alert of 4 if it looked for the people behind those 2,000 arrests in a whole population; with 5 events the interval goes from 12 % to 50 %.
# If instead all 416,000 were at large and listed, 99 % would be right, *provided that* the false alert rate stayed.
# It would not: it was reached with a list of about 16,000, and lesson 03 shows what a longer list does to it.
#
# Both results take every wanted person as found, which nobody knows.
# Back to your guess:

# %%
from falsematch.exercises import compare_guess

compare_guess(my_guess, crowd.ppv, "chance that the alert is right", kind="proportion")

# %% [markdown]
# ## What this does not show
#
# - What the system in the article does: its rates, threshold and list are not known. "99.8 % both ways" is a reading.
# - How many listed people walk past unnoticed: deployments count alerts, not misses.
# - Whether "judged right" was right: the user of the system is the judge, and from 2023 on London's counts include alerts that its records call unconfirmed. Volunteers took part in some of the deployments of 2022.
# - That alerts are independent. One person who resembles somebody on the list can be pointed at again and again (lesson 08), so real intervals are wider.
# - What an alert does to a person, right or wrong (lesson 10).

# %% [markdown]
# ## For the policy desk
#
# No accuracy figure says how often an alert is right: that depends just as much on how rare the people are whom the system looks for.
# A matcher that is right about 99.8 % of everyone is wrong in 95 % of its alerts when 1 person in 10,000 is wanted, and a short list at a well-chosen place can turn this round.
# Ask for the number of alerts, how many of them were right, and how many faces were scanned to raise them.

# %% [markdown]
# ## Sources

# %%
for row in ("berlin_headline_hits", "berlin_headline_false", "berlin_1_false", "berlin_2_false"):
    print(datasets.cite("field_tests", row))
for row in ("german_rail_per_day", "gefaehrder_at_stations_per_day", "china_2018", "fugitives_skynet", "fugitives_2020"):
    print(datasets.cite("populations", row))
print(datasets.cite("lfw_accuracy", "genuine_pairs"))
for row in chosen:
    print(datasets.cite("deployment_examples", row))

# %% [markdown]
# ## Next
#
# One alert is understood.
# But a camera does not compare a face with *one* other face: lesson 03 asks what happens in a search of N.
