# %% [markdown]
# # Does it end with faces?
#
# **50 minutes** · You need: lesson 02 (natural frequencies) and, for a second signal, lesson 08.
#
# After this lesson you will be able to
#
# - ask the questions of this course of any test that sorts many people by few;
# - say what a second signal adds, and when it adds nothing;
# - recognise a list for which no share of right alerts exists, and say so.

# %% [markdown] tags=["case"]
# In August 2023 Vanderbilt University switched off its detector of machine-written text, and among its reasons was one multiplication.
# If the maker's 1 % of false flags holds, 750 of a year's 75,000 papers are wrongly flagged.
# (An upper bound, as if people wrote them all.
# The maker's figure is for papers that score 20 % or more, and a flag is called the start of a conversation.)
#
# How many flags are right?
# And of which other tests can this be asked?

# %% [markdown]
# ## A detector in your own university
#
# Take 10,000 students and a paper of each.
# Say that 12 % put in text by a machine (so many said so in a British survey of 2026), and that the detector flags 85 % of these papers, an assumption, and 1 % of the others.
#
# Guess: of the papers that it flags, what share holds text by a machine?

# %%
my_guess = ...

# %% tags=["folded"]
import numpy as np

from falsematch import datasets, plots, rates
from falsematch.exercises import compare_guess
from falsematch.exercises.lesson13 import ALIKE, FOUND, WRONGLY_FLAGGED

rng = np.random.default_rng(13)
fields = datasets.load("beyond_faces")
value, part, whole = fields["value"], fields["numerator"], fields["denominator"]
BASE = value["hepi_2026_text"] / 100

# %%
by_machine = rng.random(10_000) < BASE
flagged = rng.random(10_000) < np.where(by_machine, FOUND, WRONGLY_FLAGGED)
by_machine[flagged].mean()  # of the flagged, the share by a machine

# %%
papers = rates.natural_frequencies(10_000, BASE, FOUND, WRONGLY_FLAGGED)
compare_guess(my_guess, papers.ppv, "of the flags", kind="share",
              naive=[(BASE, "That is the share among all papers. A flag says more than that."),
                     (1 - WRONGLY_FLAGGED, "That is the share of people's papers left alone. It is near, and only since machines are so common here.")])

# %% [markdown]
# 92 % of the flags are right: what was rare in a crowd of faces is common here.
# It is the base rate that makes the difference.
# What remains: 88 students are flagged for what they did not do; only the authors know the truth; and the 1 % is not everybody's.
# In 2023 a study of seven detectors, Vanderbilt's not among them, saw on average 61 % of 91 essays by learners of English flagged, and 5 % of those by American pupils (as reported).
# At 61 % about one flag in six is right.
# A test of 2026 met no such error, on few papers: each rate needs its year and its size.
#
# ## Exercise 1

# %%
from falsematch.exercises import check_openai_flags

display(check_openai_flags.ask())
answer = ...
check_openai_flags(answer)

# %% tags=["solution"]
answer = rates.ppv(BASE, value["openai_found"] / 100, value["openai_fpr"] / 100)
print(answer)
check_openai_flags(answer)

# %% [markdown]
# ## A second detector
#
# "Another detector agreed."
# Say that each wrongly flags 1 % of the papers that people wrote, and mostly the same: 0.8 % are written so that *any* detector errs, an assumption.
#
# A student was wrongly flagged by the first.
# With which chance does the second flag the paper, too?

# %%
my_second_guess = ...

# %%
by_people = 1_000_000  # papers
plain = rng.random(by_people) < ALIKE  # written so that any detector errs
first = plain | (rng.random(by_people) < WRONGLY_FLAGGED - ALIKE)  # | is "or"
second = plain | (rng.random(by_people) < WRONGLY_FLAGGED - ALIKE)
again = second[first].mean()
compare_guess(my_second_guess, again, "of the wrongly flagged", kind="share",
              naive=(WRONGLY_FLAGGED, "So it would be if errors were thrown like dice: both would wrongly flag 1 in 10,000."))

# %%
for how, repeated in {"like dice": WRONGLY_FLAGGED, "on the same papers": again}.items():
    both = rates.second_test(papers, FOUND, repeated)
    print(f"errors {how}: of those flagged by both {both.ppv:.1%} rightly, {both.false_confirmed:.1f} papers wrongly")
fig = plots.two_test_tree(both, title="“Confirmed” by a second detector that errs on the same papers",
                          names=("by a machine", "by a person"), flagged=("flagged", "not flagged"),
                          confirmed=("confirmed", "cleared"), steps=("first detector", "second detector"),
                          counted=("paper", "papers"))
plots.show(fig)

# %% [markdown]
# Asking for both, AND, finds less of what it should: 72 % in place of 85 %, if misses are like dice (were they the same papers, AND keeps 85 % and OR adds none).
# With errors like dice it clears nearly all of the wrongly flagged; on the same papers, about 80 % of them stay flagged.
# Asking for either, OR, finds more and wrongly flags more: 1.99 % of those who wrote it all like dice, 1.2 % on the same papers.
#
# Do errors coincide?
# If those seven detectors erred like dice, all would flag about 3.2 % of the learners' essays, or less; a weak source reports 20 %.
#
# ## Exercise 2

# %%
from falsematch.exercises import check_my_share_after_both


def my_share_after_both(right, wrong, right_again, wrong_again):
    """Share of the sought among those whom both tests flag."""
    return ...


check_my_share_after_both(my_share_after_both)

# %% tags=["solution"]
def my_share_after_both(right, wrong, right_again, wrong_again):
    both_right, both_wrong = right * right_again, wrong * wrong_again
    return both_right / (both_right + both_wrong) if both_right + both_wrong else 0


print(my_share_after_both(90, 10, 0.8, 0.5))
check_my_share_after_both(my_share_after_both)

# %% [markdown]
# ## 1.2 million phones
#
# In Urumqi police searched phones for files on a list (Human Rights Watch, May 2023).
# Such software can know a file by its **hash**, a number computed from all of its content, which different files hardly ever share; an app at the land borders carried 73,000 of them.
# In the city:

# %%
urumqi = datasets.load("companion_systems")["value"]
print(f"{urumqi['urumqi_searches']:,} searches of {urumqi['urumqi_phones']:,} phones for {urumqi['urumqi_list']:,} files")
print(f"phones with a match: {urumqi['urumqi_phones_matched'] / urumqi['urumqi_phones']:.2%}")
print(f"of the matched files, common religious material: {urumqi['urumqi_religious_share']} %")

# %% [markdown]
# Hardly a match of hashes can be wrong.
# But police call the files violent or terrorist, and more than half of those found were common religious material, says the organisation: what is in dispute is the *list*, where no rate of the matcher reaches.
# So it is with codes on doors: they are looked up, and the register can be wrong; with number plates the reading, too.

# %% [markdown]
# ## Private messages, from both sides
#
# Some providers scan messages for pictures of abused children.
# A claim for known pictures, without a review that we know of: one false match in 50 billion.
# German police found 49.6 % of the providers' reports of 2023 relevant under criminal law; "more than half entirely legal", say opponents.
# Recompute both alike, for a billion pictures of which one in 100,000 is sought, and 90 % of these found (assumptions):

# %%
ON_LIST = 1_000_000  # known pictures: an assumption
claim = 1 / value["photodna_claim"]
for who, wrong in {"the claim, per picture": claim, "the claim, per comparison": ON_LIST * claim,
                   "a developer, 0.1 %": value["thorn_fpr"] / 100}.items():
    scan = rates.natural_frequencies(1e9, 1e-5, 0.9, wrong)
    print(f"{who}: {scan.true_alerts:,.0f} right, {scan.false_alerts:,.2f} wrong, {scan.ppv:.1%} of the flags right")
print(f"relevant, Germany 2023: {part['germany_2023'] / whole['germany_2023']:.1%}")

# %% [markdown]
# None predicts what was observed; with another share of sought pictures each could (the developer's figure stands in a weblog; of *what* the claim is one in 50 billion, our source leaves open).
# They count different errors: the claim, pictures confused; the police, a report without a crime, from whatever kind of scanning.
# What police sort out can be legal here and not there, or a picture that young people made of themselves; how much is which, we found nowhere.
# So "half of it legal" does not make the matching wrong, nor does "one in 50 billion" make the reports right.
# Ask first what would have to happen for this to be counted as an error.
#
# ## Exercise 3

# %%
from falsematch.exercises import check_grooming_accuracy

display(check_grooming_accuracy.ask())
answer = ...
check_grooming_accuracy(answer)

# %% tags=["solution"]
answer = "b"
print(answer)
check_grooming_accuracy(answer)

# %% [markdown]
# ## Exercise 4
#
# Microphones that report gunshots, in New York in June 2023; a sentence as a press office might write it:

# %%
from falsematch.exercises import check_gunshot_sentence

display(check_gunshot_sentence.ask())
letter, number = ..., ...
check_gunshot_sentence(letter, number)

# %% tags=["solution"]
letter, number = "b", part["new_york_confirmed"] / whole["new_york_confirmed"]
print(letter, number)
check_gunshot_sentence(letter, number)

# %% [markdown]
# ## The field that does it in the open
#
# Of 2.9 million women screened for breast cancer in Germany in 2022, 123,000 were called back, and 17,973 had cancer: 14.6 %.
# Further pictures clear most of them; of those with a test on other evidence, tissue, it is 54 %.
# The *missed* are looked for outside the system, in cancer registers: 14 to 18 in 10,000 women with a normal result (2016 to 2020) had a cancer found before the next round, overlooked or grown since.
# All is published; the benefit is debated.
#
# ## Exercise 5

# %%
from falsematch.exercises import check_newborn_accuracy

display(check_newborn_accuracy.ask())
answer = ...
check_newborn_accuracy(answer)

# %% tags=["solution"]
wrong_results = value["sweden_recalled"] - value["sweden_ill"] + value["sweden_missed"]
answer = 1 - wrong_results / value["sweden_babies"]
print(answer)
check_newborn_accuracy(answer)

# %% [markdown]
# ## What is known, field by field
#
# Known right, known wrong, and what nobody knows:

# %% tags=["folded"]
def share(row):
    return part[row] / whole[row]


known = {
    "newborn screening, Sweden 2010 to 2019": [share("sweden_newborns")] * 2,
    "breast screening, Germany 2022": [share("germany_ppv")] * 2,
    "quick virus tests, English schools 2021, of those checked (1,050 of 2,304)": [share("school_confirmed")] * 2,
    "reports of messages, Germany 2023": (share("germany_2023"), 1, f"{100 * share('germany_2023'):.1f} % relevant"),
    "unemployment fraud, Michigan 2013 to 2015, reviewed": [1 - share("michigan_automatic")] * 2,
    "gunshots, New York 2023": [share("new_york_least"), share("new_york_most")],
    "master's theses, 2025": "46 % flagged; nobody knows which rightly",
    "a week's list of “suspicious” people, 2017": "no truth exists that could be known",
}

# %%
note = "Right: a disease found, fraud upheld, shots confirmed, a report relevant in law (others may match rightly). No intervals."
fig = plots.known_to_be_right(known, title="The share of right alerts is known where somebody looked",
                              axis_label="share of the alerts, recalls, reports or findings", note=note)
plots.show(fig)

# %% [markdown]
# What tells the fields apart is whether somebody looked: at *all* alerts, and for the misses as well.
#
# ## Where it stops
#
# The last row is a list by IJOP, a police platform in Xinjiang: people whom it called suspicious in one week of June 2017 (a leaked bulletin, read in translation; its four prefectures add up to 200 more).

# %%
listed = urumqi["ijop_notified"]
for outcome in ("detained", "training", "surveillance", "not_detained", "unexplained"):
    print(f"{outcome:<13}{urumqi['ijop_' + outcome]:>7,} of {listed:,}, {urumqi['ijop_' + outcome] / listed:.1%}")

# %% [markdown]
# ("Training" is short for the bulletin's "education and training"; "not detained", for the time being.)
# These are shares, but of what was *done*.
# A disease is there or not, whatever a test says; a paper was written by somebody.
# That somebody used a certain app is true or false, too, and a machine may get it right; that to use it is *suspicious* is neither.
#
# ## Exercise 6

# %%
from falsematch.exercises import check_week_list

display(check_week_list.ask())
answer = ...
check_week_list(answer)

# %% tags=["solution"]
answer = "d"
print(answer)
check_week_list(answer)

# %% [markdown] tags=["case"]
# Vanderbilt could multiply because its question has an answer: of each of the 75,000 papers somebody knows who wrote it.
# A flag can be wrong, so it can be counted, disputed, and taken back.
#
# For the 24,412 people of that week there was nothing to be wrong about: "suspicious" named nothing that they were, and no test could have cleared them.
# To say that no rate exists here is not to leave the sum undone.
# It is the result.

# %% [markdown]
# ## What this does not show
#
# - Whether a test is worth it: what an error costs, and whom, is no part of the sum.
# - The share of papers with machine text: 12 % of *students* say it of themselves, too few if some are silent, too many if they did it in few of their papers (in one of five: 68 % of flags right).
# - How far detectors of today err on the same papers. The further, the less their agreement is worth.
# - Papers written together with a machine, now common: which answer is right for them, nobody has agreed.
# - Other fields are in the table; some rows are weak, and say so.

# %% [markdown]
# ## For the policy desk
#
# Ask of any test that flags people for all flagged, confirmed, refuted and missed cases: where silence counts as success a share of 95 % can stand for 13 % confirmed.
# A second signal that errs on the same people adds little: if 80 % of the errors are shared, as we assumed, a second detector leaves about 80 % of the wrongly flagged students flagged, where an independent one would leave 1 %.
# Where nothing but the list says who belongs on it, as with 24,412 people called suspicious in one week, no error rate exists, and none should be asked for or given.

# %% [markdown]
# ## Sources

# %% tags=["folded"]
for row in ("vanderbilt", "turnitin_document_fpr", "turnitin_missed", "hepi_2026_text", "openai_found", "openai_fpr",
            "liang_learners", "liang_eighth_graders", "liang_all_seven", "four_tools_human_papers", "four_tools_theses", "photodna_claim",
            "thorn_fpr", "germany_2023", "grooming_accuracy", "germany_recalled", "germany_ppv",
            "germany_interval_cancers", "sweden_newborns", "school_confirmed", "michigan_automatic",
            "new_york_confirmed"):
    print(datasets.cite("beyond_faces", row))
for row in ("urumqi_phones", "ijop_notified", "qr_interviews"):
    print(datasets.cite("companion_systems", row))

# %% tags=["folded"]
columns = {"measurer": "who", "what": "what", "value": "figure", "unit": "unit", "grade": "source"}
others = ["polygraph", "number plate readers", "airport screening", "exam proctoring", "welfare fraud scoring"]
plots.word_table(fields[fields["topic"].isin(others)], columns, "Other fields in the table", absent="counts only")

# %% [markdown]
# ## Next
#
# Faces, papers, phones: the questions stay the same.
# Lesson 14 puts them to a claim of your own.
