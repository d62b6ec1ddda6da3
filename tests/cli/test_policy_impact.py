"""A pull request in a real git repository: what it would do to a stored snapshot, and the gates."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from evaluator.authoring import build_bundle, find_opa
from evaluator.bundle import load_bundle
from tests.conftest import REPOSITORY, Run

pytestmark = pytest.mark.opa

KEPT = ("annotation/source_vague", "annotation/label_too_brief", "annotation/source_missing")
ADDED = "complaint/unacknowledged"
RULE = "qinglang/annotation/source_vague/source_vague.rego"
FRAMEWORK = "frameworks/qinglang-2025.yaml"


def _git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=author", "-c", "user.email=author@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=True)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def _control(policies: Path, name: str) -> None:
    shutil.copytree(REPOSITORY / "policies/qinglang" / name, policies / "qinglang" / name)
    codes = (REPOSITORY / "policies/codes.txt").read_text().splitlines()
    line = next(line for line in codes if line.endswith(name.replace("/", ".")))
    with (policies / "codes.txt").open("a") as listed:
        listed.write(f"{line}\n")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with three controls on `main`; `feature` changes a parameter and a rule.

    On `more` a control is added that needs another table.
    """
    folder = tmp_path_factory.mktemp("git") / "repository"
    policies = folder / "policies"
    for part in ("contract", "frameworks", "qinglang/lib"):
        shutil.copytree(REPOSITORY / "policies" / part, policies / part)
    for name in KEPT:
        _control(policies, name)
    _git(folder, "init", "--quiet", "--initial-branch", "main")
    _git(folder, "add", ".")
    _git(folder, "commit", "--quiet", "-m", "policies")
    _git(folder, "checkout", "--quiet", "-b", "feature")
    text = (policies / FRAMEWORK).read_text(encoding="utf-8")
    changed, count = re.subn(
        r"(  min_ai_label_ms:(?:\n    .*)*?\n    value: )\d+", r"\g<1>9000", text
    )
    assert count == 1
    (policies / FRAMEWORK).write_text(changed, encoding="utf-8")
    _edit(
        policies / RULE, 'source.source_kind == "vague"', 'source.source_kind in {"vague", "post"}'
    )
    _git(folder, "commit", "--quiet", "-am", "stricter")
    _git(folder, "checkout", "--quiet", "-b", "more", "main")
    _control(policies, ADDED)
    _git(folder, "add", ".")
    _git(folder, "commit", "--quiet", "-m", "another control")
    _git(folder, "checkout", "--quiet", "main")
    return folder


@pytest.fixture(autouse=True)
def _opa(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPA", str(find_opa(_executable()).path))


def _executable() -> Path | None:
    path = REPOSITORY / ".tools" / "bin" / "opa"
    return path if path.exists() else None


@pytest.fixture(scope="module")
def bundles(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Branch -> its bundle."""
    folder = tmp_path_factory.mktemp("bundles")
    built = {}
    for branch in ("main", "feature"):
        _git(repository, "checkout", "--quiet", branch)
        built[branch] = folder / f"{branch}.tar.gz"
        build_bundle(repository / "policies", built[branch], find_opa(_executable()))
    _git(repository, "checkout", "--quiet", "main")
    return built


def _violations(qinglang: Run, bundle: Path, snapshot: Path, path: Path) -> dict[str, set[str]]:
    """Control -> ids of its findings, as a whole evaluation finds them."""
    ended = qinglang("evaluate", snapshot, "--bundle", bundle, "-o", f"json:{path}")
    assert ended.code == 1, ended.err
    found: dict[str, set[str]] = {}
    for finding in json.loads(path.read_text())["findings"]:
        found.setdefault(finding["control"], set()).add(finding["id"])
    return found


@pytest.mark.heavy
def test_a_pull_request_fails_the_gate(
    qinglang: Run, repository: Path, bundles: dict[str, Path], small_snapshot: Path, tmp_path: Path
) -> None:
    """One parameter and one rule: the right clauses and counts, and exit 1."""
    was = _violations(qinglang, bundles["main"], small_snapshot, tmp_path / "old.json")
    now = _violations(qinglang, bundles["feature"], small_snapshot, tmp_path / "new.json")
    added = {
        code: len(now.get(code, set()) - was.get(code, set())) for code in ("ANN-02", "ANN-08")
    }
    assert min(added.values()) > 0
    total = sum(added.values())
    asked = ("policy", "impact", "main", "feature", "--policies", repository / "policies")
    asked = (*asked, "--snapshot", small_snapshot, "-o", "json")
    ended = qinglang(*asked, "--fail-on-added", total)
    assert ended.code == 1, ended.err
    assert f"{total} findings added; --fail-on-added {total}" in ended.err
    told: dict[str, Any] = json.loads(ended.out)
    (one,) = told["snapshots"]
    assert {code: part["added"] for code, part in one["controls"].items()} == added
    assert one["total"]["removed"] == 0
    clauses: dict[str, int] = {}
    controls = load_bundle(bundles["main"]).controls
    for code, count in added.items():
        for clause in controls[code].clauses:
            clauses[clause] = clauses.get(clause, 0) + count
    assert {clause: counts["added"] for clause, counts in one["clauses"].items()} == clauses
    assert told["changes"]["parameters"]["min_ai_label_ms"]["value"]["new"] == 9000
    assert list(told["changes"]["rules"]) == [RULE]
    assert "+g" in told["new"]["revision"]
    assert sum(group["count"] for group in one["groups"] if group["kind"] == "added") == total


@pytest.mark.heavy
def test_gates(qinglang: Run, bundles: dict[str, Path], small_snapshot: Path) -> None:
    """A threshold that allows it passes; the share of findings that differ is a gate as well."""
    asked = ("policy", "impact", bundles["main"], bundles["feature"])
    asked = (*asked, "--snapshot", small_snapshot)
    ended = qinglang(*asked, "--fail-on-added", 100_000, "--max-change", "100%")
    assert ended.code == 0, ended.err
    assert "min_ai_label_ms" in ended.out
    ended = qinglang(*asked, "--max-change", "1%", "-o", "markdown")
    assert ended.code == 1
    assert ended.out.startswith("## ❌ Impact of this change of policies")
    assert "of the findings of changed controls differ; --max-change 1%" in ended.err
    assert f"- rule `{RULE}` changed" in ended.out
    assert "- parameter `min_ai_label_ms`: " in ended.out
    back = qinglang(
        *("policy", "impact", bundles["feature"], bundles["main"], "-o", "json"),
        *("--snapshot", small_snapshot, "--snapshot", small_snapshot),
    )
    first, second = json.loads(back.out)["snapshots"]
    assert first == second
    assert first["total"]["added"] == 0
    assert first["total"]["removed"] > 0


@pytest.mark.heavy
def test_nothing_differs(qinglang: Run, bundles: dict[str, Path], small_snapshot: Path) -> None:
    """A version has no impact beside itself, and nothing is judged."""
    asked = ("policy", "impact", bundles["main"], bundles["main"], "--snapshot", small_snapshot)
    ended = qinglang(*asked, "--fail-on-added", 1, "--max-change", "0%")
    assert ended.code == 0, ended.err
    assert "no control answers otherwise" in ended.out
    assert "No control answers otherwise." in qinglang(*asked, "-o", "markdown").out


@pytest.mark.heavy
def test_another_contract(
    qinglang: Run, repository: Path, bundles: dict[str, Path], small_snapshot: Path, tmp_path: Path
) -> None:
    """Where the contract differs every control is judged, each side on its own preparation."""
    policies = tmp_path / "policies"
    shutil.copytree(repository / "policies", policies)
    _edit(policies / "contract/posts.yaml", "key: post_id", "# Posts.\nkey: post_id")
    text = (policies / "contract/posts.yaml").read_text()
    (policies / "contract/posts.yaml").write_text(
        text.replace("description: ", "description: A ", 1)
    )
    asked = ("policy", "impact", bundles["main"], policies, "--snapshot", small_snapshot)
    ended = qinglang(*asked, "-o", "json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert list(told["changes"]["contract"]) == ["table posts"]
    (one,) = told["snapshots"]
    assert set(one["controls"]) == set(load_bundle(bundles["main"]).controls)
    assert not any(one["total"].values())
    assert sum(part["unchanged"] for part in one["controls"].values()) > 0


@pytest.mark.heavy
def test_a_table_that_only_the_new_policy_needs(
    qinglang: Run, repository: Path, bundles: dict[str, Path], small_snapshot: Path, tmp_path: Path
) -> None:
    """The control is reported with the table that the snapshot lacks, and with no counts."""
    snapshot = tmp_path / "lacking"
    shutil.copytree(small_snapshot, snapshot)
    for path in snapshot.glob("complaints*"):
        path.unlink()
    manifest = json.loads((snapshot / "snapshot.json").read_text())
    manifest.get("tables", {}).pop("complaints", None)
    (snapshot / "snapshot.json").write_text(json.dumps(manifest))
    asked = ("policy", "impact", bundles["main"], "more", "--policies", repository / "policies")
    ended = qinglang(*asked, "--snapshot", snapshot, "-o", "json", "--fail-on-added", 1)
    assert ended.code == 0, ended.err
    (one,) = json.loads(ended.out)["snapshots"]
    assert list(one["controls"]) == ["CMP-02"]
    assert one["controls"]["CMP-02"]["before"] is None
    assert one["controls"]["CMP-02"]["after"]["not_evaluated"] == ["complaints"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("nothing", "main"), "git revision nothing: does not exist in"),
        (("main", "main", "-o", "xml"), "-o xml: is no format here"),
        (("main", "main", "--max-change", "much"), "--max-change much: must be a share"),
    ],
)
def test_wrong_usage(
    qinglang: Run, repository: Path, small_snapshot: Path, options: tuple[str, ...], told: str
) -> None:
    """A revision that does not exist, and options that make no sense, end with 2."""
    common = ("--policies", repository / "policies", "--snapshot", small_snapshot)
    ended = qinglang("policy", "impact", *options, *common)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
