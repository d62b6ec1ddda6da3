"""A bundle is built whole, byte for byte alike, or not at all."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from opapywasm import OpaWasmPolicy

from evaluator.authoring import Opa, build_bundle
from evaluator.authoring.build import bundle_contents
from evaluator.bundle import load_bundle
from evaluator.errors import ConfigurationError, QinglangError, ToolError
from evaluator.model import canonical_json

pytestmark = pytest.mark.opa

Change = Callable[[str, str, str], None]
RULES = "qinglang/size/too_long/too_long.rego"


def test_a_bundle_is_built(policies: Path, tmp_path: Path, opa: Opa) -> None:
    """Sources, data, module, catalogue, contract and framework, and no tests or examples."""
    output = tmp_path / "new" / "bundle"
    bundle = build_bundle(policies, output, opa)
    assert bundle == load_bundle(output)
    assert set(bundle.files) == {
        ".manifest",
        "data.json",
        "policy.wasm",
        "meta/catalogue.json",
        "meta/contract.json",
        "meta/framework.json",
        "meta/plan.json",
        "meta/schemas/post.json",
        "qinglang/judge/post.rego",
        "qinglang/lib/limits/limits.rego",
        RULES,
    }
    assert (output / RULES).read_bytes() == (policies / RULES).read_bytes()
    assert bundle.data == {"qinglang": {"params": {"longest": 10, "since": 1735660800}}}
    assert [path.name for path in output.parent.iterdir()] == ["bundle"]
    assert (output / "policy.wasm").stat().st_mode & 0o777 == 0o644


def test_meta_files_are_reviewable(policies: Path, opa: Opa) -> None:
    """JSON is sorted, indented and ends with a newline; the plan has a line for each control."""
    contents = bundle_contents(policies, opa)
    plan = contents.pop("meta/plan.json")
    assert len(plan.splitlines()) == 2 + len(orjson.loads(plan)["controls"])
    for name, body in contents.items():
        if name.endswith(".json") or name == ".manifest":
            options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
            assert body == orjson.dumps(orjson.loads(body), option=options)


def test_builds_are_alike(policies: Path, opa: Opa) -> None:
    """The same policies give the same bytes."""
    assert bundle_contents(policies, opa) == bundle_contents(policies, opa)


def test_the_module_answers(policies: Path, tmp_path: Path, opa: Opa) -> None:
    """The compiled rule answers with the parameters that travel with the question."""
    bundle = build_bundle(policies, tmp_path / "bundle", opa)
    policy = OpaWasmPolicy.from_wasm_bytes(bundle.wasm)
    policy.set_data(orjson.dumps(bundle.data))
    assert not policy.builtins
    question = {
        "controls": ["LEN-01"],
        "params": {"longest": 3},
        "snapshot": {},
        "documents": [{"post": {"length": 4}}, {"post": {"length": 3}}, {"post": {}}, {}],
    }
    assert policy.evaluate(orjson.dumps(question), "qinglang/judge/post") == [
        {"LEN-01": [True, [{"length": 4}], []]},
        {"LEN-01": [True, [], []]},
        {"LEN-01": [True, [], [{"missing": "posts.length"}]]},
        {"LEN-01": [False, [], []]},
    ]


def test_the_control_digest(policies: Path, tmp_path: Path, opa: Opa, change: Change) -> None:
    """It covers the modules and the parameters that are read, and nothing else."""
    control = build_bundle(policies, tmp_path / "bundle", opa).controls["LEN-01"]
    assert control.modules == (RULES, "qinglang/lib/limits/limits.rego")
    content = {
        "modules": {
            name: hashlib.sha256((policies / name).read_bytes()).hexdigest()
            for name in control.modules
        },
        "parameters": {"longest": 10},
    }
    assert control.digest == hashlib.sha256(canonical_json(content)).hexdigest()

    def digest() -> str:
        catalogue: Any = json.loads(bundle_contents(policies, opa)["meta/catalogue.json"])
        found: str = catalogue[0]["digest"]
        return found

    change(
        "frameworks/small.yaml",
        '2025-01-01T00:00:00+08:00"\n    basis',
        '2024-01-01T00:00:00+08:00"\n    basis',
    )
    assert digest() == control.digest
    change("frameworks/small.yaml", "value: 10", "value: 11")
    other = digest()
    assert other != control.digest
    change("qinglang/lib/limits/limits.rego", "How long things may be.", "Limits.")
    assert digest() not in {other, control.digest}


def test_the_old_bundle_is_replaced(
    policies: Path, tmp_path: Path, opa: Opa, change: Change
) -> None:
    """A new build leaves nothing of the old one."""
    output = tmp_path / "bundle"
    first = build_bundle(policies, output, opa)
    (output / ".signatures.json").write_text("{}")
    change(RULES, "A post is too long.", "It is too long.")
    second = build_bundle(policies, output, opa)
    assert second.revision != first.revision
    assert not (output / ".signatures.json").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "policies"]


def test_a_failed_build_leaves_the_old_one(
    policies: Path, tmp_path: Path, opa: Opa, change: Change
) -> None:
    """Whatever is wrong with the policies, the bundle that is there stays as it was."""
    output = tmp_path / "bundle"
    before = build_bundle(policies, output, opa)
    change(RULES, "clauses: [1.1 s1]", "clauses: [9.9]")
    with pytest.raises(ConfigurationError):
        build_bundle(policies, output, opa)
    assert load_bundle(output).digest == before.digest
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "policies"]


def test_a_failed_swap_brings_the_old_one_back(
    policies: Path, tmp_path: Path, opa: Opa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the new folder cannot be moved into place, the old one is there again."""
    output = tmp_path / "bundle"
    before = build_bundle(policies, output, opa)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.parent != output.parent and path.name == "bundle":
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        build_bundle(policies, output, opa)
    assert load_bundle(output).digest == before.digest
    with pytest.raises(PermissionError):
        build_bundle(policies, tmp_path / "other", opa)
    assert not (tmp_path / "other").exists()


def test_only_bundles_are_replaced(policies: Path, tmp_path: Path, opa: Opa) -> None:
    """A folder with something else, a file or a link is never overwritten; an empty folder is."""
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.txt").write_text("x")
    with pytest.raises(ConfigurationError, match="holds something else"):
        build_bundle(policies, full, opa)
    assert (full / "thesis.txt").read_text() == "x"
    with pytest.raises(ConfigurationError, match="is not a folder"):
        build_bundle(policies, full / "thesis.txt", opa)
    link = tmp_path / "link"
    link.symlink_to(full)
    with pytest.raises(ConfigurationError, match="is not a folder"):
        build_bundle(policies, link, opa)
    (tmp_path / "empty").mkdir()
    assert build_bundle(policies, tmp_path / "empty", opa).controls.keys() == {"LEN-01"}


def test_one_framework(policies: Path, opa: Opa) -> None:
    """A bundle has one framework, not none and not two."""
    path = policies / "frameworks" / "small.yaml"
    (policies / "frameworks" / "other.yaml").write_text(path.read_text())
    with pytest.raises(ConfigurationError, match="holds 2 frameworks, a bundle has one"):
        bundle_contents(policies, opa)


def test_opa_says_what_is_wrong(policies: Path, opa: Opa, change: Change) -> None:
    """Rego that is not strict is refused with OPA's own words, file and line."""
    change(RULES, "applies if input.post\n", "applies if {\n\tunused := 1\n\tinput.post\n}\n")
    with pytest.raises(ToolError, match=r"too_long\.rego:\d+: .*unused"):
        bundle_contents(policies, opa)


def _refused(policies: Path, opa: Opa) -> QinglangError:
    with pytest.raises(QinglangError) as caught:
        bundle_contents(policies, opa)
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("LEN-01", "LEN-1", 5, "METADATA: custom.code: value does not match regex"),
        ("severity: low", "severity: mild", 10, "METADATA: custom.severity: unallowed value mild"),
        ("#   nature: state\n", "", None, "METADATA: custom.nature: required field"),
        ("cure:\n", "owner: me\n#   cure:\n", 17, "METADATA: custom.owner: unknown field"),
        ("subject: post", "subject: person", 8, "subject: person does not exist"),
        ("[1.1 s1]", "[1.1 s2]", 6, "clauses: 1.1 s2 is not in small"),
        ("[post.topic]", "[post.colour]", 13, "cause: post.colour is no column of the document"),
        ("[post.topic]", "[topic]", 13, "cause: topic is no fact of the control's violations"),
        ("[length]", "[width]", 12, "identity: width is no fact of the control's violations"),
        ('"{length} is', '"{width} is', 15, "messages.en: width is no fact"),
        ('"{length} 太', '"{} 太', 16, "messages.zh: {} is no fact"),
    ],
)
def test_metadata_is_checked(  # noqa: PLR0913, PLR0917 (what is changed, and what is told)
    policies: Path, opa: Opa, change: Change, old: str, new: str, line: int | None, rule: str
) -> None:
    """Each fault of METADATA is told with module, line, key and rule."""
    change(RULES, old, new)
    error = _refused(policies, opa)
    assert error.offender == (f"{RULES} line {line}" if line else RULES)
    assert error.rule.startswith(rule)
    assert error.remedy


def test_parameter_that_does_not_exist(policies: Path, opa: Opa, change: Change) -> None:
    """A parameter that a control reads through a shared rule must be in the framework."""
    change("qinglang/lib/limits/limits.rego", "params.longest", "params.longst")
    error = _refused(policies, opa)
    assert (error.offender, error.rule) == (
        RULES,
        "reads the parameter longst, which is not in small",
    )


def test_branch_that_does_not_exist(policies: Path, opa: Opa, change: Change) -> None:
    """A branch that a control reads must be in its subject's document."""
    change(RULES, "\tnot input.post.length", "\tnot input.account.length")
    error = _refused(policies, opa)
    assert error.rule == "reads input.account, which a document of post does not have"
    assert error.remedy == "It has post, above, replies."


def test_code_that_is_taken(policies: Path, opa: Opa) -> None:
    """Two controls of one code are refused with both names."""
    text = (policies / RULES).read_text()
    other = policies / "qinglang" / "size" / "very_long" / "very_long.rego"
    other.parent.mkdir()
    other.write_text(text.replace("too_long", "very_long"))
    error = _refused(policies, opa)
    assert error.offender == "qinglang/size/very_long/very_long.rego line 5"
    assert error.rule == "code: LEN-01 is the code of qinglang.size.too_long"


def test_messages_where_facts_cannot_be_read(policies: Path, opa: Opa, change: Change) -> None:
    """Facts that are computed cannot be compared; then a placeholder must be a name at least."""
    change(
        RULES,
        'violations contains {"length": input.post.length} if {\n',
        'violations contains facts if {\n\tfacts := {"length": input.post.length}\n',
    )
    change(RULES, '"{length} is', '"{width} is')
    assert bundle_contents(policies, opa)
    change(RULES, '"{width} is', '"{The width} is')
    error = _refused(policies, opa)
    assert error.rule == "messages.en: The width is no name of a fact"
    assert re.search("offence", error.remedy)
