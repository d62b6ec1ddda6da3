"""SHA-256 of files as OPA's signatures count them.

The manifest and data.json are counted by what they say and not by their bytes: OPA parses them and
hashes their JSON with sorted keys and no spaces (``bundle/hash.go`` of OPA). All other files are
counted by their bytes.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

__all__ = ["STRUCTURED", "signed_digest"]

#: Names, in any folder, of files that are counted by what they say.
STRUCTURED: Final = frozenset({".manifest", "data.json"})


def signed_digest(name: str, body: bytes) -> str:
    """The digest of a file in a signature.

    Args:
        name: relative path.
        body: its bytes.

    Raises:
        ValueError: if a file that is counted by what it says is no JSON, or has a key twice.
    """
    if name.rpartition("/")[2] not in STRUCTURED:
        return hashlib.sha256(body).hexdigest()
    value = json.loads(body, parse_int=_Number, parse_float=_Number, object_pairs_hook=_object)
    return hashlib.sha256("".join(_parts(value)).encode()).hexdigest()


class _Number(str):
    """A number as it is written: OPA keeps the digits."""

    __slots__ = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is there twice")
    return found


def _parts(value: Any) -> list[str]:  # noqa: ANN401 (JSON)
    if isinstance(value, dict):
        inner = [
            part
            for key in sorted(value, key=str.encode)
            for part in (",", _text(key), ":", *_parts(value[key]))
        ]
        return ["{", *inner[1:], "}"]
    if isinstance(value, list):
        inner = [part for item in value for part in (",", *_parts(item))]
        return ["[", *inner[1:], "]"]
    return [str(value) if isinstance(value, _Number) else _text(value)]


def _text(value: object) -> str:
    """A string, true, false or null as Go writes it, which escapes two separators of lines."""
    written = json.dumps(value, ensure_ascii=False)
    return written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
