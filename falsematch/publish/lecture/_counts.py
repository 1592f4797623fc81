"""What the slides, the handout and the questions count: days at a station, searches, and the sentence of the debate."""

from falsematch import datasets, rates, search
from falsematch._words import say
from falsematch.publish import desk, main_result

WANTED = (20, 200, 2000)  # people looked for who pass in a day: assumptions, the first that of lesson 02


def table(name):
    """A dataset."""
    return datasets.load(name)


def people(key):
    """A row of the table `populations`."""
    return int(table("populations")["value"][key])


def berlin():
    """(hits, false hits): the shares that a ministry gave after a test."""
    value = table("field_tests")["value"]
    return value["berlin_headline_hits"], value["berlin_headline_false"]


def crowd(wanted=WANTED[0], passing="suedkreuz_per_day"):
    """A day at a station with so many wanted people, as `rates.NaturalFrequencies`."""
    return rates.natural_frequencies(people(passing), wanted / people(passing), *berlin())


def ministry():
    """The audit of the claim that the calculator opens with, and that the debate is about."""
    return desk.example()


def debate(listed=None, fpir=None):
    """The days of the debate, as `rates.NaturalFrequencies`, with the claim's middle numbers or others in their place.

    `listed` is a number of listed people who pass in a day, `fpir` a share of faces; None leaves the claim's own.
    """
    claim = ministry().claim
    listed = claim.listed_passing[1] if listed is None else listed
    fpir = claim.fpir if fpir is None else fpir
    faces = claim.faces_per_day
    return rates.natural_frequencies(faces * claim.days, listed / faces, claim.value, fpir)


def record():
    """(wrong alerts, faces) in the force's record of a year, at a stricter setting than the ministry's test."""
    row = table("field_tests").loc["met_year_fp"]
    return int(row.events), int(row.trials)


def returned(gallery):
    """Wrong people that one search returns if all of what the article's percentage leaves out were false matches."""
    return search.expected_false_candidates(1, gallery, 1 - main_result.CLAIMED)


def missing():
    """What the article leaves untold, as a list."""
    return [one.strip() for one in table("claims").loc["C06", "missing"].split(";")]


def count(number):
    """A count of people as it is said: whole where it is nearly whole."""
    return say(round(float(number), 1) if number < 1000 else round(float(number)))


def percent(share, digits=1):
    """A share in percent, without zeros at its end."""
    return f"{round(100 * share, digits):g} %"
