"""Documents are valid JSON without nulls, whatever the ids are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest

from evaluator.model import Prepared
from evaluator.settings import Settings
from evaluator.subjects import Documents
from evaluator.subjects.parts import read_together
from evaluator.warehouse import Warehouse

IDS = [
    'say "x"',
    "back\\slash",
    "slash/",
    "it's",
    "{curly}",
    "清朗",
    "\U0001f600",
    "\u2028",
    "e\u0301",
    "a,b",
    " ",
    "\u200b",
    "null",
    "<&>",
    "x" * 128,
]


def test_every_id_comes_back_as_it_was(world: Any) -> None:
    """In objects, in arrays and as the subject's own id."""
    world.have("posts", *({"post_id": key, "account_id": key} for key in IDS))
    world.have("accounts", *({"account_id": key} for key in IDS))
    world.have("annotations", *({"annotation_id": key, "post_id": key} for key in IDS))
    found = world.candidates(world.prepare("post"), "post", "account", "annotations")
    assert found.keys() == set(IDS)
    for key, candidate in found.items():
        document = json.loads(candidate.document)
        assert document["post"]["post_id"] == key
        assert document["account"]["account_id"] == key
        assert document["annotations"][0]["annotation_id"] == key


def test_nulls_are_left_out_everywhere(world: Any) -> None:
    """In the root, in objects and in the rows of arrays; an empty list is not null."""
    world.have("accounts", {"account_id": "a"})
    world.have(
        "certifications",
        {"certification_id": "c1", "account_id": "a", "displayed_keys": [], "state": "valid"},
        {"certification_id": "c2", "account_id": "a", "displayed_keys": ["field", "identity"]},
    )
    document, _ = world.one("account", "certifications")
    assert document["account"].keys() == {"account_id", "account_class", "status", "created_at"}
    first, second = document["certifications"]
    assert first == {
        "certification_id": "c1",
        "account_id": "a",
        "field": "finance",
        "state": "valid",
        "valid_from": 50,
        "displayed_keys": [],
    }
    assert second["displayed_keys"] == ["field", "identity"]


def test_numbers_and_flags_keep_their_type(world: Any) -> None:
    """Integers to the ends of their range, and booleans."""
    world.have(
        "posts", {"post_id": "p", "published_at": -(2**53) + 1, "past_event": False, "topic": None}
    )
    world.have("accounts", {"account_id": "some", "followers": 2**53 - 1})
    document, _ = world.one("post", "account")
    assert document["post"]["published_at"] == -(2**53) + 1
    assert document["post"]["past_event"] is False
    assert document["account"]["followers"] == 2**53 - 1


def test_only_the_branches_that_are_asked_for_are_there(world: Any) -> None:
    """And the root, and `unknown` as a whole."""
    world.have("accounts")
    world.have("posts", {"post_id": "p"})
    document, _ = world.one("post", "annotations", "recommendations")
    assert list(document) == ["post", "annotations", "recommendations", "unknown"]
    assert document["annotations"] == []
    assert document["unknown"] == ["account"]


def test_an_object_whose_columns_may_all_be_null_is_there_all_the_same(world: Any) -> None:
    """Objects are told from nothing by the row, not by its cells."""
    world.have("accounts")
    world.have("operators")
    world.have("annotations")
    world.have("posts", {"post_id": "p", "cited_post_id": "q"})
    document, _ = world.one("post", "citation")
    assert document["citation"] == {"cyclic": False, "open_ended": True, "other_account": False}


def test_some_subjects_are_found_by_their_ids(world: Any) -> None:
    """Ids that are not there are passed over."""
    world.have("posts", *({"post_id": key} for key in IDS))
    documents = Documents(world.warehouse, world.prepare("post"), world.contract)
    wanted = [IDS[0], "no such", IDS[5]]
    found = list(documents.stream("post", [], ids=wanted, rows=1))
    assert {candidate.subject_id for candidate in found} == {IDS[0], IDS[5]}
    assert list(documents.stream("post", [], ids=[])) == []


def test_one_subject_is_found(world: Any) -> None:
    """Or None, also of a kind that the snapshot does not have."""
    world.have("posts", {"post_id": "p", "published_at": 7})
    documents = Documents(world.warehouse, world.prepare("post"), world.contract)
    candidate = documents.find("post", "p", ["annotations"])
    assert candidate is not None
    assert candidate.subject_time == 7
    assert orjson.loads(candidate.document)["annotations"] == []
    assert documents.find("post", "q", []) is None
    assert documents.find("account", "p", []) is None


def test_many_rows_come_in_batches_and_each_once(world: Any) -> None:
    """More rows than one batch or one chunk of the database holds."""
    world.have("posts")
    world.warehouse.run(
        "INSERT INTO clean.posts BY NAME SELECT 'p' || range AS post_id, 'a' AS account_id, "
        "range AS published_at, 'text' AS media_kind, 'own' AS origin FROM range(5000)"
    )
    found = world.candidates(world.prepare("post"), "post", "post")
    assert {candidate.subject_time for candidate in found.values()} == set(range(5000))
    for key in ("p0", "p4999"):
        assert orjson.loads(found[key].document)["post"]["post_id"] == key


@pytest.mark.parametrize("name", ["a[b]*", "it's", "清 朗"])
def test_a_prepared_snapshot_is_read_in_another_session(world: Any, name: str) -> None:
    """From whatever folder it is in."""
    world.have("posts", {"post_id": "p"})
    world.folder /= name
    world.folder.mkdir()
    prepared = world.prepare("post")
    with Warehouse(Settings(threads=1), reads=[world.folder]) as warehouse:
        again = Documents(warehouse, prepared, world.contract)
        assert [candidate.subject_id for candidate in again.stream("post", [])] == ["p"]


def test_files_with_long_arrays_are_read_one_at_a_time() -> None:
    """All others are read together."""
    names = ["part-00000", "part-00001", "part-long-00000", "part-long-00001"]
    files = [Path(f"{name}.parquet") for name in names]
    assert read_together(files) == [files[:2], [files[2]], [files[3]]]
    assert read_together([]) == []


def test_a_prepared_snapshot_without_a_kind_has_no_subjects_of_it(world: Any) -> None:
    """No file is no error: the table was not supplied."""
    world.have("posts")
    prepared: Prepared = world.prepare("post")
    assert world.candidates(prepared, "account") == {}
    assert world.candidates(prepared, "post") == {}
