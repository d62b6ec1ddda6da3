"""A module is where its package says, is called so, and describes itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.authoring import Opa
from evaluator.authoring.modules import read_modules
from evaluator.errors import ConfigurationError, ToolError

pytestmark = pytest.mark.opa

Change = Callable[[str, str, str], None]
RULES = "qinglang/size/too_long/too_long.rego"


def test_controls_and_shared_rules(policies: Path, opa: Opa) -> None:
    """Shared rules are modules but no controls; tests are neither."""
    modules = read_modules(policies, opa)
    assert modules.controls() == {"qinglang.size.too_long": RULES}
    assert set(modules.sources) == {RULES, "qinglang/lib/limits/limits.rego"}
    assert modules.module_of("qinglang.lib.limits") == "qinglang/lib/limits/limits.rego"
    assert modules.metadata[RULES]["title"] == "Too long"


def test_places(policies: Path, opa: Opa) -> None:
    """A key of METADATA is found by its line, one that is not there by its module."""
    modules = read_modules(policies, opa)
    assert modules.place(RULES, "custom.subject") == f"{RULES} line 8"
    assert modules.place(RULES, "custom.owner") == RULES


def test_closure(policies: Path, opa: Opa) -> None:
    """A module comes with everything that it names, and a shared one alone."""
    modules = read_modules(policies, opa)
    shared = "qinglang/lib/limits/limits.rego"
    assert modules.closure(RULES) == (shared, RULES)
    assert modules.closure(shared) == (shared,)


def test_no_policies(tmp_path: Path, opa: Opa) -> None:
    """A folder without Rego is not what was meant."""
    with pytest.raises(ConfigurationError, match="holds no policies"):
        read_modules(tmp_path, opa)


def test_package_of_another_folder(policies: Path, opa: Opa, change: Change) -> None:
    """The package is the folder."""
    change(RULES, "package qinglang.size.too_long", "package qinglang.size.long")
    with pytest.raises(ConfigurationError) as caught:
        read_modules(policies, opa)
    assert caught.value.offender == RULES
    assert caught.value.rule == "has the package qinglang.size.long"
    assert caught.value.remedy == "Its folder asks for qinglang.size.too_long."


def test_file_of_another_name(policies: Path, opa: Opa) -> None:
    """The file is called like its folder."""
    (policies / RULES).rename(policies / RULES.replace("long.rego", "tall.rego"))
    with pytest.raises(ConfigurationError, match="must be called like its folder"):
        read_modules(policies, opa)


def test_no_metadata(policies: Path, opa: Opa, change: Change) -> None:
    """Shared rules describe themselves too."""
    change("qinglang/lib/limits/limits.rego", "# METADATA", "# About")
    with pytest.raises(ConfigurationError, match=r"limits\.rego: has no METADATA"):
        read_modules(policies, opa)


def test_no_rego(policies: Path, opa: Opa, change: Change) -> None:
    """What does not parse is told in OPA's words."""
    change(RULES, "default applies := false", "default applies ! false")
    with pytest.raises(ToolError, match="rego_parse_error"):
        read_modules(policies, opa)
