"""Benchmarks are kept in working order: what they count is right, at sizes that take no time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import evaluation, preparing, store, triage, validation
from tests.benchmarks.__main__ import main
from tests.benchmarks.inputs import generated
from tests.benchmarks.measuring import Options

POSTS = 300


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> Options:
    """One thread and an empty folder."""
    return Options((POSTS,), tmp_path_factory.mktemp("benchmarks"), 1, "200MiB")


@pytest.mark.heavy
def test_validation_counts_the_same_in_every_format(options: Options) -> None:
    """The same rows are bad, whatever the format; of clean ones none is."""
    clean, *found = (
        validation.measure(
            validation.posts(options.folder, POSTS, form, bad=bad), options.settings()
        )
        for form, bad in [("csv", False), *((form, True) for form in validation.FORMATS)]
    )
    assert {each.rows for each in (clean, *found)} == {POSTS}
    assert clean.quarantined == 0
    (bad,) = {each.quarantined for each in found}
    assert 0 < bad < POSTS // 10
    assert all(each.cerberus > 0 and each.examiner > 0 for each in (clean, *found))


def test_preparing_reads_what_a_bare_read_reads(options: Options, tmp_path: Path) -> None:
    """All rows are kept, every kind of subject is prepared and written."""
    snapshot = generated(options.folder, POSTS)
    read = preparing.bare_read(snapshot, options.threads, options.memory)
    steps = preparing.measure(snapshot, tmp_path, options.settings())
    assert steps[0].count == read.count > POSTS
    kinds = {step.name: step for step in steps[1:]}
    assert len(kinds) == 9
    assert kinds["post"].count == POSTS
    assert all(step.size > 0 for step in kinds.values())
    assert all(step.peak > 2**20 for step in steps)


@pytest.mark.heavy
def test_evaluation_is_prepared_once(options: Options, tmp_path: Path) -> None:
    """The second run takes what the first has prepared, and finds the same."""
    snapshot, settings = generated(options.folder, POSTS), options.settings(tmp_path)
    first, again = (evaluation.measure(snapshot, settings) for _ in range(2))
    assert "Preparing subjects" in first.stages
    assert "Preparing subjects" not in again.stages
    assert first.documents["Judging: post"] == POSTS
    assert (first.documents, first.findings) == (again.documents, again.findings)


@pytest.mark.heavy
@pytest.mark.opa
def test_triage_is_held_against_an_opa_server(options: Options) -> None:
    """Every way of judging has its line, and digests with and without triage are compared."""
    lines = list(triage.run(options))
    assert f"{POSTS:,} posts, " in lines[0]
    told = [line for line in lines if line.startswith("| ")]
    for way in ("a bare read", "triage, prepared", "every document", "one document a request"):
        assert any(way in line for line in told)


def test_the_store_is_read_as_it_was_filled(tmp_path: Path) -> None:
    """Every as_of has a whole first page, and what is left after the middle of the list."""
    found = store.measure(f"sqlite:///{tmp_path / 'store.db'}", POSTS, 2)
    assert found.findings == 2 * POSTS
    assert len(found.days) == 2
    assert found.shown == 2 * (store.PAGE + min(store.PAGE, POSTS // 2 - 1))


@pytest.mark.heavy
def test_a_page_names_machine_and_command(
    options: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is measured in a process of its own comes back as a table of Markdown."""
    main(["citation", "--folder", str(options.folder), "--threads", "1", "--size", "900"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "`python -m tests.benchmarks citation --size 900`"
    assert lines[2].startswith("- Machine: ")
    assert "duckdb 2." in lines[4]
    head, rule, row = (line.strip("| ").split("|") for line in lines if line.startswith("|"))
    assert head[0].strip() == "posts"
    assert set(rule) == {"--:"}
    size, *ends = (int(cell.replace(",", "")) for cell in (row[0], *row[-3:]))
    # Of nearly all posts it is known where their citations lead: all but the last of each chain.
    assert 800 < size <= 900
    assert size * 0.9 < sum(ends) < size


def test_unknown_benchmarks(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is none is wrong usage."""
    with pytest.raises(SystemExit) as ended:
        main(["everything"])
    assert ended.value.code == 2
    assert "invalid choice: 'everything'" in capsys.readouterr().err
