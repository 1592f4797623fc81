"""The course as planned, and which of its lessons are here: the map shown in lesson 00."""

from falsematch import lessons
from falsematch._html import escaped, listed

#: Number of a lesson: (its file's name after the number, its question). For a lesson that is here, both are its own.
PLAN = {
    "00": ("start_here", "What do you expect?"),
    "01": ("the_claim", "What was measured?"),
    "02": ("base_rates", "A match: what is the chance that it is right?"),
    "03": ("one_to_many", "What happens in a search of N?"),
    "04": ("measure_a_matcher", "Where do error rates come from?"),
    "05": ("the_benchmarks_ceiling", "What can 6,000 pairs show?"),
    "06": ("state_of_the_art", "How good is the best?"),
    "07": ("whose_face", "Who gets the false matches?"),
    "08": ("lookalikes", "Are errors independent?"),
    "09": ("on_the_street", "What happened when it was used?"),
    "10": ("the_human_in_the_loop", "Will a person catch it?"),
    "11": ("speed_is_not_accuracy", "Can it scan a billion in a second?"),
    "12": ("a_city_of_cameras", "What would a day look like?"),
    "13": ("beyond_faces", "Does it end with faces?"),
    "14": ("audit_a_claim", "What would you ask?"),
}


class Map:
    """The list of lessons; those that are here are links, the others say "planned"."""

    def __init__(self, entries):
        self.entries = entries  # (number, question, file name or "")

    def __repr__(self):
        return "\n".join(
            f"{number}  {question}{'' if file else '  (planned)'}" for number, question, file in self.entries
        )

    def _repr_html_(self):
        pieces = (
            f'<a href="{escaped(file)}">{escaped(question)}</a>'
            if file
            else f"{escaped(question)} <em>(planned)</em>"
            for _, question, file in self.entries
        )
        return listed(zip((number for number, _, _ in self.entries), pieces, strict=True))


def course_map():
    """Every planned lesson with its question; a link where its notebook is in this checkout.

    Returns
    -------
    Map
        Displays as a list; `entries` holds (number, question, file name), the last empty for a planned lesson.
    """
    here = {path.name[:2]: path for path in lessons.NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")}
    return Map(
        [
            (number, question, here[number].name if number in here else "")
            for number, (_, question) in PLAN.items()
        ]
    )
