"""Which column of a table is which. What cannot be told apart is asked, by the name of the argument to pass."""

from dataclasses import dataclass, replace

from falsematch import _check
from falsematch._check import shown
from falsematch.datasets._cells import (
    DISTANCES,
    LABELS,
    SAMPLES,
    SCORES,
    SUBJECTS,
    Reading,
    Trouble,
    is_distance,
    is_file,
    is_label,
    is_number,
    is_similarity,
)
from falsematch.datasets._opening import counted, names_rows, whole
from falsematch.scores._split import kind_of, plain

WIDEST_LIST = 6  # columns that a list of comparisons without a header may have; a wider one is a matrix


@dataclass(frozen=True)
class Asked:
    """What the caller says about a file: arguments of `load_scores`."""

    score_column: str | int | None = None
    label_column: str | int | None = None
    subject_columns: tuple | None = None
    group_column: str | int | None = None
    distances: bool = False
    failure_value: float | None = None
    matrix: bool | None = None
    header: bool | None = None
    alone: bool = False  # of two files, one for each kind of scores

    def __post_init__(self):
        pair, failure = self.subject_columns, self.failure_value
        if pair is not None and len(pair) not in (0, 2):
            _check.refuse("subject_columns", pair, "the two columns that name the people compared, or ()")
        if failure is not None:
            if _check.single("failure_value", _check.numbers("failure_value", failure)) != failure:
                _check.refuse("failure_value", failure, "a number, not NaN")

    @property
    def reading(self):
        return Reading(bool(self.distances), self.failure_value)


def layout_of(layout, columns, asked):
    """The `Layout` of a text that begins as `opening` says."""
    names, rows = layout.names if layout.header else None, list(zip(*columns, strict=True))
    if asked.alone:
        return columns_layout(layout, columns, asked)
    if names and asked.matrix is not False and names_rows(names, rows):
        if (
            asked.matrix is None
            and counted(names)
            and len(columns) <= WIDEST_LIST + 1
            and any(map(whole, columns[1:]))
        ):
            raise Trouble(
                "may be a matrix or a table with numbered columns: pass matrix=True or matrix=False"
            )
        return replace(layout, scores=tuple(range(1, len(columns))), subjects=(0,), matrix=True)
    if not names and asked.matrix is not False and all(_mostly(is_number, column) for column in columns):
        square = len(rows) == len(columns) and not any(map(whole, columns))
        if asked.matrix or square or len(columns) > WIDEST_LIST:
            return replace(layout, scores=tuple(range(len(columns))), matrix=True)
    if asked.matrix:
        raise Trouble("is no matrix of scores: some of its cells are no numbers")
    if names and counted(names):  # by a program: they say nothing
        numbered = tuple(name and str(place) for place, name in enumerate(names, 1))
        layout = replace(layout, header=False, names=numbered)
    return columns_layout(layout, columns, asked)


def columns_layout(layout, columns, asked):
    """The `Layout` of a table with these names, of whose columns these are the first cells."""
    chosen = _Choice(layout, columns, asked)
    if asked.alone:
        return chosen.alone()
    return chosen.by_name() if layout.header else chosen.by_cells()


def _mostly(test, column):
    return 2 * sum(map(test, column)) >= len(column)


class _Choice:
    """The choice of columns: by the caller, by their names, or by what their cells can be."""

    def __init__(self, layout, columns, asked):
        self.layout, self.columns, self.asked = layout, columns, asked
        self.words = [plain(name) for name in layout.names]
        self.listed = ", ".join(shown(name) for name in layout.names[:12])

    def given(self, what):
        """The place of the column that the caller names, or numbers from 1, as an argument of this name."""
        column = getattr(self.asked, what)
        return None if column is None else self._place(column, what)

    def _place(self, column, what):
        if isinstance(column, str) and self.layout.header and plain(column) in self.words:
            return self.words.index(plain(column))
        number = int(column) if str(column).isdecimal() else 0
        if 1 <= number <= len(self.words):
            return number - 1
        numbered = "" if self.layout.header else ": number them from 1"
        raise Trouble(f"has no column {shown(column)} for {what}, only {self.listed}{numbered}")

    def subjects(self):
        """The two columns of people that the caller names; None if nothing was said."""
        columns = self.asked.subject_columns
        return (
            None if columns is None else tuple(self._place(column, "subject_columns") for column in columns)
        )

    def one(self, places, what):
        """The only one of some columns; None for none, and a question for several."""
        if len(places) > 1:
            said = ", ".join(shown(self.layout.names[place]) for place in places)
            raise Trouble(f"has several columns that may be {what}s: {said}: choose one with {what}_column")
        return places[0] if places else None

    def made(self, score, label, subjects):
        group = self.given("group_column")
        groups = () if group is None else (group,)
        if score in (label, *subjects, *groups):
            name = shown(self.layout.names[score])
            raise Trouble(f"cannot hold scores and labels, people or groups in one column, {name}")
        if self.layout.header:
            pairs = [tuple(map(self.words.index, pair)) for pair in SAMPLES if set(pair) <= set(self.words)]
        else:
            files = [place for place, cells in enumerate(self.columns) if cells and all(map(is_file, cells))]
            pairs = [tuple(files)] if len(files) == 2 else []
        samples = next((pair for pair in pairs if not {score, label, *subjects} & set(pair)), ())
        return replace(
            self.layout, scores=(score,), label=label, subjects=subjects, groups=groups, samples=samples
        )

    def alone(self):
        """The one column of scores of a file without labels."""
        width, words = len(self.words), set(self.words)
        if width == 1:
            return replace(self.layout, scores=(0,))
        if not self.layout.header:
            said = f"has {width} columns, where scores alone are wanted: add a header with a column 'score'"
            raise Trouble(said)
        if self.asked.score_column is None and (
            words & LABELS or any(set(pair) <= words for pair in SUBJECTS)
        ):
            raise Trouble(
                "has labels or people of its own, where scores alone are wanted: give such a table by itself, or "
                "choose its scores with score_column"
            )
        return replace(self.layout, scores=(self.score_by_name(),))

    def by_name(self):
        score, subjects, label = self.score_by_name(), self.subjects(), self.given("label_column")
        if subjects is None:
            pairs = [pair for pair in SUBJECTS if set(pair) <= set(self.words)]
            subjects = tuple(map(self.words.index, pairs[0])) if pairs else ()
        if label is None:
            named = [place for place, word in enumerate(self.words) if word in LABELS and place != score]
            like = [
                place for place in named if self.columns[place] and _mostly(is_label, self.columns[place])
            ]
            label = self.one(like or ([] if subjects else named), "label")
        if label is not None and kind_of(self.words[label].removeprefix("is")) is False:
            name = shown(self.layout.names[label])
            raise Trouble(
                f"has labels in a column named {name}, which leaves open what 1 means: name it mated, say"
            )
        if label is None and not subjects:
            raise Trouble(
                f"has neither a column of labels nor two of subjects, only {self.listed}: "
                "name them with label_column or subject_columns"
            )
        return self.made(score, label, subjects)

    def score_by_name(self):
        """The column of scores. Its name says what it holds, whoever picks it."""
        score, distances = self.given("score_column"), self.asked.distances
        if score is None:
            neutral = [place for place, word in enumerate(self.words) if word in SCORES]
            alike = [place for place, word in enumerate(self.words) if is_similarity(word)]
            apart = [place for place, word in enumerate(self.words) if is_distance(word)]
            plainly = [place for place in apart if self.words[place] in DISTANCES]  # not that of the eyes
            score = self.one(
                (plainly or neutral + apart or alike) if distances else (neutral + alike or apart), "score"
            )
        if score is None:
            raise Trouble(f"has no column 'score', only {self.listed}: name it with score_column")
        name = self.layout.names[score]
        place = None, score + 1, name
        if is_distance(name) and not distances:
            raise Trouble("holds distances (smaller = more alike): pass distances=True", *place)
        if is_similarity(name) and distances:
            raise Trouble("holds similarities (greater = more alike): leave distances=True out", *place)
        return score

    def by_cells(self):
        columns, subjects, label = self.columns, self.subjects(), self.given("label_column")
        places = [place for place, name in enumerate(self.layout.names) if name]
        numbers = [place for place in places if _mostly(is_number, columns[place])]
        if len(places) == 1:
            raise Trouble(
                "has one column: give two files together, first the genuine scores, then the impostor ones"
            )
        if label is None and not subjects:
            label = self._label_by_cells(places, numbers)
        if label is None and subjects is None and len(places) in (4, 5) and places[-1] in numbers:
            # claimed, real, probe, score; with the model's own name beside the claimed one
            subjects = (places[0], places[-3]) if places[-2] not in numbers else None
        if label is None and not subjects:
            if len(columns[0]) == len(columns):
                raise Trouble(
                    "may be a small matrix or a list: pass matrix=True, or label_column or subject_columns"
                )
            raise Trouble(
                "is neither a table with a header, nor a list of labels and scores, nor a square matrix "
                f"({len(columns)} columns): add a header such as label,score, or pass label_column or subject_columns"
            )
        score = self.given("score_column")
        if score is None:
            left = [place for place in places if place not in (label, *(subjects or ()))]
            left = [place for place in left if place in numbers] if len(left) > 1 else left
            fractions = [place for place in left if not whole(columns[place])]
            score = self.one(fractions or left, "score")
        if score is None:
            raise Trouble(f"has no column of scores among its {len(columns)}: name it with score_column")
        return self.made(score, label, subjects or ())

    def _label_by_cells(self, places, numbers):
        labels = [place for place in places if all(map(is_label, self.columns[place]))]
        if not labels:  # one label may be wrong; of numbers, only where nothing else can be labels
            likely = [place for place in places if _mostly(is_label, self.columns[place])]
            labels = [place for place in likely if len(places) == 2 or place not in numbers]
        words = [place for place in labels if place not in numbers]
        label = self.one(words or labels, "label")
        # 1 2 0.9 may be two people and a score; so may 1 2 2/photo 0.9 in a list that names probes.
        others = [whole(self.columns[place]) for place in places if place != label]
        if label in numbers and (len(others) == 2 and any(others) or others[:2] == [True, False]):
            raise Trouble(
                f"may hold labels or people in column {label + 1}: pass label_column or subject_columns"
            )
        return label
