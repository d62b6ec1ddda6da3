"""snapshot.json is read strictly, and all its faults are told at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.errors import SnapshotError
from evaluator.model import SnapshotManifest
from evaluator.snapshot.manifest import read_manifest

SOUND: dict[str, Any] = {
    "snapshot_id": "s-1",
    "platform_id": "平台",
    "as_of": "2025-09-24T00:00:00.5+08:00",
    "window_from": 0,
    "window_to": 5,
    "coverage": "sample",
    "contract_version": 1,
}
LARGEST = 2**53 - 1
TEXT = "must be a text of 1 to 128 characters without control ones"
TIME = "must be an RFC 3339 time with an offset, or whole epoch seconds"


def _read(**changes: Any) -> SnapshotManifest:
    return read_manifest(json.dumps(SOUND | changes).encode())


def _rule(content: bytes) -> str:
    with pytest.raises(SnapshotError) as raised:
        read_manifest(content)
    assert raised.value.offender == "snapshot.json"
    assert raised.value.remedy == "Correct the export."
    return raised.value.rule


def test_a_sound_manifest() -> None:
    """Times become whole seconds; nothing else is changed."""
    assert _read() == SnapshotManifest("s-1", "平台", 1_758_643_200, 0, 5, "sample")
    assert _read().document()["as_of"] == 1_758_643_200


def test_all_fields() -> None:
    """What may be there besides is kept."""
    digest = "0" * 64
    tables = {
        "posts": {"rows": 3, "files": {"posts.csv": digest, "posts/a.csv": digest}},
        "accounts": {"rows": 0},
        "notices": {},
    }
    manifest = _read(sampling_ppm=1_000_000, generator="g", tables=tables)
    assert (manifest.sampling_ppm, manifest.generator) == (1_000_000, "g")
    assert manifest.table_rows == {"posts": 3, "accounts": 0}
    assert manifest.file_digests == {"posts.csv": digest, "posts/a.csv": digest}


def test_a_null_is_an_absent_key() -> None:
    """As everywhere in the contract."""
    nothing = {"rows": None, "files": None}
    assert _read(sampling_ppm=None, generator=None, tables=None) == _read()
    assert _read(tables={"posts": nothing}) == _read()
    assert _rule(json.dumps(SOUND | {"as_of": None}).encode()) == "as_of is missing"


def test_a_byte_order_mark_is_no_fault() -> None:
    """Some exporters write one."""
    assert read_manifest(b"\xef\xbb\xbf" + json.dumps(SOUND).encode()) == _read()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"snapshot_id": ""}, f"snapshot_id {TEXT}"),
        ({"platform_id": "x" * 129}, f"platform_id {TEXT}"),
        ({"platform_id": "a\x85"}, f"platform_id {TEXT}"),
        ({"generator": "\ud800"}, f"generator {TEXT}"),
        ({"generator": 1}, f"generator {TEXT}"),
        ({"as_of": "2025-09-24T00:00:00"}, f"as_of {TIME}"),
        ({"as_of": "5"}, f"as_of {TIME}"),
        ({"as_of": True}, f"as_of {TIME}"),
        ({"as_of": 5.0}, f"as_of {TIME}"),
        ({"as_of": 2**53}, f"as_of {TIME}"),
        ({"window_to": [1]}, f"window_to {TIME}"),
        ({"coverage": "all"}, "coverage must be full or sample"),
        ({"coverage": {}}, "coverage must be full or sample"),
        ({"sampling_ppm": 0}, "sampling_ppm must be an integer from 1 to 1000000"),
        ({"sampling_ppm": 1_000_001}, "sampling_ppm must be an integer from 1 to 1000000"),
        ({"sampling_ppm": True}, "sampling_ppm must be an integer from 1 to 1000000"),
        (
            {"coverage": "full", "sampling_ppm": 5},
            "sampling_ppm belongs to coverage sample only",
        ),
        (
            {"contract_version": 2},
            "contract_version must be 1, the only version of the contract that is known",
        ),
        (
            {"contract_version": True},
            "contract_version must be 1, the only version of the contract that is known",
        ),
        ({"extra": 1}, "extra is unknown"),
        ({"a\nb\ud800": 1}, "'a\\nb\\ud800' is unknown"),
        ({"x" * 1000: 1}, f"'{'x' * 80}' is unknown"),
        ({"window_from": 6}, "window_from lies after window_to"),
        ({"as_of": -1}, "as_of lies before window_from"),
        ({"tables": []}, "tables must be an object"),
        ({"tables": {"posts": 1}}, "tables.posts must be an object"),
        ({"tables": {"posts": {"row": 1}}}, "tables.posts.row is unknown"),
        ({"tables": {"posts": {"rows": -1}}}, "tables.posts.rows must be a count"),
        ({"tables": {"posts": {"rows": True}}}, "tables.posts.rows must be a count"),
        ({"tables": {"posts": {"files": []}}}, "tables.posts.files must be an object"),
        (
            {"tables": {"posts": {"files": {"posts.csv": "F" * 64}}}},
            "tables.posts.files.posts.csv must be a SHA-256 in lower-case hexadecimal",
        ),
        (
            {"tables": {"posts": {"files": {"accounts.csv": "0" * 64}}}},
            "tables.posts.files.accounts.csv is no file of the table posts",
        ),
    ],
    ids=str,
)
def test_one_fault(changes: dict[str, Any], rule: str) -> None:
    """Each fault names its key and the rule."""
    assert _rule(json.dumps(SOUND | changes).encode()) == rule


def test_all_faults_at_once() -> None:
    """Nobody has to correct one fault to see the next."""
    assert _rule(b'{"as_of": "x", "more": 1, "window_to": 1, "window_from": 2}') == (
        "more is unknown; snapshot_id is missing; platform_id is missing; coverage is missing; "
        f"contract_version is missing; as_of {TIME}; window_from lies after window_to"
    )


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "is no JSON at line 1, column 1: Expecting value"),
        (b'{\n"a": x}', "is no JSON at line 2, column 6: Expecting value"),
        (b"\xff", "is not UTF-8 at byte 0"),
        (b"[]", "is not a JSON object"),
        (b"null", "is not a JSON object"),
        (b'{"a": 1, "b": {"as_of": 1, "c": 2, "as_of": 1}}', "holds the key as_of twice"),
        (b'{"a\\n": 1, "a\\n": 2}', "holds the key 'a\\n' twice"),
        (b"[" * 100_000, "is no JSON that can be read"),
        (b'{"as_of": ' + b"9" * 5000 + b"}", "is no JSON that can be read"),
    ],
)
def test_what_is_no_manifest(content: bytes, rule: str) -> None:
    """The place of the fault is told, where there is one."""
    assert _rule(content).startswith(rule)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(
    st.dictionaries(st.sampled_from([*SOUND, "sampling_ppm", "generator", "tables", "x"]), VALUES)
)
def test_any_values(changes: dict[str, Any]) -> None:
    """Whatever stands there, it is read or told."""
    try:
        manifest = _read(**changes)
    except SnapshotError as error:
        told = error.rule
    else:
        told = "sound" if manifest.window_from <= manifest.window_to else ""
    assert told
