# %% [markdown]
# # What was measured?
#
# **50 minutes** · You need: lesson 00 and multiplication.
#
# A news article of July 2019 prints large figures about face recognition in Xinjiang, a region in the north-west of China.
# This lesson follows each of them back, outlet by outlet, to the earliest text that could be found.
#
# After this lesson you will be able to
# - trace a figure through the outlets that repeated it, and say what changed at each step;
# - check whether the parts of a claim agree with each other;
# - list what one printed accuracy may be a share of, and what each reading would mean.

# %% [markdown]
# ## Predict first
# One of the figures is an accuracy of up to 99.8 %.
# Seven texts that print it could be read, from the first reports to the article.
# In how many of the seven can a reader see *what* was counted to get 99.8 %?
# Write down your number:

# %%
my_guess = ...

# %% [markdown]
# ## What the article says
# The table `claims` holds what the article claims, in our words:

# %%
from falsematch import datasets, plots

claims = datasets.load("claims")
article = claims[claims["in_article"]].reset_index()
columns = {"claim_id": "id", "label": "in short", "claim": "the claim"}
plots.word_table(article, columns, caption="What the article claims")

# %% [markdown]
# Twelve claims, and one of them is an accuracy.
# For each we ask the same: what was counted, who counted it, what changed on the way, and what is missing?
#
# ## 6.7 million locations
# The figure was first printed five months before the article.
# Read its journey from the top; a cross marks a step at which something changed:

# %%
from falsematch import plots

chain = datasets.load("claim_chain")
places = chain[chain["claim_id"] == "C01"]
fig = plots.claim_journey(places, title="The log records of a day became a count of places")
plots.show(fig, alt=f"Journey of a figure through {len(places)} texts. It starts as nearly 6.7 million "
           "GPS coordinates logged in 24 hours; the last text, with another source, prints up to "
           "6.7 million locations with cameras.")

# %% [markdown]
# Nearly 6.7 million GPS coordinates of 24 hours, in one exposed database, became 6.7 million *locations* with cameras.
# The 24 hours are gone, and Human Rights Watch has become the source; no text of theirs with this figure was found.
# How it got from step 7 to step 8 was not found either.
#
# > **An inference.** The article names neither the database, SenseNets, nor Victor Gevers, who found it.
# > That the figures are the same follows from the matching pair, the kinds of places and the dates, not from a document.
#
# ## Exercise 1
# Take the printed words literally.
# How many residents of Xinjiang (`xinjiang_2018` in the table `populations`) would there be for each location (claim C01)?

# %%
from falsematch.exercises import check_residents_per_location

people = datasets.load("populations")["value"]  # look up: people["…"] and claims.loc["…", "value"]
answer = ...
check_residents_per_location(answer)

# %% tags=["solution"]
answer = people["xinjiang_2018"] / claims.loc["C01", "value"]
check_residents_per_location(answer)

# %% [markdown]
# ## 2.5 million people tracked
# The second figure began in the same database, as the number of people in it.
# Below the table, these records as a share of all residents:

# %%
tracked = chain[chain["claim_id"] == "C02"]
records = tracked.loc["C02_1", "value"]
columns = {"outlet": "outlet", "date": "date", "value": "figure", "unit": "of what", "wording": "what it says",
           "change_note": "what changed"}
title = "How the people in a database became residents watched daily"
display(plots.word_table(tracked, columns, caption=title, absent="–"))
for year in ("xinjiang_2018", "xinjiang_2020"):
    print(year, f"{records / people[year]:.1%}")

# %% [markdown]
# Records of people became people tracked, and at last an *estimate by Human Rights Watch* of residents watched every day; all earlier texts name the researcher who found the database.
# One tenth of the population, says the article: records over residents make 10.3 % in 2018 and 9.9 % in 2020, so the arithmetic holds.
# No text that we read says whether a record is one living resident, how many were followed on a given day, or how often the system took one for another.
#
# ## Exercise 2
# How many coordinates of that day are there for each person record?
# Ask yourself whether the result looks like people moving about, or like a count of cameras:

# %%
from falsematch.exercises import check_sightings_per_record

answer = ...
check_sightings_per_record(answer)

# %% tags=["solution"]
answer = claims.loc["C01", "value"] / records
check_sightings_per_record(answer)

# %% [markdown]
# ## A country in one second, the planet in two
# These claims share one origin, a speed:

# %%
speed = chain[chain["claim_id"].isin(["C04", "C05"])]
title = "How the rate of comparisons was lost, and the people in one second stayed"
plots.word_table(speed, columns, caption=title, absent="–")

# %% [markdown]
# The earliest texts print 3 billion *comparisons* a second, and one adds: with a database of *suspects at large*.
# At that speed, one face is compared with everyone in China in about 0.47 seconds: a scan of a list for one face, not of a country's faces.
# Comparing 1.3 billion faces with a list of 1,000 would take more than seven minutes.
# Missing: the size of the list, the faces per second, the computer, and every error rate.
#
# ## Exercise 3
# At that speed (claim C15), how many people of the world (`world_2018`) do two seconds leave out?

# %%
from falsematch.exercises import check_world_in_two_seconds

answer = ...
check_world_in_two_seconds(answer)

# %% tags=["solution"]
answer = people["world_2018"] - claims.loc["C15", "value"] * claims.loc["C05", "value"]
check_world_in_two_seconds(answer)

# %% [markdown]
# ## Up to 99.8 %
# Every figure so far counted something.
# So did the accuracy, in the earliest texts that could be read.
# Follow the words 1:1, which stand for one photograph compared with one other:

# %%
printed = chain[(chain["claim_id"] == "C06") & chain["value"].notna()]
read = printed[printed["step"] > 1]  # the first is known only through the others
kept = read["unit"].str.contains("1:1").sum()
fig = plots.claim_journey(printed, title="99.8 % lost what it was a share of", keeps="1:1")
plots.show(fig, alt=f"Journey of the accuracy 99.8 percent through {len(read)} texts that could be read: {kept} of "
           "them, both in Chinese, say that it is 1:1. The others tie it to angle and light, to speed, and to a "
           "search of the planet.")

# %% [markdown]
# Two texts, both in Chinese, say that 1:1 recognition is *above* 99.8 %; one sets it beside the human eye at 97.52 %.
# The reports in English drop 1:1, and tie the figure to angle and light, to speed, at last to a search of the planet.
# The interview of 23 March 2018 was not found: all this rests on texts about it, and step 6 is a weak source, a blog.
#
# > **An inference.** On the 6,000 pairs of photographs of the test Labeled Faces in the Wild, people reach 97.53 % with cropped faces (99.20 % with whole ones).
# > That suggests such a test, no more.
#
# ## Exercise 4
# Answer with a letter in quotation marks:

# %%
from falsematch.exercises import check_what_was_measured

display(check_what_was_measured.ask())
answer = ...
check_what_was_measured(answer)

# %% tags=["solution"]
answer = "a"
check_what_was_measured(answer)

# %% [markdown]
# ## Everything at once
# The other claims carry no error rate at all.
# Here are their journeys, with C08, "16 provinces and cities", which stands in the texts behind the article.
# Watch how its provinces, cities and regions end as *locations*.
# For C12 no earlier text was found.
# (A *gallery* is the list of people that is searched, a *probe* the face searched for, a *threshold* the similarity from which on a pair counts as a match.)
# Below stands the whole record, all claims together:

# %%
others = chain[chain["claim_id"].isin(["C07", "C08", "C09", "C10", "C11", "C13"])]
columns = {"claim_id": "id", "outlet": "outlet", "date": "date", "wording": "what it says",
           "change_note": "what changed", "grade": "grade of our source"}
display(plots.word_table(others, columns, caption="The journeys of the other claims", absent="–"))
record = claims[claims["in_article"] | (claims.index == "C08")].reset_index()
columns = {"claim_id": "id", "label": "claim", "measured": "what was counted or seen",
           "missing": "missing to judge it", "verdict": "verdict", "grade": "grade of our source"}
plots.word_table(record, columns, caption="What stands behind each claim")

# %% [markdown]
# One of the twelve claims in the article is *documented*: codes on doors, described to Human Rights Watch in interviews, 58 in all, though not for every family.
# An app that searches phones is documented too, but it compared files with a list; scanning of calls is not.
# Contracts with one vendor are documented, being the only one is not, and another company names the quoted developer as its own.
# "Any angle and light", "16 provinces" and "the moment he or she appears" are statements of a developer and an expert, without a test.
# A verdict of *unverifiable* is not a verdict of *false*.

# %% [markdown]
# ## What would 99.8 % mean?
# Suppose it was a test with pairs, half of them of the same person, and both errors were equally common.
# Then 0.2 % of comparisons between *different* people end in a match.
# A search of 1.3 billion people is as many such comparisons:

# %%
accuracy = claims.loc["C06", "value"] / 100
gallery = claims.loc["C04", "value"]
print(f"{gallery * (1 - accuracy):,.0f} wrong people")

# %% [markdown]
# 2.6 million wrong people, for one face.
# `falsematch.search.expected_false_candidates` does this multiplication from here on, and `falsematch.claims` works out the other readings with it.
#
# For a day we put figures of the article together: 6.7 million captures, each searched once among 1.3 billion people.
# These are *assumptions*: that each is one face; that all of them are enrolled, which means on the list searched; that a test's rates hold on a street.
# A search of everyone is what the article says; an earlier text speaks of a list of suspects, whose length nobody gives, and lesson 03 compares both.
# Each row of the table is one reading, taken at its word:

# %%
from falsematch.claims import readings, rows_in_words

captures = claims.loc["C01", "value"]
found = readings(accuracy, gallery, captures)
columns = {
    "reading": "99.8 % is a share of …",
    "one_search": "one search: wrong people",
    "candidates": "a day: wrong people",
    "false_alerts": "a day: searches returning a wrong person",
    "misses": "a day: people missed",
    "missing": "missing",
}
title = f"One search of {gallery:,.0f}, and a day of {captures:,.0f} captures"
plots.word_table(rows_in_words(found), columns, caption=title)

# %% [markdown]
# Nine readings.
# Under four of them nothing can be said about wrong people, and under two of those nothing at all, because a threshold trades one error for the other: a system that points at everyone misses nobody.
# 13,400 appears often: it is 0.2 % of the captures, but of something else in each row.
# The reading nearest to the earliest texts is one of the first two rows:

# %%
title = "The same 99.8 %: a fraction of a wrong person, millions, or nothing that can be said"
fig = plots.readings_range(found, title=title, axis_label="wrong people returned by one search of everyone")
most = found["pairs"].candidates_per_search[1]
least = found["rank_one"].candidates_per_search[0]
plots.show(fig, alt=f"{len(found)} readings of one accuracy on a logarithmic axis of wrong people per search: "
           f"from {least:.3f} to at most {most:,.0f}; in several rows nothing can be said.")

# %% [markdown]
# Between the smallest and the largest lies a factor of more than a billion, and the article does not say where in between it stands.
# One more thing is left, your guess:

# %%
from falsematch.exercises import compare_guess

compare_guess(my_guess, kept, f"of the {len(read)} texts")

# %% [markdown]
# ## What this does not show
# It does not show what the systems in Xinjiang can do, or how they were used: a distorted figure may hide a smaller truth or a larger one.
# Contracts, an app and door codes are documented without these figures, and what people report of them does not depend on an accuracy.
# Several texts were read as excerpts or reposts, and a text that was not found may exist.
# The table takes each reading at its word; street cameras, lookalikes and thresholds make things more complicated, as lessons 03 to 08 show.

# %% [markdown]
# ## For the policy desk
# In the earliest texts found, 99.8 % described comparing one photograph with one other; on its way into English the words that said so were lost, and a search of the planet took their place.
# Read nine ways, it means anything from a fraction of a wrong person per search to millions, so no decision can rest on it.
# Ask of any accuracy: a share of what, counted by whom, on how many people, at which threshold, and with how many people enrolled?
#
# ## Sources
# Each row of the tables names its source; the texts were read in 2026:

# %%
for name in ("claims", "claim_chain", "populations", "lfw_accuracy"):
    print(datasets.cite(name))

# %% [markdown]
# ## Next
# [Lesson 02](02_base_rates.ipynb) takes the kindest reading and asks about one alert: what is the chance that it is right?
