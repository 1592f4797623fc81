# %% [markdown]
# # Can it scan a billion in a second?
#
# **30 minutes** · You need: lesson 03 (`N * FMR`), and some 230 MB of free memory.
#
# After this lesson you will be able to
#
# - measure how many comparisons your own computer makes in a second, and say what holds it up;
# - turn a speed into false matches a second;
# - say what a claim of speed leaves open.

# %% [markdown] tags=["case"]
# In March 2018 the Global Times wrote of a Chinese system that it is fast enough to scan the population of the country in one second, and that of the world in two.
# A fuller text about the same interview says on what this rests, 3 billion *comparisons* a second; another text of that month, that they are made with a database of suspects.
#
# Can that be?
# And if it can, what has been said about the people it points at?

# %% [markdown]
# ## Your own computer
#
# A program turns each face into a **template**, here 512 numbers.
# To compare it with another one, multiply number by number and add up: a score.
#
# Guess how many such comparisons the computer that runs this page makes in a second, when one face is searched among many:

# %%
my_guess = ...

# %% tags=["folded"]
import numpy as np

from falsematch import datasets, plots
from falsematch.exercises import compare_guess, read_guess
from falsematch.exercises.lesson11 import ASSUMED_FMR, in_odds, median_seconds, say

rng = np.random.default_rng(11)
NUMBERS = 512  # in a template
BYTES = 4  # of a number in the format float32
THRESHOLD = 108.5  # about one pair of random templates in a million reaches it

# %% [markdown]
# Templates of nobody will do: random numbers take as long as a face's.
# A gallery of 50,000, and one search of it: a score for each person, and how many reach a threshold:

# %%
gallery = rng.standard_normal((50_000, NUMBERS), dtype="float32")
probe = rng.standard_normal(NUMBERS, dtype="float32")


def one_search():
    scores = gallery @ probe  # each row times the probe, added up
    return (scores >= THRESHOLD).sum()

# %% tags=["measured-here"]
one_speed = len(gallery) / median_seconds(one_search)
compare_guess(my_guess, one_speed, "comparisons a second, one search at a time",
              naive=(len(gallery), "So many are in the gallery. It is through with them in far less than a second."))

# %% [markdown]
# What holds it up?
# Either the multiplying, or fetching the templates from memory.
# To see which, copy the gallery, without any arithmetic, and compare the bytes that move in a second:

# %% tags=["measured-here"]
spare = np.empty_like(gallery)


def copy():
    np.copyto(spare, gallery)


copied = 2 * gallery.nbytes / median_seconds(copy)  # read once, written once
print(f"searching moves {say(one_speed * NUMBERS * BYTES)} bytes a second, copying {say(copied)}")

# %% [markdown]
# If the two are alike, or within a few times of each other, your computer spends much of its time *fetching*.
# A second test: search for 100 faces at once.
# That is a hundred times the arithmetic, but each template is fetched once.
# If arithmetic were all, it would take a hundred times as long:

# %%
probes = rng.standard_normal((NUMBERS, 100), dtype="float32")


def many_searches():
    scores = gallery @ probes
    return (scores >= THRESHOLD).sum()

# %% tags=["measured-here"]
scores_made = len(gallery) * 100
many_speed = scores_made / median_seconds(many_searches)
print(f"one at a time {say(one_speed)}, a hundred at once {say(many_speed)}: {many_speed / one_speed:.1f} times as fast")
print(f"{many_searches()} of {scores_made:,} pairs of nobodies reached the threshold")

# %% [markdown]
# A few pairs of nobodies did reach the threshold: it was set so that about one in a million does, and your computer made five million scores in a moment.

# %% [markdown]
# Yours is a computer among others, so from here on we read recorded ones.
# On two servers with 16 cores, searching for many at once was 9 to 11 times as fast as one by one.
#
# ## A card that holds a country
#
# An *accelerator* is a card for graphics or for computing, with a fast memory of its own.
# One of 2026 was measured while it held 1.3 billion templates at once, each shortened to 512 bits.
# How many times can it search all of them in one second, one probe after the other?

# %%
my_card_guess = ...

# %%
machines = datasets.load("machines")
card = machines.loc["h200_one_bits"]
compare_guess(my_card_guess, 1 / card["median_seconds"], f"searches of {say(card['templates'], 2)} templates a second",
              naive=(1, "That is the claim, made for a whole system."))

# %% [markdown]
# 53 searches of everyone, in the second that the claim needs for one.
# It moves 4.4 trillion bytes a second; a mere copy inside the card moves 4.3 trillion, so here fetching is all.
# With longer templates (512 numbers of a byte each) and 4,096 probes at once it makes about 670 billion comparisons a second: over 200 times the claim.
# Beside your own computer:

# %%
speeds = {
    "this computer, one at a time": one_speed,
    "this computer, 100 at once": many_speed,
    "16-core server, 1,024 at once": machines.loc["server_h200_many_float32_library", "comparisons_per_second"],
    "the claim of 2018": datasets.load("claims").loc["C15", "value"],
    "one card, one at a time": machines.loc["h200_one_int8", "comparisons_per_second"],
    "one card, 4,096 at once": machines.loc["h200_many_int8_fused", "comparisons_per_second"],
}

# %% tags=["measured-here"]
def at_fmr(exponent):
    return plots.speeds_and_false_matches(speeds, 10.0**exponent, title="Comparisons a second, and false matches a second at an assumed FMR",
                                          claim="the claim of 2018", guess=read_guess(my_guess))


plots.slider(at_fmr, value=-6, low=-12, high=-3, step=1, name="exponent of the FMR")

# %% [markdown]
# So the speed is ordinary today, in fairness to whoever claimed it: one card does it, or eight of the slower servers.
# Codes of 512 bits tell people apart less well, but the claim does not hang on them: with two bytes a number the card still makes 4.2 billion comparisons a second one search at a time, and about 370 billion in batches.
# It held 105 million such templates: 1.3 billion take 13 cards, or 7 with one byte a number.
# Only the planet takes 2.5 seconds, not two.
#
# ## Exercise 1
#
# Another claim, of 2017, at another speed:

# %%
from falsematch.exercises import check_among_two_billion

display(check_among_two_billion.ask())
answer = ...
check_among_two_billion(answer)

# %% tags=["solution"]
answer = datasets.load("claims").loc["C18", "value"] / machines.loc["server_h200_many_float32_library", "comparisons_per_second"]
print(answer)
check_among_two_billion(answer)

# %% [markdown]
# ## What comes with the speed
#
# Assume an FMR of one in a million: of comparisons of different people, one in a million reaches the threshold.
# Five seconds of the claim, if the system is kept busy and compares strangers:

# %%
claim = speeds["the claim of 2018"]
rng.poisson(claim * ASSUMED_FMR, size=5)  # false matches in each second

# %% [markdown]
# About 3,000 in *every* second; if errors gather on few faces (lesson 08), seconds differ more, and the average stays.
# At that rate 3 billion comparisons a second *are* 3,000 false matches a second, one and the same sentence.
#
# Which FMR a system has, its speed does not tell.
# For several, in a table of false matches a second:

# %% tags=["folded"]
rates = {f"FMR {in_odds(fmr)}": fmr for fmr in (1e-4, 1e-6, 1e-8, 1e-10)}
rows = {name: {"machine": name, **{said: say(speed * fmr) for said, fmr in rates.items()}}
        for name, speed in speeds.items() if "this computer" not in name}
plots.word_table(rows, {name: name for name in ("machine", *rates)}, "False matches a second")

# %% [markdown]
# Strict rates exist: NIST tests searches of 12 million people at a threshold where 3 in 1,000 strangers return somebody, which is about 1 in 4 billion comparisons if these are independent.
# The best programs miss few people there, with good photographs (lesson 06).
# The product needs no independence, but it needs N comparisons: a program that skips most of a list makes fewer, and must be tested in searches (NIST, lesson 03).
#
# ## Exercise 2
#
# In a function of your own:

# %%
from falsematch.exercises import check_my_wrong_per_second


def my_wrong_per_second(people, seconds, fmr):
    """False matches a second of a system that searches so many people in so many seconds."""
    return ...


check_my_wrong_per_second(my_wrong_per_second)

# %% tags=["solution"]
def my_wrong_per_second(people, seconds, fmr):
    comparisons_per_second = people / seconds
    return comparisons_per_second * fmr


print(my_wrong_per_second(1_000_000, 2, 1e-5))
check_my_wrong_per_second(my_wrong_per_second)

# %% [markdown]
# ## Exercise 3
#
# A sentence as it might stand in a brochure:

# %%
from falsematch.exercises import check_nobody_missed

display(check_nobody_missed.ask())
letter, number = ..., ...
check_nobody_missed(letter, number)

# %% tags=["solution"]
letter, number = "b", claim * 2e-6
print(letter, number)
check_nobody_missed(letter, number)

# %% [markdown]
# ## What a comparison leaves out
#
# Before a face can be compared, it has to be found in a picture and turned into a template.
# The same card makes about 65,600 templates a second in large batches, and 256 one at a time (by ResNet-50, a common network, with noise for pictures):

# %%
making = machines.loc["h200_templates_resnet50_1024", "images_per_second"]
in_batches = speeds["one card, 4,096 at once"] / making  # comparisons in the time of one template
alone = speeds["one card, one at a time"] / machines.loc["h200_templates_resnet50_1", "images_per_second"]
a_day = datasets.load("claims").loc["C01", "value"] / (24 * 60 * 60)  # 6.7 million a day, in a second
print(f"one template costs as much as {say(in_batches)} comparisons, both in batches; {say(alone)}, both one at a time")
print(f"6.7 million faces a day are {a_day:.0f} a second; this card could make {say(making / a_day, 2)} times as many")

# %% [markdown]
# (The 6.7 million are the article's figure; lesson 01 says what it was.)
# Networks made for faces often take more operations, up to 11.3 times as many: if time grows with operations, there is room for about 75 times.
# Reading video and finding faces in it were not measured.
#
# Does this rescue the claim, or sink it?
# Neither.
# Whatever is slow lowers the searches a second, and with them the false matches a *second*.
# At one in a million each *search* of 1.3 billion still expects 1,300 of them, however long it took.
#
# ## Exercise 4
#
# What faster computers change:

# %%
from falsematch.exercises import check_faster_computers

display(check_faster_computers.ask())
answer = ...
check_faster_computers(answer)

# %% tags=["solution"]
answer = "b"
print(answer)
check_faster_computers(answer)

# %% [markdown]
# ## Exercise 5
#
# What speed cannot buy:

# %%
from falsematch.exercises import check_errorless_test

display(check_errorless_test.ask())
answer = ...
check_errorless_test(answer)

# %% tags=["solution"]
from falsematch import intervals

answer = intervals.trials_for_zero_errors(1 / datasets.load("claims").loc["C18", "value"])
print(answer)
check_errorless_test(answer)

# %% [markdown] tags=["case"]
# Back to the Global Times.
# That a country can be searched in a second is no boast today: one card of 2026 does it 53 times, with templates of 512 bits.
# "Scan the population" let a rate of comparing sound like knowing who everybody is.
# If it was kept busy with strangers, that second of 2018 held 3,000 false matches at one in a million, and 0.75 at NIST's strict rate; how often one errs, the sentence does not say.

# %% [markdown]
# ## What this does not show
#
# - The accuracy of anything: templates were random. Shorter ones compare faster, and confuse more people.
# - The system of the claim: its hardware is not known. The machines here are of 2026, which makes the claim look easier than it was in 2018.
# - The speed of a whole system, with cameras and networks: it is lower, and the false matches a second are fewer with it.
# - Different people: one face can match in many searches, so there are fewer people than matches: single people gather many of them (lesson 08).

# %% [markdown]
# ## For the policy desk
#
# A claim of speed says nothing about accuracy: it is a number of comparisons a second, and times the false match rate it is a number of false matches a second.
# Searching 1.3 billion templates of 512 bits in a second is ordinary today, since one card of 2026 does it 53 times, so speed is no evidence of quality.
# Ask for the false match rate and the miss rate at the threshold in use: a test without any error that could show less than one false match for each search of 2 billion people would need at least 6 billion independent ones.

# %% [markdown]
# ## Sources

# %% tags=["folded"]
print(datasets.cite("machines"))
print(datasets.cite("claim_chain", "C04_1"))
print(datasets.cite("claim_chain", "C04_2"))
print(datasets.cite("claim_chain", "C04_3"))
for row in ("C01", "C05", "C15", "C18"):
    print(datasets.cite("claims", row))
print(datasets.cite("nist_statements", "binomial_limit"))
print(datasets.cite("nist_identification"))
print(datasets.cite("populations", "world_2018"))
print("C04_1: the copy that was read shows no address. C15: read in a repost.")
print("A network for faces, 24.2 billion operations: https://docs.openvino.ai/2024/omz_models_model_face_recognition_resnet100_arcface_onnx.html")

# %% [markdown]
# ## Next
#
# A card can compare faster than any city has faces.
# Lesson 12 asks what a day in such a city would look like.
