"""Writing a file so that an interruption leaves the old one or the new one, and nothing beside it."""

import os
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
