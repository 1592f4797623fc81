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

# %% [markdown] tags=["case"]
# ## A screen lights up
#
# Berlin, Südkreuz station.
# By a press report 160,000 people pass here on a day, and from 2017 on three systems were tested that compare their faces with a list.
# In October 2018 the German interior ministry summed up: for the best of them hits above 80 %, and false hits below 0.1 %.
#
# Think of a commuter who is on no list, and passes 40 times a month (an assumption).
# One morning a screen lights up with her face: an *alert*.
# Somebody beside the screen has read the ministry's sentence, and reasons:
# if fewer than 0.1 % are false, then an alert is almost certainly right.

# %% [markdown]
# ## Predict first
#
# Suppose that 20 people who are on the list pass on a day, among the 160,000.
# Of these 20, 80 % raise an alert, and of all others 0.1 %.
#
# An alert is raised.
# What is the chance that it is right, that it points at one of the 20?
# Write a number, or a text such as "5 %":

# %%
my_guess = ...

# %% tags=["folded"]
import numpy as np

from falsematch import datasets, intervals, plots, rates
from falsematch.exercises import compare_guess, read_guess

populations = datasets.load("populations")["value"]
tests = datasets.load("field_tests")["value"]
visitors = populations["suedkreuz_per_day"]
hits, false = tests["berlin_headline_hits"], tests["berlin_headline_false"]
WANTED = 20  # people on the list who pass in a day: an assumption
PASSAGES = 40  # of a commuter in a month: an assumption
rng = np.random.default_rng(2018)

# %% [markdown]
# Make a day happen.
# `rng.random(n)` draws a share at random for each of n people, and a chance of 0.1 % is a share below 0.001.
# Run the cell several times: each run is another day.

# %%
wanted = rng.random(visitors) < WANTED / visitors  # True for about 20 of them
chance = np.where(wanted, hits, false)  # of an alert: one for the wanted, another for the others
alert = rng.random(visitors) < chance
print(alert.sum(), "alerts,", (alert & wanted).sum(), "of them right")

# %% [markdown]
# The average of very many such days is called the **expected number**, and needs no drawing:

# %%
right = WANTED * hits
wrong = (visitors - WANTED) * false
print(f"expected: {right:.0f} right alerts, {wrong:.0f} wrong ones")
compare_guess(my_guess, right / (right + wrong), "of the alerts", kind="share",
              naive=[(1 - false, "So the sentence reads. But its rate is a share of passers-by, not of alerts."),
                     (hits, "That is the share of the wanted who raise an alert.")])

# %% [markdown]
# About 1 alert in 11 is right.
# Nothing is wrong with the 0.1 %: it is a share of *passers-by who are not wanted*, not of alerts, and nearly all passers-by are not wanted.
#
# That is the whole method: **count the people in each group, then compare the counts.**
# The groups have names:
#
# - **base rate**: the share of those scanned who are wanted;
# - **true positive rate** (`tpr`): the share *of the wanted* who raise an alert;
# - **false positive rate** (`fpr`): the share *of all others* who do;
# - **positive predictive value** (PPV): the share *of alerts* that are right.
#
# The tree shows them as people; move how many wanted people pass:

# %%
def day(wanted_people):
    people = rates.natural_frequencies(visitors, wanted_people / visitors, hits, false)
    return plots.natural_frequency_tree(
        people, names=("wanted", "not wanted"), guess=read_guess(my_guess, kind="share"),
        title=f"If {wanted_people:.0f} of {visitors:,} are wanted, {100 * people.ppv:.1f} % of the alerts are right")

plots.slider(day, value=WANTED, low=20, high=1_000, step=20, name="wanted people a day")

# %% [markdown]
# With 200 wanted people half of the alerts are right: the same two rates, and still about 160 wrong alerts.
#
# The ministry says *above* and *below*: at its word, a larger share is right.
# Another report counts 100,000 visitors: fewer strangers, so a larger share of alerts is right, about 1 in 7.
# But a list longer than the test's, of which 20 pass, brings more false hits (lesson 03): a smaller share.
# Sources disagree on the test's setting.
# For the three systems together (an alert of any counts) false hits of 0.67 % and 0.34 % were reported for its two phases; with the 84.9 % hits of the first the share is 1 in 64.

# %% [markdown]
# Often somebody looks at each alert first, a second test.
# Let this person confirm 95 % of the right alerts and half of the wrong ones (assumptions; lesson 10 asks):

# %% tags=["folded"]
LOOK_RIGHT, LOOK_WRONG = 0.95, 0.5  # shares of the alerts that somebody confirms: assumptions
seen_twice = rates.second_test(rates.natural_frequencies(visitors, WANTED / visitors, hits, false), LOOK_RIGHT, LOOK_WRONG)
fig = plots.two_test_tree(seen_twice, names=("wanted", "not wanted"), steps=("machine", "person"),
                          title="A second look helps, and most of those confirmed are still not wanted")
plots.show(fig)

# %% [markdown]
# ## Exercise 1
#
# New numbers: the claim of lesson 01, as a reader may read it.
# In a city the system is right about 99.8 % of the wanted *and* of all others.
# `CITY_SCAN` holds the assumptions (`.people`, `.prevalence`, which is the base rate, `.tpr`, `.fpr`).
#
# How many people are pointed at wrongly?

# %%
from falsematch.exercises import check_false_alerts
from falsematch.exercises.scenarios import CITY_SCAN

print(CITY_SCAN)
answer = ...
check_false_alerts(answer)

# %% tags=["solution"]
wanted_in_city = CITY_SCAN.people * CITY_SCAN.prevalence
false_alerts = (CITY_SCAN.people - wanted_in_city) * CITY_SCAN.fpr
print(false_alerts)
check_false_alerts(false_alerts)

# %% [markdown]
# ## Exercise 2
#
# In that city the system points at somebody.
# What is the chance that this person is wanted?

# %%
from falsematch.exercises import check_ppv

answer = ...
check_ppv(answer)

# %% tags=["solution"]
right_alerts = wanted_in_city * CITY_SCAN.tpr
print(right_alerts / (right_alerts + false_alerts))
check_ppv(right_alerts / (right_alerts + false_alerts))

# %% [markdown]
# ## Exercise 3
#
# Write the method down, for every crowd:

# %%
from falsematch.exercises import check_share_right


def share_right(people, wanted, tpr, fpr):
    return ...


check_share_right(share_right)

# %% tags=["solution"]
def share_right_solved(people, wanted, tpr, fpr):
    right = wanted * tpr
    wrong = (people - wanted) * fpr
    return right / (right + wrong)


print(share_right_solved(CITY_SCAN.people, wanted_in_city, CITY_SCAN.tpr, CITY_SCAN.fpr))
check_share_right(share_right_solved)

# %% [markdown]
# From here on `rates` counts for us: `rates.ppv(base_rate, tpr, fpr)`.
#
# ## Exercise 4
#
# The sentence beside the screen, as a press office might have put it.
# In 2018 Gigerenzer, Krämer and Bauer worked out such a case by counting all rail travellers of one day; the 100 wanted people among them are their assumption.

# %%
from falsematch.exercises import check_berlin_sentence

letter, number = ..., ...
print(check_berlin_sentence.ask())
check_berlin_sentence(letter, number)

# %% tags=["solution"]
travellers, assumed = populations["german_rail_per_day"], populations["gefaehrder_at_stations_per_day"]
share = rates.ppv(assumed / travellers, hits, false)
print(share)
check_berlin_sentence("c", share)

# %% [markdown]
# ## Exercise 5
#
# Unplug the system of the city.
# It finds nobody and points at nobody.
# What is its *accuracy*, the share of all people about whom it is right?

# %%
from falsematch.exercises import check_accuracy_of_silence

answer = ...
check_accuracy_of_silence(answer)

# %% tags=["solution"]
silent = rates.natural_frequencies(CITY_SCAN.people, CITY_SCAN.prevalence, tpr=0, fpr=0)
print(silent.accuracy)
check_accuracy_of_silence(silent.accuracy)

# %% [markdown]
# An accuracy adds up misses and false alerts, and the many who are not wanted drown both.
#
# ## Exercise 6
#
# Which group is it in this sentence?

# %%
from falsematch.exercises import check_ppv_transposed

letter = ...
print(check_ppv_transposed.ask())
check_ppv_transposed(letter)

# %% tags=["solution"]
check_ppv_transposed("b")

# %% [markdown]
# ## The base rate is a choice
#
# The base rate is no property of a matcher, the software that compares faces: it comes with the use.
# Here are the two rates of Berlin, and every base rate:

# %%
lfw = datasets.load("lfw_accuracy")["value"]  # the usual test of the time
uses = {"a station": WANTED / visitors, "pairs in a benchmark": lfw["genuine_pairs"] / lfw["test_pairs"]}
fig = plots.ppv_curve({"hits 80 %, false 0.1 %": (hits, false)}, points=uses,
                      title="The same two rates: nearly always wrong, or nearly always right")
plots.show(fig)

# %% [markdown]
# Most alerts are wrong until 1 in 801 people scanned is wanted.
# In a benchmark where half of all pairs show one person, the same two rates make 99.9 % of matches right.
# The base rate is no villain: somebody chose whom to scan, and whom to put on the list.
#
# ## Exercise 7
#
# Turn the question round: which false positive rate would let every second alert be right in `CITY_SCAN`?

# %%
from falsematch.exercises import check_fpr_needed

answer = ...
check_fpr_needed(answer)

# %% tags=["solution"]
needed = rates.fpr_for_ppv(0.5, CITY_SCAN.prevalence, CITY_SCAN.tpr)
print(needed)
check_fpr_needed(needed)

# %% [markdown]
# ## Can most alerts be right?
#
# Yes: police forces publish how many alerts they judged right.
# A share of 8 alerts says less than one of 800, so each gets a **95 % interval**: the true shares with which the result seen is compatible.
# Such an interval is found by a rule that misses the truth at most once in 20 studies, if alerts are independent.
#
# *One rule for this course*: intervals are two-sided (with both ends), exact (no approximation), 95 %, and count people where the same people recur.
# Where no error was seen there is only an upper bound: one-sided, 95 %, and called so.

# %% tags=["folded"]
seen = datasets.load("deployment_examples")
# Right and wrong alerts both counted, at least 8 alerts, no overlap with another row; in order of time.
shown = {
    "London, first trials, to 2018*": "met_2016_2018",
    "South Wales 2017–2018*": "south_wales_2017_2018",
    "London 2020": "met_2020",
    "London 2022": "met_2022",
    "London 2023": "met_2023",
    "Essex 2023–2025*": "essex_2023_2025",
    "London 2024": "met_2024",
    "London 2025, to 10 May": "met_2025",
}
rows = {}
for name, row in shown.items():
    use = seen.loc[row]
    rows[name] = (use.true_alerts / use.alerts, *intervals.proportion_interval(use.true_alerts, use.alerts))

# %%
fig = plots.interval_forest(
    rows, title="At first few alerts were judged right, by 2025 nearly all",
    axis_label="share of alerts judged right by the force",
    note="95 % intervals, as if alerts were independent. * read in a report, not in the force's document")
plots.show(fig)

# %% [markdown]
# South Wales is mostly one event: 2,470 of its 2,685 alerts come from a football final, and of the others 28 % were judged right (22 % to 35 %, as if alerts were independent).
# In London in 2025, until 10 May, 809 of 814 alerts were judged right (98.6 % to 99.8 %).
# The same arithmetic explains it:

# %%
met = seen.loc["met_2025"]
print(f"faces seen for each alert judged right: {met.faces_seen / met.true_alerts:,.0f}")
print(f"faces seen for each alert judged wrong: {met.faces_seen / met.false_alerts:,.0f}")

# %% [markdown]
# The force chose places and lists, of about 16,000 people, so that 1 face in about 1,400 raised an alert judged right.
# Matcher and threshold kept false alerts rare (how many were missed instead, nobody counted): 1 face in about 228,000 raised one judged wrong.
# For most alerts to be right, false ones must be rarer than the people who are looked for *and found*; here 162 times as rare (69 to 500).
#
# The force's annual report of 2025 has much the same share (10 of 2,077 wrong: 99.5 % right, 99.1 % to 99.8 %).
# It overlaps with these rows, read second-hand: not drawn.
#
# Lesson 03 works out whether such a share would hold in a whole country.

# %% [markdown] tags=["case"]
# ## Back at Südkreuz
#
# The commuter who passes 40 times a month is on no list, so each alert for her is wrong; on the screen it looks like a right one.
# At 0.1 % a passage she can expect 0.04 alerts a month, or 1 in 25 months.
# That is an average over commuters.
# Somebody who resembles a person on the list can be pointed at again and again, and most others never (lesson 08): this moves who is hit, not how many alerts are wrong.
#
# To the person beside the screen one can now say: *of about 176 alerts today some 16 are right, if 20 wanted people pass. Who counted the 20?*

# %% [markdown]
# ## What this does not show
#
# - What the system in the article does: "99.8 % both ways" is a reading of an unknown test.
# - How many listed people walk past unnoticed: deployments count alerts, not misses.
# - Whether "judged right" was right: the user of the system is the judge, and London's counts from 2023 on include alerts called unconfirmed. If some of those were wrong, the shares are too high.
# - Volunteers were on the list and passed in some deployments of 2022: that raises the share of that year.
# - Independence. Where one person causes several alerts, real intervals are wider.
# - What an alert does to a person, right or wrong (lesson 10).

# %% [markdown]
# ## For the policy desk
#
# No accuracy figure says how often an alert is right: that depends as much on how rare the people are whom the system looks for.
# With hits of 80 % and false hits of 0.1 %, about 1 alert in 11 is right if 20 of 160,000 passers-by are wanted, and half are right if 200 are.
# Ask for the number of alerts, how many of them were right and who judged it, and how many faces were scanned to raise them.

# %% [markdown]
# ## Sources

# %% tags=["folded"]
for row in ("berlin_headline_hits", "berlin_headline_false", "berlin_1_false", "berlin_2_false"):
    print(datasets.cite("field_tests", row))
for row in ("suedkreuz_per_day", "suedkreuz_per_day_2017", "german_rail_per_day", "gefaehrder_at_stations_per_day"):
    print(datasets.cite("populations", row))
print(datasets.cite("lfw_accuracy", "genuine_pairs"))
for row in (*shown.values(), "south_wales_final_2017", "met_2024_2025"):
    print(datasets.cite("deployment_examples", row))

# %% [markdown]
# ## Next
#
# A camera does not compare a face with *one* other face: lesson 03 asks what happens in a search of N.
