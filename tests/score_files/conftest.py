"""What the tests of score files share: write a file, read it, and hold a refusal to its form."""

import pytest

from falsematch import datasets


@pytest.fixture
def file(tmp_path):
    """Write content, text or bytes, and return the path."""

    def write(content, name="scores.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


@pytest.fixture
def load(file):
    """Genuine and impostor scores, as lists, of a file with this content."""

    def read(content, **options):
        found = datasets.load_scores(file(content), **options)
        return found.genuine.tolist(), found.impostor.tolist()

    return read


@pytest.fixture
def refused():
    """The message of a refusal, after checking that it is one line that names the file."""

    def message(path, **options):
        with pytest.raises(ValueError) as caught:
            datasets.load_scores(path, **options)
        text = str(caught.value)
        assert "\n" not in text and text.startswith(path.name) and len(text) < 400, text
        return text

    return message
