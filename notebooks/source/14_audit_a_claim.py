# %% [markdown]
# # What would you ask?
#
# **60 minutes** · You need: lessons 02 and 03, and a claim of your own.
#
# After this lesson you will be able to
#
# - put a claim and its use into a file, and audit it;
# - say which unknown matters most, and ask for it in a letter;
# - write a verdict of one page that reads the same whoever made the claim.

# %% [markdown] tags=["case"]
# ## A written answer on Tuesday, a vote on Thursday
#
# A clerk prepares a committee that will vote on cameras with face recognition.
# On Tuesday she reads a written answer of the Home Office, of December 2025: the software finds 89 % of listed people who pass, with at worst one false alert in 6,000 faces, on a list of 10,000.
# Behind it is a test with some 400 volunteers at the setting 0.60; 0.64 is reported in use.
#
# By Thursday the committee wants one paragraph: what does it mean in people, and what has it not been told?

# %% [markdown]
# ## Predict first
#
# Let 15,505 faces pass in a day, as many as at an average deployment of one force.
# Say that ten people on the list are among them.
#
# Which share of the alerts is right?

# %%
my_guess = ...

# %% tags=["folded"]
from dataclasses import replace

import numpy as np

from falsematch import claims, datasets, plots
from falsematch.exercises import compare_guess, pretest
from falsematch.exercises.lesson14 import ends_in_words
from falsematch.publish.brief import letter, show

rng = np.random.default_rng(14)
WORDS = {"threshold": "setting", "listed_passing": "listed people who pass", "faces_per_day": "faces a day",
         "list_size": "length of the list", "fnir": "listed people missed", "trials": "errors behind the rate"}

# %% [markdown]
# The claim is in the register, with the use it is made for.
# Everything that nobody stated is marked in its file; here it is as Python reads it:

# %%
claim = claims.register()["minister_89_2025"]
print(claim.statement, "|", claim.measures, claim.value)
print("faces a day:", claim.faces_per_day, "| list:", claim.list_size, "| false alerts per face:", round(claim.fpir, 6))
print("listed people who pass in a day:", claim.listed_passing, "|", claim.from_["listed_passing"])

# %% [markdown]
# Make it happen, for many such days.
# Listed people are found or not, everybody else may raise a false alert:

# %%
listed = 10
right = rng.binomial(listed, claim.value, size=1_000)
wrong = rng.poisson((claim.faces_per_day - listed) * claim.fpir, size=1_000)
share = right.sum() / (right.sum() + wrong.sum())
compare_guess(my_guess, share, "of the alerts", kind="share",
              naive=(claim.value, "That share of listed people is found. Alerts are something else: some are about people on no list."))

# %% [markdown]
# So about 78 % are right.
# Nothing is wrong with the written answer; it does not say this, because it cannot: how many listed people pass is our assumption.
#
# ## Exercise 1
#
# Another place, another list:

# %%
from falsematch.exercises import check_needed

answer = ...
print(check_needed.ask())
check_needed(answer)

# %% tags=["solution"]
answer = 8 * 0.75 / (40_000 - 8)
print(answer)
check_needed(answer)

# %% [markdown]
# ## What has it not been told?
#
# A range is more honest than a number.
# In use, nobody counts the listed people who pass; and the setting need not be the one of the test.
# Draw both, from low to high, and look at the lowest and the highest result.
# How often what lies between comes up is our choice, so read the ends, not the odds:

# %%
listed = rng.uniform(1, 20, 10_000)
fpir = 10 ** rng.uniform(-5.5, np.log10(claim.fpir), 10_000)  # from a force's record to the test's setting
right, wrong = 0.89 * listed, 15_505 * fpir
share = right / (right + wrong)
print("of the alerts right, from", share.min().round(2), "to", share.max().round(3))

# %% [markdown]
# Fix one of them (a number in place of its range) and run the cell again: how far does the other move the result on its own?
# That width is the *weight* of an unknown.
#
# ## Exercise 2
#
# Lines of your own:

# %%
from falsematch.exercises import check_my_width

print(check_my_width.ask())

def my_width(right, wrong_low, wrong_high):
    return ...

check_my_width(my_width)

# %% tags=["solution"]
def my_width(right, wrong_low, wrong_high):
    return right / (right + wrong_low) - right / (right + wrong_high)

print(my_width(89, 10, 26))
check_my_width(my_width)

# %% [markdown]
# ## Exercise 3
#
# Before you look: a judgement.

# %%
from falsematch.exercises import check_first_question

answer = ...
print(check_first_question.ask())
check_first_question(answer)

# %% tags=["solution"]
answer = "b"
print(answer)
check_first_question(answer)

# %% [markdown]
# The audit does this for each quantity, from a named low to a named high, everything else at its middle:

# %%
found = claims.audit(claim)
moved = [one for one in found.questions if one.kind == "range"]
swing = {WORDS[one.name]: (100 * one.low, 100 * one.high) for one in sorted(moved, key=lambda one: -one.width)}
ends = {WORDS[one.name]: ends_in_words(claim, one) for one in moved}
plots.show(plots.tornado(swing, middle=100 * found.main.share_right[1], axis_label="right alerts, percent", ends=ends,
                         title="With these ranges, listed people who pass move it most"))

# %% [markdown]
# Each bar is one question on the sheet that goes with every audit.
# The far end of *listed people missed*, half of them, rests on a weak source.
# What has no range at all would come first: a percentage that does not say what it is a share of.
#
# ## Exercise 4
#
# A university looked at a force's trials, and the press made a sentence of it:

# %%
from falsematch.exercises import check_trials_sentence

print(check_trials_sentence.ask())
letter_of_the_fault, share_known = ..., ...
check_trials_sentence(letter_of_the_fault, share_known)

# %% tags=["solution"]
letter_of_the_fault, share_known = "b", 8 / 42
print(share_known)
check_trials_sentence(letter_of_the_fault, share_known)

# %% [markdown]
# ## The same words for everybody
#
# An audit must not know who speaks.
# Put the ministry's figure into a campaign's mouth, and compare everything that is worked out:

# %%
other = replace(claim, claimant="A campaign", side="campaigner")
print(claims.audit(other).readings == found.readings, claims.audit(other).answer == found.answer)

# %% [markdown]
# ## When somebody has counted
#
# A count of what happened answers before any figure.
# Here is a force's record of a year, as its claim file has it under `[observed]`.
# It calls 10 of 2,077 alerts wrong, and reports 962 arrests; how many of the other 2,067 were right, it does not say.
# If all were, 99.52 % are right; 99.77 is a 95 % limit of that:

# %%
record = claims.register()["met_00003_2025"]
print(claims.audit(record).answer)

# %% [markdown]
# An alert that nobody judged counts for neither side, whoever kept the record.
# Who walked past unnoticed is in no record of alerts, so the question about misses stays open.
#
# ## Your own claim
#
# Take a sentence that you heard or read: a seller's, an office's, a campaign's.
# In a cell of its own, `%run -m falsematch claim --new my_claim.toml` writes a file beside this notebook that explains itself.
# Open it from the list of files, fill in what you know, save it, and leave the rest: what is not known is what the audit asks for.
# Then load it in place of the one from the register:

# %%
my_claim = claims.register()["guiyang_2018"]  # yours: claims.load_claim("my_claim.toml")
mine = claims.audit(my_claim)
print(mine.answer)
print("ask first:", [one.name for one in mine.missing][:3])

# %% [markdown]
# The brief for somebody who opens no notebook; `%run -m falsematch audit my_claim.toml --out brief.pdf` writes it as a PDF:

# %%
show(mine)

# %% [markdown]
# And the letter that asks for what is missing.
# It wants totals from records that exist, and nobody's name; what the file answers already, it does not ask again:

# %%
print(letter(mine)[:900], "…")

# %% [markdown]
# ## Your verdict
#
# One page: the sentence as it was said; what it means in people, as a range; what decides it; what was not said; what you ask; how sure you are, and of what not.
# The [rubric](../docs/lesson14_rubric.md) says what is looked at, the [sheet for a peer](../docs/lesson14_peer_review.md) what somebody else should try on it.
# Always swap the claimant's name, and read it again.

# %% [markdown] tags=["case"]
# ## Thursday
#
# The clerk's paragraph: "In ten such days some 155,000 faces pass. If a hundred of them are of people on a list of 10,000, about 89 alerts are right, at most about 26 wrong by the Home Office's figure, and 11 people walk past. At the rate that a force records in use, about 0.5 are wrong. On a longer list it is in proportion more: at 15,861, London's average of 2025, 41 wrong and 68 % right. If from 1 to 20 listed people pass in a day, which is our assumption, 26 % to 87 % of the alerts are right. Ask first for the false alerts at the setting in use."

# %% [markdown]
# ## Ten questions, once more
#
# Come back to the same questions as in lesson 00.
# Answer without looking anything up:

# %%
pretest.questions()

# %%
my_answers = {
    "q1": ..., "q2": ..., "q3": ..., "q4": ..., "q5": ...,
    "q6": ..., "q7": ..., "q8": ..., "q9": ..., "q10": ...,
}

# %% [markdown]
# The comparison is by misconception: what is gone, what is still there, what is new.
# Each row names the lesson to read again:

# %%
pretest.compare_tests(my_answers)

# %% [markdown]
# ## What this does not show
#
# - Whether the claim is true. An audit takes it at its word; false alerts are more if the test flattered.
# - How false matches gather. Where they fall on few people, the same people meet them again.
# - Which unknown weighs most, whatever the ranges. Listed people move the share from 26 to 87 %; with the audit's own table the setting moves it from 36 to 99, faces from 25 to 86: a near tie.
# - The setting in use. A stricter one than the test's misses more, and may raise fewer false alerts.
# - Whether to use such a system. Counts of people are a part of that decision.

# %% [markdown]
# ## For the policy desk
#
# A figure for the people found says nothing about how many alerts are wrong, so ask for both at the same setting.
# With the ranges assumed here, the share of alerts that is right depends most on how many listed people pass, which nobody counts, so a range is the honest answer.
# The same figure must give the same words, whoever says it.

# %% [markdown]
# ## Sources

# %% tags=["folded"]
print(claim.source, claim.url, sep="\n")
print(datasets.cite("audit_ranges"))
for row in ("npl_live_tpir", "npl_live_fpir_10000", "essex_tpir"):
    print(datasets.cite("field_tests", row))
print(my_claim.source, my_claim.url, sep="\n")
print(datasets.cite("deployment_examples", "met_2025"))
print(datasets.cite("deployment_examples", "met_2024_2025"), datasets.cite("deployment_examples", "met_trials_reviewed"), sep="\n")

# %% [markdown]
# ## Next
#
# This is the last lesson.
# The register has room: a claim that you audited with its source can be added by its file alone.
