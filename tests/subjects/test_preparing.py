"""Every parent that is none, unknown or there; every array complete and in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest

from evaluator.errors import SnapshotError
from evaluator.settings import Settings
from evaluator.subjects import preparing

#: In the order of their UTF-8 bytes, which is neither that of UTF-16 nor that of any language.
ORDERED = ["A", "Z", "a", "a ", "aa", "z", "Å", "é", "清", "\ufb01", "\uffee", "\U0001f600"]


def test_a_parent_is_shown_where_its_row_is_there(world: Any) -> None:
    """Parents are looked up by the foreign keys of the root and of other parents."""
    world.have("operators", {"operator_id": "o", "kind": "mcn"}, {"operator_id": "other"})
    world.have("accounts", {"account_id": "a", "operator_id": "o"}, {"account_id": "b"})
    world.have("posts", {"post_id": "p", "account_id": "a"})
    document, tainted = world.one("post", "account", "operator")
    assert document["account"]["account_id"] == "a"
    assert document["operator"] == {"operator_id": "o", "kind": "mcn"}
    assert "unknown" not in document
    assert tainted == frozenset()


def test_a_null_foreign_key_is_no_parent_and_nothing_unknown(world: Any) -> None:
    """Where the platform recorded none, there is none."""
    world.have("operators", {"operator_id": "o"})
    world.have("accounts", {"account_id": "a"})
    world.have("posts", {"post_id": "p", "account_id": "a"})
    document, _ = world.one("post", "account", "operator")
    assert "operator" not in document
    assert "unknown" not in document


def test_a_key_without_its_row_is_an_unknown_parent(world: Any) -> None:
    """The key is given and nobody knows whose it is."""
    world.have("operators")
    world.have("accounts", {"account_id": "a", "operator_id": "o"})
    world.have("posts", {"post_id": "p", "account_id": "a"})
    document, tainted = world.one("post", "account", "operator")
    assert document["account"]["operator_id"] == "o"
    assert "operator" not in document
    assert document["unknown"] == ["operator"]
    assert tainted == frozenset()


def test_an_unknown_parent_takes_its_own_parents_with_it(world: Any) -> None:
    """Only the nearest unknown parent is listed."""
    world.have("operators", {"operator_id": "o"})
    world.have("accounts", {"account_id": "b", "operator_id": "o"})
    world.have("posts", {"post_id": "p", "account_id": "a"})
    document, _ = world.one("post", "account", "operator")
    assert document.keys() == {"post", "unknown"}
    assert document["unknown"] == ["account"]


def test_several_parents_may_be_unknown(world: Any) -> None:
    """Each is listed, in the order of the contract; `unknown` is never cut to the branches."""
    world.have("accounts")
    world.have("posts")
    world.have("adjudications", {"adjudication_id": "j", "account_id": "a", "post_id": "p"})
    document, _ = world.one("adjudication", "account")
    assert sorted(document["unknown"]) == ["account", "post"]


def test_parents_of_an_absent_table_are_not_listed(world: Any) -> None:
    """The controls that need the table are not evaluated; the others must not learn of it."""
    world.have("posts", {"post_id": "p", "account_id": "a"})
    document, tainted = world.one("post")
    assert "account" not in document
    assert "unknown" not in document
    assert document["annotations"] == []
    assert tainted == frozenset()


def test_children_of_an_unknown_parent_stay(world: Any) -> None:
    """Arrays hang on the foreign key, and need no row of the parent."""
    world.have("accounts")
    world.have("posts", {"post_id": "p", "account_id": "a"})
    world.have("sanctions", {"sanction_id": "s", "account_id": "a"}, {"sanction_id": "t"})
    document, _ = world.one("post", "sanctions")
    assert [sanction["sanction_id"] for sanction in document["sanctions"]] == ["s"]


def test_arrays_are_in_the_order_of_the_bytes_of_their_keys(world: Any) -> None:
    """Whatever the order of the rows, and for every id that there may be."""
    assert sorted(ORDERED, key=str.encode) == ORDERED
    world.have("posts", {"post_id": "p"})
    world.have(
        "annotations", *({"annotation_id": key, "post_id": "p"} for key in reversed(ORDERED))
    )
    document, _ = world.one("post", "annotations")
    assert [row["annotation_id"] for row in document["annotations"]] == ORDERED


def test_ids_are_joined_exactly(world: Any) -> None:
    """Neither case nor spaces nor Unicode forms are folded."""
    world.have("accounts", *({"account_id": key} for key in ["a", "é"]))
    world.have(
        "posts", *({"post_id": key, "account_id": key} for key in ["A", "a ", "a", "e\u0301"])
    )
    found = world.candidates(world.prepare("post"), "post", "account")
    known = {key for key, each in found.items() if "account" in orjson.loads(each.document)}
    assert known == {"a"}


def test_a_null_match_has_no_children(world: Any) -> None:
    """Rows without a post do not hang on verdicts without a post."""
    world.have("adjudications", {"adjudication_id": "j"})
    world.have("annotations", {"annotation_id": "x", "post_id": "p"})
    document, _ = world.one("adjudication", "annotations")
    assert document["annotations"] == []


def test_prior_arrays_hold_what_lies_strictly_before(world: Any) -> None:
    """Of the same account, at an earlier second; its own verdict and rows left out."""
    world.have(
        "adjudications",
        {"adjudication_id": "j", "account_id": "a", "decided_at": 50},
        {"adjudication_id": "earlier", "account_id": "a", "decided_at": 49},
        {"adjudication_id": "same", "account_id": "a", "decided_at": 50},
        {"adjudication_id": "other", "account_id": "b", "decided_at": 1},
    )
    world.have(
        "notices",
        {"notice_id": "own", "account_id": "a", "adjudication_id": "j", "sent_at": 1},
        {"notice_id": "theirs", "account_id": "a", "adjudication_id": "x", "sent_at": 49},
        {"notice_id": "of none", "account_id": "a", "sent_at": 49},
        {"notice_id": "late", "account_id": "a", "sent_at": 50},
    )
    found = world.candidates(
        world.prepare("adjudication"), "adjudication", "prior_adjudications", "prior_notices"
    )
    document = orjson.loads(found["j"].document)
    prior = [row["adjudication_id"] for row in document["prior_adjudications"]]
    assert prior == ["earlier"]
    notices = [row["notice_id"] for row in document["prior_notices"]]
    assert notices == ["of none", "theirs"]


def test_the_subject_time_is_the_root_column_that_the_contract_names(world: Any) -> None:
    """It is null for subjects that have no time of their own."""
    world.have("posts", {"post_id": "p", "published_at": 77})
    world.have("accounts", {"account_id": "a"})
    prepared = world.prepare("post", "account")
    assert world.candidates(prepared, "post")["p"].subject_time == 77
    assert world.candidates(prepared, "account")["a"].subject_time is None


def test_kinds_without_their_root_table_are_left_out(world: Any) -> None:
    """An empty table has a prepared one without rows; an absent table has none."""
    world.have("posts")
    prepared = world.prepare()
    assert prepared.subjects == {"platform": 1, "post": 0}
    assert {path.name for path in (world.folder / "subjects").iterdir()} == {"platform", "post"}
    (file,) = prepared.subject_files("post")
    assert pq.read_schema(file).names[:3] == ["subject_id", "subject_time", "post"]


def test_only_the_kinds_that_were_asked_for_are_written(world: Any) -> None:
    """And the caller is told of each."""
    world.have("posts", {"post_id": "p"})
    world.have("accounts", {"account_id": "a"})
    done: list[str] = []
    counts = preparing.prepare_subjects(
        world.warehouse,
        world.contract,
        world.folder,
        ["account"],
        manifest=world.prepare("post").manifest,
        done=done.append,
    )
    assert counts == {"account": 1}
    assert done == ["account"]


def test_nothing_of_its_own_is_left_in_the_warehouse(world: Any) -> None:
    """Neither after success nor after failure."""
    left = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'staging'"
    world.have("posts", {"post_id": "p"})
    world.have("annotations", {"annotation_id": "x", "post_id": "p"})
    world.have("accounts")
    world.have("operators")
    world.prepare()
    assert world.warehouse.value(left) == 0
    with pytest.raises(FileExistsError):
        world.prepare()
    assert world.warehouse.value(left) == 0


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_parts_hold_every_subject_once(
    world: Any, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """However small the parts are, and whether arrays are long or short."""
    monkeypatch.setattr(preparing, "PART_ROWS", size)
    monkeypatch.setattr(preparing, "LONG_PART_ROWS", size)
    monkeypatch.setattr("evaluator.subjects.arrays.ROWS_AT_ONCE", size)
    monkeypatch.setattr(preparing, "LONG_ARRAY", 3)
    world.have("posts", *({"post_id": f"p{i}", "account_id": f"a{i % 3}"} for i in range(20)))
    world.have(
        "sanctions", *({"sanction_id": f"s{i:02}", "account_id": f"a{i % 2}"} for i in range(9))
    )
    world.have("annotations", *({"annotation_id": f"x{i}", "post_id": f"p{i}"} for i in range(9)))
    prepared = world.prepare("post")
    assert prepared.subjects == {"post": 20}
    found = world.candidates(prepared, "post", "sanctions", "annotations")
    assert found.keys() == {f"p{i}" for i in range(20)}
    for i in range(20):
        document = orjson.loads(found[f"p{i}"].document)
        expected = [f"s{j:02}" for j in range(9) if i % 3 == j % 2]
        assert [row["sanction_id"] for row in document["sanctions"]] == expected
        labels = [row["annotation_id"] for row in document["annotations"]]
        assert labels == ([f"x{i}"] if i < 9 else [])


@pytest.mark.heavy
def test_an_account_with_many_posts_and_sanctions_fits_into_little_memory(
    make_world: Callable[[Settings], Any],
) -> None:
    """The sanctions of an account hang on each of its posts; they are not all there at once."""
    world = make_world(Settings(threads=1, memory="256MiB"))
    world.have("posts")
    world.have("sanctions")
    world.warehouse.run(
        "INSERT INTO clean.posts BY NAME SELECT 'p' || range AS post_id, 'a' AS account_id, "
        "1 AS published_at, 'text' AS media_kind, 'own' AS origin FROM range(2000)"
    )
    world.warehouse.run(
        "INSERT INTO clean.sanctions BY NAME SELECT 's' || range AS sanction_id, "
        "'a' AS account_id, 'warning' AS measure, range AS starts_at, 'human' AS decided_by, "
        "'a rather long basis, number ' || range AS legal_basis FROM range(500)"
    )
    prepared = world.prepare("post")
    assert prepared.subjects == {"post": 2000}
    files = [str(file) for file in prepared.subject_files("post")]
    sizes = "SELECT min(len(sanctions)), max(len(sanctions)), count(*) FROM read_parquet(?)"
    assert world.warehouse.run(sizes, [files]) == [(500, 500, 2000)]


@pytest.mark.heavy
def test_parts_that_do_not_fit_are_made_in_halves(
    make_world: Callable[[Settings], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every subject is there once, with all of its arrays, though the first guess was too large."""
    monkeypatch.setattr(preparing, "PART_ROWS", 10**9)
    world = make_world(Settings(threads=1, memory="60MiB"))
    world.have("adjudications")
    world.have("sanctions")
    world.warehouse.run(
        "INSERT INTO clean.adjudications BY NAME SELECT 'v' || range AS adjudication_id, "
        "'a' || (range // 20) AS account_id, 1000 + range % 20 AS decided_at FROM range(40000)"
    )
    world.warehouse.run(
        "INSERT INTO clean.sanctions BY NAME SELECT 's' || range AS sanction_id, "
        "'a' || (range // 20) AS account_id, range % 20 AS starts_at, "
        "repeat('basis ', 20) || range AS legal_basis "
        "FROM range(40000)"
    )
    prepared = world.prepare("adjudication")
    files = [str(file) for file in prepared.subject_files("adjudication")]
    assert len(files) > 2
    counts = (
        "SELECT count(*), count(DISTINCT subject_id), sum(len(prior_sanctions)), "
        "sum(len(prior_adjudications)) FROM read_parquet(?)"
    )
    assert world.warehouse.run(counts, [files]) == [(40_000, 40_000, 800_000, 380_000)]


def test_too_little_memory_is_said_with_a_remedy(make_world: Callable[[Settings], Any]) -> None:
    """One list that does not fit into memory cannot be made in parts."""
    world = make_world(Settings(threads=1, memory="20MiB"))
    world.have("annotations")
    world.have("posts", {"post_id": "p"})
    world.warehouse.run(
        "INSERT INTO clean.annotations BY NAME SELECT 'x' || range AS annotation_id, "
        "'p' AS post_id, 'source' AS kind, 1 AS from_ts, 'author' AS set_by FROM range(300000)"
    )
    with pytest.raises(SnapshotError, match=r"memory limit 20MiB: is too small for this snapshot"):
        world.prepare("post")
