"""The packs that ship, from the user's cache: as data, where they were read and checked once before.

The cache changes how long an answer takes, never the answer. It is named by all that reading depends on: the
bytes of the packs, of the data and of the code that came with them. What is damaged, or lies where somebody
else could have written it, is not believed, and the packs are read from their text. ``MUSTER_CACHE=off``
reads and writes none.
"""

import hashlib
import json
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from policies.canonical import digest
from policies.language.packs import Packs, load_packs, shipped_texts
from policies.language.stored import decode_packs, encode_packs
from policies.release import this_release

_ROOT: Final = Path(__file__).parent.parent
_NAME: Final = "packs.json"
_LARGEST: Final = 16 * 1024 * 1024
_OTHERS_MAY_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


def shipped_packs() -> Packs:
    """What ``load_packs()`` gives, from the cache where it holds that."""
    folder = _folder()
    code = sorted(_ROOT.rglob("*.py")) if folder else []
    if folder is None or not code:
        return load_packs()
    texts = shipped_texts()
    key = _key(texts, code)
    try:
        return decode_packs(json.loads(_read(folder, key)), dict(texts))
    except (OSError, ValueError, RecursionError):
        # Not there, not ours, or not what was written: the text is.
        packs = load_packs()
        _write(folder, key, packs)
        return packs


def _folder() -> Path | None:
    """Where the cache lies; None without one, such as on systems that don't tell whose a file is."""
    if os.environ.get("MUSTER_CACHE", "").lower() == "off" or not hasattr(os, "geteuid"):
        return None
    said = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        return (said if said.is_absolute() else Path.home() / ".cache") / "muster"
    except RuntimeError:
        return None


def _key(texts: Iterable[tuple[str, bytes]], code: Iterable[Path]) -> bytes:
    """SHA-256 over the packs, the release, and the code: one that reads otherwise never sees this cache."""
    parts = [(path.relative_to(_ROOT).as_posix(), path.read_bytes()) for path in code]
    said = [[name, hashlib.sha256(data).hexdigest()] for name, data in (*texts, *parts)]
    return digest([this_release().to_json(), *said]).encode()


def _seal(key: bytes, body: bytes) -> bytes:
    return hashlib.sha256(key + body).hexdigest().encode()


def _read(folder: Path, key: bytes) -> bytes:
    """What was kept under ``key``. Raises OSError, and ValueError for what can't be believed."""
    _check_ours(os.lstat(folder))
    with open(folder / _NAME, "rb", opener=_opened) as file:
        about = os.fstat(file.fileno())
        _check_ours(about)
        if not stat.S_ISREG(about.st_mode):
            raise ValueError("This is no file")
        seal, _, body = file.read(_LARGEST).partition(b"\n")
    if seal != _seal(key, body):
        raise ValueError("This was kept for other packs, or it was changed")
    return body


def _opened(name: str, flags: int) -> int:
    """No link is followed, and no pipe waited for."""
    return os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _check_ours(about: os.stat_result) -> None:
    """Whoever can write the cache can change what rules say. Raises ValueError where that is anybody else."""
    if about.st_uid != os.geteuid() or about.st_mode & _OTHERS_MAY_WRITE:
        raise ValueError("Somebody else may write this")


def _write(folder: Path, key: bytes, packs: Packs) -> None:
    """Whole or not at all, whoever else writes at the same time; without a word where it can't be."""
    body = json.dumps(encode_packs(packs), ensure_ascii=False, separators=(",", ":")).encode()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_ours(os.lstat(folder))
        number, name = mkstemp(dir=folder, prefix=f"{_NAME}.")
        try:
            with open(number, "wb") as file:
                file.write(_seal(key, body) + b"\n" + body)
            os.replace(name, folder / _NAME)
        except OSError:
            os.unlink(name)
    except (OSError, ValueError):
        return
