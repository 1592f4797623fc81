# %% [markdown]
# # Will a person catch it?
#
# **50 minutes** · You need: lesson 02 (people counted in a tree) and lesson 03 (one face against a list).
#
# After this lesson you will be able to
# - follow people through a machine and past an officer, and say of whom each rate is a share;
# - explain why a second test of the same resemblance lets through more than the rates multiplied;
# - read a record of review: whose count it is, of what, and what it leaves out.

# %% [markdown] tags=["case"]
# Oxford Circus, London, 16 July 2022.
# Cameras see 36,420 faces and compare each with a list of 6,747.
# The force's record of that day has one alert.
# It was wrong, and it led to an “engagement”, contact with the person.
# How that went the record does not say.
#
# A usual assurance is that the machine only suggests, and that an officer decides.
# Here one wrong suggestion was made, and one got as far as a person.
# Bad luck, or what a second look is like?

# %% [markdown]
# ## The same resemblance, tested again
# The alert is a first test.
# The officer who compares the faces, and says yes or no, is a second one.
# In an experiment passport officers accepted 14 % of wrong photographs; take that for an officer's rate among strangers.
#
# Now a machine picks, of every 10,000 strangers, the one who looks most like one given person, and shows the officer these only.
# Guess: to which share of *them* does the officer say yes?

# %%
my_guess = ...

# %% tags=["folded"]
import numpy as np

from falsematch import datasets, intervals, plots, rates
from falsematch.exercises import compare_guess

reviewed = datasets.load("human_review")
tested = datasets.load("field_tests")
OFFICER = reviewed.value["passport_wrong_accepted"] / 100  # yes to a wrong photograph
PICKED = 1 / 10_000  # strangers whom the machine takes for one given person: an assumption
rng = np.random.default_rng(10)

# %% [markdown]
# Give each stranger scores, the machine's and the officer's.
# `ALIKE` says how much they go together (their *correlation*): 0 if they have nothing to do with each other, 1 if both see the same; our 0.5 is an assumption.
# Draw a million strangers:

# %%
ALIKE = 0.5  # an assumption: try 0
spread = [[1, ALIKE], [ALIKE, 1]]
machine, officer = rng.multivariate_normal([0, 0], spread, size=1_000_000).T
alert = machine >= np.quantile(machine, 1 - PICKED)  # the most alike, to the machine
yes = officer >= np.quantile(officer, 1 - OFFICER)
print(f"the officer says yes to {yes.mean():.0%} of all strangers")
print(f"and to {yes[alert].mean():.0%} of the {alert.sum()} with an alert")

# %% [markdown]
# `rates.rate_after_alert(first, second, correlation)` gives the average of very many such draws:

# %%
let_through = rates.rate_after_alert(PICKED, OFFICER, ALIKE)
compare_guess(my_guess, let_through, "of the strangers with an alert", kind="share",
              naive=[(OFFICER, "So it would be if the officer saw strangers at random. These were picked.")])

# %% [markdown]
# About 85 % instead of 14 %, and nobody was careless: whoever looks alike to a machine tends to look alike to a person.
#
# The rates multiplied, 14 % of 1 in 10,000, promise 1 stranger in 71,000; here it is 1 in 11,800.
# With a list of 1,000 people the same pick of strangers is 1 comparison in 10 million, a closer likeness: 97 % pass.
# The product is too low once they judge alike at all, for *right* alerts as well: more are confirmed.

# %% tags=["folded"]
deployed = datasets.load("deployments")
day = deployed.loc["met_2022_07_16_oxford_circus"]
FOUND, FALSE = tested.value["npl_live_tpir"], tested.value["npl_live_fpir_10000"]
LIST = tested.gallery_size["npl_live_fpir_10000"]
CONFIRMS = 1 - reviewed.value["passport_right_rejected"] / 100
LISTED = 3  # listed people among the faces: an assumption


def second_look(alike):
    """Both rates of the officer among those with an alert: for listed people, and for strangers."""
    return rates.rate_after_alert([FOUND, FALSE / LIST], [CONFIRMS, OFFICER], alike)


def street(alike):
    false = FALSE / LIST * day.watchlist_size  # scaled to the list of that day
    people = rates.natural_frequencies(day.faces_seen, LISTED / day.faces_seen, FOUND, false)
    both = rates.second_test(people, *second_look(alike))
    passed = both.false_confirmed / people.false_alerts
    return plots.two_test_tree(
        both, asked="wrong",
        names=("listed", "not listed"), flagged=("alerted on", "no alert"), confirmed=("accepted", "rejected"),
        steps=("machine", "officer"),
        title=f"At a likeness of {alike:.1f} the officer lets {passed:.1%} of the wrong alerts through")

# %% [markdown]
# Now that day at Oxford Circus, each face another person.
# A test in London gave the machine 89 % found, and 1 false alert in 6,000 faces on a list of 10,000 (scaled by the testers; a worst case): 1 comparison in 60 million.
# For the faces and the list of that day this makes 4.2 wrong alerts, rather too many; one came.
# That officers reject 6 % of valid photographs is a weak source; three listed people are assumed.
# Move how alike they judge:

# %%
plots.slider(street, value=ALIKE, low=0, high=0.6, step=0.1, name="how alike they judge")

# %% [markdown]
# At 0.5 nearly every wrong alert gets through: one comparison in 60 million is a very good likeness.
# At 0 it is the officer's 14 %, and at 0.2 already half.
# We know of no measurement on a street.
#
# ## An alert also moves the officer
# In another experiment 376 people rated pairs of faces beside a label, “same” or “different”.
# The label moved their answers by about a step of the scale; how well they told faces apart did not change.
# What moves is the **criterion**: how much likeness it takes to say yes.
# Lowered by half a standard deviation of the officer's score (an assumption):

# %%
for shift in (0, 0.5):
    right, wrong = rates.rate_after_alert([FOUND, PICKED], [CONFIRMS, OFFICER], ALIKE, shift)
    print(f"criterion lowered by {shift}: yes to {wrong:.0%} of wrong alerts, no to {1 - right:.1%} of right ones")

# %% [markdown]
# More strangers are accepted, and fewer listed people let go: no better eye, another balance of errors.
# The 89 % found belong to a stricter threshold; here more are found, and slightly more let go.
#
# ## Exercise 1
# New numbers; the officer's rates are shares of the alerts shown:

# %%
from falsematch.exercises import check_right_after_review

display(check_right_after_review.ask())
answer = ...
check_right_after_review(answer)

# %% tags=["solution"]
month = check_right_after_review.given
kept_right, kept_wrong = month.right * month.keep_right, month.wrong * month.keep_wrong
print(kept_right / (kept_right + kept_wrong))
check_right_after_review(kept_right / (kept_right + kept_wrong))

# %% [markdown]
# ## What forces counted
# Police in London and South Wales counted how many of their false alerts ended in contact with the person (an engagement, people spoken to, an intervention: their words).
# Each row was counted by the force or, London 2024–2025, derived from its count (10 minus 4), with its 95 % interval (lesson 02):

# %% tags=["folded"]
records = {
    "London 2020–2022": "met_2020_2022",
    "London 2024–2025*": "met_2024_2025",
    "South Wales 2018*": "south_wales_2018",
    "South Wales 2019*": "south_wales_2019",
    "Cardiff 2017*": "south_wales_2017_final",
}
contact = {}
for name, row in records.items():
    counted = reviewed.loc[row, ["count", "of"]]
    label = f"{name}: {counted['count']:,} of {counted['of']:,}"
    contact[label] = (counted["count"] / counted["of"], *intervals.proportion_interval(*counted))

# %%
fig = plots.interval_forest(
    contact, title="Of the false alerts between almost none and four fifths ended in contact",
    axis_label="false alerts that ended in contact with the person",
    note="95 % intervals, as if alerts were independent. * read in a report, not in the force's document")
plots.show(fig)

# %% [markdown]
# About a quarter to four fifths in the four records we found, and 5 of 2,554 at a football final (a total that does not add up).
# So people *can* stop nearly all errors (there with 77 of 173 right alerts), and do not as a matter of course.
#
# How 29 more between London's periods ended, we found nowhere.
#
# Contact is no arrest.
# Those of 2024–2025 took under five minutes, London says; if so the error came out, the shares make review look worse than it is.
# Taken for the officer's yes at the London test's rate, these intervals fit a likeness below our 0.5; a looser threshold raises it.
#
# ## Exercise 2
# A press office might write:

# %%
from falsematch.exercises import check_officer_catches

display(check_officer_catches.ask())
letter, number = ..., ...
check_officer_catches(letter, number)

# %% tags=["solution"]
london = reviewed.loc[["met_2020_2022", "met_2024_2025"]]
letter, number = "b", london["count"].sum() / london["of"].sum()
print(letter, number)
check_officer_catches(letter, number)

# %% [markdown]
# ## Exercise 3
# Elsewhere, a year later:

# %%
from falsematch.exercises import check_did_it_get_worse

display(check_did_it_get_worse.ask())
letter = ...
check_did_it_get_worse(letter)

# %% tags=["solution"]
check_did_it_get_worse("c")

# %% [markdown]
# ## In the laboratory
# In an experiment somebody knows the truth of each pair:

# %% tags=["folded"]
chosen = ["list_adults", "list_children", "list_examiners", "passport_wrong_accepted",
          "average_errors_low", "average_errors_high"]
shown = {row: reviewed.loc[row].fillna("").to_dict() for row in chosen}
for row in shown.values():
    row["figure"] = f"{row['qualifier']} {row['value']:g} {row['unit']}".strip()
columns = {"who": "who", "task": "task", "metric": "measured", "figure": "figure"}
plots.word_table(shown, columns, "People who review, in experiments")

# %% [markdown]
# With a list of candidates officers erred more than half of the time, and trained examiners 20 points less often; years in the job made no difference in the passport study.
# Shown what a good system says, people did better than without it, and on average not as well as the system alone.
#
# Such tasks are set so that errors happen: with few lookalikes there may be fewer, in a hurry more.

# %% [markdown]
# ## People choose the error rate
# In 2024 UK forces raised the threshold for searches of photographs, as false matches were uneven between groups (lesson 07).
# Searches with a possible match fell from 56 % to 14 %; forces said that leads were missing, and after about a month the change was taken back.
#
# At the number of searches reported later, 25,000 a month, there is this to judge:

# %%
searches = datasets.load("retrospective_use").searches["uk_pnd_2026"]
for row in ("pnd_hits_default", "pnd_hits_raised"):
    share = tested.value[row]
    print(f"{share:.0%} with a possible match: {searches * share:,.0f} searches a month for somebody to judge")

# %% [markdown]
# Nobody reported how many of the some 10,500 that would fall away were right: the change cost leads, spared strangers, or both.
#
# ## Exercise 4
# Some systems answer every search with a list of fixed length.
# Write down what that means:

# %%
from falsematch.exercises import check_hours_of_review


def hours_of_review(searches, candidates, seconds):
    """Hours to look at every candidate of every search."""
    return ...


check_hours_of_review(hours_of_review)

# %% tags=["solution"]
def hours_solved(searches, candidates, seconds):
    return searches * candidates * seconds / 3600


hours = hours_solved(searches, 50, 10)  # lists of 50, ten seconds a face: assumptions
print(f"{hours:,.0f} hours a month, or {hours / 120:.0f} people who look for 120 hours each")
check_hours_of_review(hours_solved)

# %% [markdown]
# ## When nobody caught it
# How many people were arrested on a wrong match depends on who counts, and what:

# %% tags=["folded"]
cases = datasets.load("wrongful_arrests")
counts = cases[cases.kind != "case"].assign(
    figure=lambda t: t.qualifier.fillna("").str.cat(t["count"].astype(str), " ").str.strip())
plots.word_table(counts, {"date": "date", "country": "country", "figure": "people", "whose_count": "whose count, and of what",
                          "use": "use", "grade": "source"}, "How many people were wrongly arrested")

# %% [markdown]
# These are counts of different things, not points of one line, and none is divided by the searches made.
# Only known cases are in them, so each can be too low; a disputed case can make one too high.
#
# At London Bridge, in February 2024, an alert took a man for his brother, who *was* on the list, and he was held for nearly 30 minutes.
# In April 2026 judges dismissed his claim against the policy; an appeal was announced.
# A second look at such a resemblance helps little; a question that is not about the face can.
#
# ## Exercise 5
# The last line of the table is a minister's answer to a question in Parliament:

# %%
from falsematch.exercises import check_none_known

display(check_none_known.ask())
letter = ...
check_none_known(letter)

# %% tags=["solution"]
check_none_known("d")

# %% [markdown] tags=["case"]
# Back at Oxford Circus.
# One false alert, one engagement: from a single event the share may be anything from 2.5 % to 100 %, so the day alone says little about officers.
# Over all days of that record it is 8 of 10.
#
# To the assurance that an officer decides one can now say: *by what, and how often does the officer say no?*

# %% [markdown]
# ## What this does not show
# - How alike machine and officer judge: with less than 0.5 fewer wrong alerts pass, and slightly fewer right ones.
# - The officer's 14 %: we did not read how the study chose its wrong photographs. Had they been lookalikes, strangers would be accepted less often, and all our shares be lower.
# - What officers know besides the face (fewer errors), and hurry (more).
# - Listed people waved on after a right alert: two records have right alerts without contact, 5 of 18 in London 2020–2022 and 77 of 173 in Cardiff. Why, they do not say, so the price of strictness is not seen.

# %% [markdown]
# ## For the policy desk
# That a person checks every alert says nothing about how many errors are caught: in four records of UK forces 24 % (95 % interval 15 % to 34 %) to 80 % (44 % to 97 %) of the false alerts ended in contact with the person, and at one event 0.2 %.
# A person who compares the same two faces is no independent second test, so the two error rates must not be multiplied.
# Ask how many false alerts ended in contact and how many right ones did not, who counted them, how many hours of review were worked, and what was checked other than the face.
#
# ## Sources

# %% tags=["folded"]
for row in [*records.values(), *chosen, "passport_right_rejected", "label_shift_2020", "aided_gain_low"]:
    print(datasets.cite("human_review", row))
for row in ("npl_live_tpir", "npl_live_fpir_10000", "pnd_hits_default"):
    print(datasets.cite("field_tests", row))
print(datasets.cite("deployments", day.name))
print(datasets.cite("retrospective_use", "uk_pnd_2026"))
for row in [*counts.index, "uk_london_bridge_2024"]:
    print(datasets.cite("wrongful_arrests", row))

# %% [markdown]
# ## Next
# If people are slow, is the machine's speed the point?
# Lesson 11 measures it, on your own computer.
