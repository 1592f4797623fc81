# %% [markdown]
# # What do you expect?
#
# **30 minutes** · You need: nothing but this page and curiosity.
#
# In July 2019 a news article said that a face-recognition system scans 1.3 billion people in one second, with an accuracy of up to 99.8 %.
# What would that mean if it were true, what does it leave out, and how many people would it wrongly point at?
#
# After this lesson you will be able to
# - run a notebook, answer an exercise and use its hints;
# - find your way through the lessons;
# - say what you expected before you learned anything here.

# %% [markdown]
# ## How to use these notebooks
# A notebook is made of cells: some hold text, some hold code.
# Click on a code cell and press **Shift + Enter**: its result appears below it.
# Run the cells of a lesson from top to bottom, because later ones use what earlier ones made.
# You cannot break anything: *Kernel → Restart* starts afresh, and everything stays on this computer.
# `python3 start.py` opens copies of your own, in the folder `my_work`: write in them, save them.
# `python3 start.py fresh 00` makes a new copy and keeps yours beside it.
#
# Here is the first one.
# It looks up the claim in a table of figures with their sources:

# %%
from falsematch import datasets

claims = datasets.load("claims")
claims.loc["C06", "claim"]

# %% [markdown]
# `loc` looks up a row, here `C06`, and a column, here `claim`.
# Every figure in these lessons comes from such a table, or is computed in front of you.
# Each row says where it was read, and each table can be cited:

# %%
print(datasets.cite("claims", "C06"))

# %% [markdown]
# The *grade* says how near our source is to the origin of a figure: *primary* is the origin's own document, *secondary* a report of it, *weak* a repost of unclear origin or a statement that nobody can check.
# One article is primary for its own words, and secondary for what they report.

# %% [markdown]
# ## Exercises, hints and solutions
# An exercise asks you to replace the dots by an answer: a number, or something Python can compute.
# Then run the cell.
# A wrong answer is welcome: the reply names the mistake and gives a hint, never the number.
#
# Try it: if 99.8 % of a system's answers are right, how many of 1,000 answers are wrong?
# Give a wrong answer first, to see a hint:

# %%
from falsematch.exercises import check_wrong_in_a_thousand

answer = ...
check_wrong_in_a_thousand(answer)

# %% [markdown]
# Below every exercise a solution is folded away.
# Click on its line to open it.
# Try first: what you found yourself stays longer.

# %% tags=["solution"]
answer = 1000 * (1 - 99.8 / 100)
check_wrong_in_a_thousand(answer)

# %% [markdown]
# ## Predict first
# Every lesson asks for a guess, lets you make the thing happen, and compares the two at once.
# A guess cannot be wrong: its distance from the result is what you learn from.
# Here is one for the next lesson.
# Twelve claims of the article can be looked up; how many of a hundred such claims would you expect to hold when they are traced to their source?
# Replace the dots, run the cell, and save the notebook to keep it:

# %%
my_guess_share_that_holds = ...  # in percent

# %% [markdown]
# Lesson 01 traces the claims and comes back to it.
#
# ## Ten questions before you start
# Please answer without looking anything up.
# Nobody marks this, and nothing is sent anywhere: your answers are kept in the file `pretest.json` of your folder `my_work`.
# Lesson 14 will ask the same questions again and show you what has changed:

# %%
from falsematch.exercises import pretest

pretest.questions()

# %% [markdown]
# Write the letter of your choice in quotation marks, such as `"a"`.
# Leave the dots where you have no idea:

# %%
my_answers = {
    "q1": ..., "q2": ..., "q3": ..., "q4": ..., "q5": ...,
    "q6": ..., "q7": ..., "q8": ..., "q9": ..., "q10": ...,
}

# %% [markdown]
# The next cell keeps them, and says so.
# If you run it again later, your first answers stay:

# %%
pretest.save_pretest(my_answers)

# %% [markdown]
# ## The lessons
# Each takes at most an hour; its second line says which others it builds on.
# Lessons 01 to 03 take the claim apart.
# Lessons 04 to 08 measure what face recognition can do, lessons 09 to 11 look at its use, and lessons 12 to 14 put everything together:

# %%
from falsematch.lessons.plan import course_map

course_map()

# %% [markdown]
# **Short of time?** Lessons 01, 02 and 03 hold the core of the argument.
# **At a policy desk?** Each lesson ends with a few sentences for you.
# **Teaching?** Solutions are in cells tagged `solution`; "You need" says what a class must have met before.

# %% [markdown]
# ## What this does not show
# These lessons are about what a printed accuracy means for a population.
# They do not show how to find or follow anyone.
# No photograph and no data about private people is part of them: where people are counted, they come from published totals or are simulated.
# One lesson, 04, can use a public set of photographs of 40 people, taken for research from 1992 to 1994, to show where error rates come from; the scores are ready for those who do not fetch the photographs.
# They do not decide whether a system should be used either: arithmetic says how often it would be wrong, not what is right.

# %% [markdown]
# ## For the policy desk
# An accuracy is a share of something, and a claim that does not say of what cannot be judged.
# These lessons take one such claim and work out, with public figures, what it would mean in numbers of people.
# Before you read on, write down what you expect: the difference is the finding you will remember.
#
# ## Sources
# The claims, who printed them and where they were read:

# %%
print(datasets.cite("claims"))

# %% [markdown]
# ## Next
# [Lesson 01: What was measured?](01_the_claim.ipynb) follows each figure of the article back to the place where it was first printed.
