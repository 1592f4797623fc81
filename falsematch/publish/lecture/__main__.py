"""``python -m falsematch.publish.lecture`` writes ``docs/one_lecture``."""

from falsematch.publish import lecture

lecture.write()
print("wrote docs/one_lecture/")
