# %% [markdown]
# # Where do error rates come from?
#
# **50 minutes** · You need: lesson 03 (false match rate) and the idea of a histogram.
#
# After this lesson you will be able to
#
# - count a false match rate and a false non-match rate from scores, at any threshold;
# - recognise a test that leaks, and see how much a leak can flatter;
# - explain why one matcher has several "accuracies", and give an interval that respects people.

# %% [markdown]
# ## Predict first
#
# One method, and both of its tests take the same 19,800 pairs of photographs.
# In each the threshold lets 1 % of the pairs of *different* people match.
#
# In the first test it was trained on *other photographs of the same people*, and it misses 13 % of the pairs that show one person.
# In the second test it was trained on *other people*.
# What share does it miss there?

# %%
my_guess = ...

# %% [markdown]
# ## Forty volunteers
#
# The Olivetti faces: 40 volunteers of one laboratory, ten photographs each, posed and facing the camera.
# They can show where error rates come from; about people in general they show nothing.
#
# The photographs are not part of this project.
# If this computer has them, the lesson scores them here; if not, it uses scores that the same code made earlier:

# %%
DOWNLOAD = False  # True: fetch the photographs (4 MB, once) if they are not here, and score them live

from falsematch.exercises.faces import faces

volunteers = faces(download=DOWNLOAD)
pairs = volunteers.pairs
print(volunteers.source)
print(f"{pairs['mated'].sum()} pairs show one person, {(~pairs['mated']).sum():,} show different people")

# %% [markdown]
# Pairs of one person are called **genuine** (or *mated*), pairs of different people **impostor** (or *non-mated*).
# These are the pairs that every test of this lesson can score.
#
# ## A matcher in a few lines
#
# Face recognition of the last century, from scikit-learn, and small enough to see into.
# To the computer a photograph is a long list of brightness values.
# PCA (principal component analysis) sums it up in 60 numbers: how much it holds of each of as many patterns, those in which the training photographs differ most (*eigenfaces*).
# LDA (linear discriminant analysis) then combines these numbers so that the *training people* come far apart (*Fisherfaces*).
#
# PCA never learns who is who; LDA is told:

# %%
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.pipeline import Pipeline

eigenfaces = Pipeline([("pca", PCA(60, whiten=True, svd_solver="full"))])
fisherfaces = Pipeline([*eigenfaces.steps, ("lda", LinearDiscriminantAnalysis())])

# %% [markdown]
# The **score** of a pair says how alike the descriptions of its photographs are (the cosine of the angle between them).
# Trained on 20 people, the matcher scores pairs of the 20 others, and the other way round:

# %%
fair = volunteers.score(fisherfaces, trained_on="other people")
mated = pairs["mated"]
genuine, impostor = fair[mated], fair[~mated]
print(f"median score: {genuine.median():.2f} for one person, {impostor.median():.2f} for different people")

# %% [markdown]
# The middle genuine pair scores far above the middle impostor pair.
#
# A comparison **matches if its score is at or above a threshold**, which somebody has to choose.
# Let us try one and look:

# %%
from falsematch import plots, scores
from falsematch.exercises.lesson04 import THRESHOLD_ASKED


def look(threshold):
    point = scores.rates_at(genuine, impostor, threshold)
    fig = plots.score_distributions(
        genuine, impostor, threshold=threshold,
        title=f"At {threshold:g}, {point.false_matches:,} pairs match falsely and {point.false_non_matches} are missed")
    return fig, (f"Overlapping heaps of scores. At a threshold of {threshold:g}, {point.fnmr:.1%} of the heap of one "
                 f"person lie below it and {point.fmr:.1%} of the heap of different people at or above it.")


plots.show(*look(THRESHOLD_ASKED))

# %% [markdown]
# Genuine scores are higher on the whole, but the heaps overlap.
# So no threshold is right about everything: each one makes both kinds of error, in some proportion.
#
# ## Exercise 1
#
# The share of *impostor* comparisons that match is the **false match rate** (FMR).
# The share of *genuine* comparisons that do not match is the **false non-match rate** (FNMR).
#
# What is the FMR at this threshold?
# `genuine` and `impostor` hold the scores, `THRESHOLD_ASKED` the threshold.
# (`(genuine > 0).mean()`, for example, is the share of genuine scores above zero.)

# %%
from falsematch.exercises import check_fmr_by_hand

answer = ...
check_fmr_by_hand(answer)

# %% tags=["solution"]
check_fmr_by_hand((impostor >= THRESHOLD_ASKED).mean())

# %% [markdown]
# You have counted it by hand; from here on `scores` does.
# Move the threshold, and the errors trade places:

# %%
for threshold in (0.3, 0.5, 0.7, 0.9):
    point = scores.rates_at(genuine, impostor, threshold)
    print(f"threshold {threshold}: {point.false_matches:5,} false matches, FMR {point.fmr:6.2%}; FNMR {point.fnmr:6.2%}")

# %% [markdown]
# At 0.3 almost a third of all pairs of different people match; at 0.9 none of these pairs did, and 82 % of the genuine ones are missed.
# A rate without its threshold, or without the other rate, says nothing.
#
# Move it yourself, if you are running this page and not only reading it (nothing below depends on it):

# %%
plots.slider(look, value=THRESHOLD_ASKED, low=-0.2, high=0.95, step=0.05)

# %% [markdown]
# ## The leak
#
# That test was fair: people in training and people in the test were different ones.
# A test is easily made otherwise.
# Split the *photographs* into halves, instead of the people, and train on one of them.
# No tested photograph was seen in training.
# But everybody's face was.
#
# The same method, as many training photographs, the very same tested pairs, each test at its own threshold for an FMR of 1 %:

# %%
from falsematch.exercises.lesson04 import FMR_ASKED

panels, missed = {}, {}
leaking = volunteers.score(fisherfaces, trained_on="the same people")
for people, score in {"the same people": leaking, "other people": fair}.items():
    point = scores.fnmr_at_fmr(score[mated], score[~mated], FMR_ASKED)
    panels[f"trained on {people}"] = score[mated], score[~mated], point.threshold
    missed[people] = point.fnmr
leak = missed["other people"] / missed["the same people"]
fig = plots.score_panels(panels, title=f"The same pairs: {leak:.1f} times as many missed once the people are new")
plots.show(fig, alt="Score histograms of both tests. Trained on the same people, the heaps stand apart and "
           f"{missed['the same people']:.0%} of genuine pairs are missed; trained on other people, they overlap and "
           f"{missed['other people']:.0%} are missed.")

# %% [markdown]
# 13 % missed in the leaking test, 46 % in the fair one.
# The method is the same; in the leaking test it had met these people before.
# A system in use meets people whom nobody trained it on.
#
# ## How sure?
#
# 800 genuine pairs are not 800 independent trials: they come from 40 people, and a person who looks different in one photograph loses many pairs at once.
# So we ask what would have come out with *other people*: draw 40 people again and again from these 40, some more than once and some not at all (a *bootstrap*), and take the middle 95 % of the results:

# %%
def interval(score, **who):
    return scores.bootstrap_fnmr_at_fmr(score[mated], score[~mated], FMR_ASKED, seed=4, **who)


by_person = {"genuine_subjects": pairs.loc[mated, "person_a"],
             "impostor_subjects": pairs.loc[~mated, ["person_a", "person_b"]]}
naive, honest = interval(fair), interval(fair, **by_person)
print(f"as if pairs were independent: {naive.low:.1%} to {naive.high:.1%}")
print(f"people drawn:                 {honest.low:.1%} to {honest.high:.1%}")

# %% [markdown]
# From 34 % to 57 %: almost three times as wide as the first line claims.
# Both matchers in both tests, with intervals over people:

# %%
import numpy as np

tests = {"eigenfaces, leak": volunteers.score(eigenfaces, trained_on="the same people"),
         "eigenfaces, fair": volunteers.score(eigenfaces, trained_on="other people"),
         "Fisherfaces, leak": leaking, "Fisherfaces, fair": fair}
found = {name: interval(score, **by_person) for name, score in tests.items()}
rows = {name: (drawn.estimate, drawn.low, drawn.high) for name, drawn in found.items()}
fig = plots.interval_rows(rows, axis_label="FNMR at FMR 1 %, with 95 % intervals over people",
                          groups={name: name.split(", ")[1] for name in rows},
                          title="The leak makes one method look far better than the other; the fair test does not")
plots.show(fig, alt="Misses with intervals. " + "; ".join(
    f"{name}: {middle:.0%} ({low:.0%} to {high:.0%})" for name, (middle, low, high) in rows.items()) + ".")
more = found["eigenfaces, fair"].replicates - found["Fisherfaces, fair"].replicates  # on the same draws of people
low, high = np.quantile(more, [0.025, 0.975])
print(f"fair tests: eigenfaces miss {low:+.0%} to {high:+.0%} more of the genuine pairs than Fisherfaces")

# %% [markdown]
# The leaking test says that Fisherfaces miss less than a third as many pairs as eigenfaces.
# On people who are new, and on the same draws of them, eigenfaces miss from 0.9 percentage points less to 18 more: which is better, this test cannot tell.
#
# Eigenfaces, which never learn who is who, gain less from the leak.
# Today's networks are trained to tell people apart, too: ask who was in their training.
#
# ## Every threshold at once
#
# A DET curve (*detection error trade-off*) draws both error rates, threshold by threshold, on axes stretched where errors are rare:

# %%
curves = {name: scores.det(score[mated], score[~mated])[:2] for name, score in tests.items()}
fig = plots.det_curve(curves, impostors=len(impostor),
                      title="Where false matches are rare, only Fisherfaces with the leak stand out")
plots.show(fig, alt="DET curves, misses against false matches, falling from left to right. Three run close together; "
           "the one of Fisherfaces tested with the leak lies far below. Left of one false match in all comparisons the "
           "figure is shaded.")

# %% [markdown]
# Mind the grey strip: with 19,000 comparisons of different people, no false match rate below 1 in 19,000 can be seen.
# The claim's country needs one below 1 in a billion (lesson 03).
#
# ## Which accuracy?
#
# Benchmarks such as LFW take as many genuine pairs as impostor pairs: their accuracy is the *balanced* one, `1 - (FMR + FNMR) / 2`.
# At an FMR of 1 % the fair test gives Fisherfaces 76.4 %; at the best threshold, picked on the test itself, 86.0 %.
# (Printed below.)
#
# ## Exercise 2
#
# Nobody forces us to balance.
# Of the decisions on our 19,800 pairs at an FMR of 1 %, which share is right?
# `point` holds `false_matches`, `false_non_matches`, `impostor_comparisons` and `genuine_comparisons`:

# %%
from falsematch.exercises import check_accuracy_all_pairs

point = scores.fnmr_at_fmr(genuine, impostor, FMR_ASKED)
print(f"balanced accuracy {scores.balanced_accuracy(genuine, impostor, point.threshold):.1%}; "
      f"at the best threshold {scores.balanced_accuracy(genuine, impostor):.1%}")
answer = ...
check_accuracy_all_pairs(answer)

# %% tags=["solution"]
wrong = point.false_matches + point.false_non_matches
check_accuracy_all_pairs(1 - wrong / (point.impostor_comparisons + point.genuine_comparisons))

# %% [markdown]
# 97.2 %, from a matcher that misses 46 % of all genuine pairs.
# A program that answers "different" every time reaches 96.0 %.
#
# From 76.4 % to 97.2 % nothing changed but the share of genuine pairs.
# Let us try another share, too:

# %%
for share in (1 / 2, mated.mean(), 1 / 1_000):
    right = share * (1 - point.fnmr) + (1 - share) * (1 - point.fmr)
    print(f"genuine pairs {share:7.2%}: accuracy {right:.1%}")

# %% [markdown]
# 76.4 %, 97.2 %, 99.0 %: one matcher, one threshold, one set of faces.
# In a search of a long list one comparison is genuine, or none, so that an "accuracy per comparison" is nearly `1 - FMR` and hardly counts a miss at all.
# Without FMR, FNMR and the share of genuine pairs, no accuracy can be read.
#
# ## Exercise 3
#
# Back to the leak, as you may meet it outside:

# %%
from falsematch.exercises import check_leak

display(check_leak.ask())
answer = ...
check_leak(answer)

# %% tags=["solution"]
check_leak("b")

# %%
from falsematch.exercises import compare_guess

compare_guess(my_guess, missed["other people"], "of the pairs of one person missed", kind="proportion")

# %% [markdown]
# ## What this does not show
#
# - Anything about people at large: these are 40 volunteers of one laboratory, posed, with little variety.
# - How good face recognition is today. These methods are decades old; the networks of lessons 05 and 06 err far less, and leaks and denominators work the same with them.
# - The leak by itself. In the leaking test, training also saw more people, with fewer photographs of each.
# - That any maker's test leaks. Some publish what they trained on, some do not; then a leak can neither be shown nor ruled out.
# - The chance in training. The bootstrap draws people to *test* anew; the matchers are the ones that were trained here.

# %% [markdown]
# ## For the policy desk
#
# An error rate belongs to a threshold, a set of people and a kind of pair, and an accuracy hides all of these at once.
# A test on people whom the system was trained on can flatter it severalfold, here from 46 % of pairs missed to 13 %.
# Ask a supplier for the false match rate and the false non-match rate at one stated threshold, on how many people, and whether any of those people were in the training data.
#
# ## Sources

# %%
from falsematch import datasets

print(datasets.cite("olivetti_scores"))

# %% [markdown]
# Please credit AT&T Laboratories Cambridge when using the photographs.
#
# ## Next
#
# Forty volunteers are few.
# Lesson 05 goes to the best-known benchmark on which "99.8 %" is reported, and asks what its 6,000 pairs can show.
