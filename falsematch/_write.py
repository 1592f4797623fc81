"""Writing a file or a folder so that an interruption leaves the old one or the new one, and nothing beside it; and
reading a file that somebody else wrote, within bounds."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path


def replace_file(path, content):
    """Put `content`, text (as UTF-8, lines ending in LF) or bytes, at `path`; its folders are made.

    Where `path` is a link, the file it leads to is replaced and the link stays.
    """
    path = Path(path).resolve()
    if path.exists() and not path.is_file():
        raise OSError(f"{path.name} is a folder or a device, no file")
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    # Beside its place: only within one disk is a file moved in one step. Two processes use two names.
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def replace_folder(out, kind, mark):
    """A folder to build in, in place of `out` once the block has ended well; and one beside it, for what is not kept.

    Parameters
    ----------
    out : path
        A new or empty folder, or an earlier one of the same kind, which is replaced.
    kind : str
        What the folder is, "course".
    mark : str
        The file by which an earlier one is known. Anything else in `out` is somebody's own work, and refused.
    """
    out = Path(out).absolute()
    if out.exists() and (not out.is_dir() or any(out.iterdir()) and not (out / mark).is_file()):
        raise ValueError(f"--out must be a new or empty folder or an earlier {kind}, got {str(out)!r}")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{kind}-") as aside:
        made = Path(aside, kind)
        yield made, Path(aside)
        if out.exists():
            shutil.move(out, Path(aside, "before"))
        shutil.move(made, out)


def read_at_most(path, most, what):
    """The bytes of a file, no more of it read than `most` and one; a longer one is refused. `what` it is, in words."""
    path = Path(path)
    with path.open("rb") as file:
        found = file.read(most + 1)
    if len(found) > most:
        raise ValueError(f"{path.name}: {what} must be at most {most:,} bytes long")
    return found
