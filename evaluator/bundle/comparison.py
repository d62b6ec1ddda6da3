"""What changed from one bundle to another, in the words of its authors: `qinglang bundle diff`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from evaluator.bundle.contract import Contract
from evaluator.bundle.framework import Framework
from evaluator.bundle.reader import Bundle
from evaluator.model import Control

__all__ = ["bundle_changes", "changed_parameters", "changed_rules", "renamed_controls"]

#: What a control says of itself; a change of rules shows in its modules.
_SAID: Final = (
    "package",
    "title",
    "description",
    "clauses",
    "basis",
    "subject",
    "direction",
    "severity",
    "nature",
    "identity",
    "cause",
    "messages",
    "cure",
    "tables",
)


def bundle_changes(old: Bundle, new: Bundle) -> dict[str, Any]:
    """Everything that differs, as plain values; a part in which nothing differs is empty."""
    was, now = old.framework, new.framework
    return {
        "revision": _pair(old.revision, new.revision),
        "framework": _pair(f"{was.name} {was.version}", f"{now.name} {now.version}"),
        "controls": _controls(old, new),
        "rules": changed_rules(old, new),
        "parameters": changed_parameters(was, now),
        "clauses": _differing(was.clauses, now.clauses),
        "not_checkable": _not_checkable(was, now),
        "contract": _contract(old.contract, new.contract),
    }


def renamed_controls(old: Bundle, new: Bundle) -> dict[str, str]:
    """Code of a control in the old bundle -> its code in the new one, where they differ."""
    return {
        code: new.aliases[code]
        for code in old.controls
        if code not in new.controls and code in new.aliases
    }


def changed_rules(old: Bundle, new: Bundle) -> dict[str, dict[str, Any]]:
    """Module -> how it changed, and the controls that use it; generated modules are left out."""
    users: dict[str, set[str]] = {}
    for control in (*old.controls.values(), *new.controls.values()):
        for module in control.modules:
            users.setdefault(module, set()).add(control.code)
    rules: dict[str, dict[str, Any]] = {}
    for name in sorted(old.files.keys() | new.files.keys()):
        generated = name.startswith("qinglang/judge/")
        if not name.endswith(".rego") or generated or old.files.get(name) == new.files.get(name):
            continue
        rules[name] = {
            "change": _how(name, old.files, new.files),
            "controls": sorted(users.get(name, ())),
        }
    return rules


def changed_parameters(old: Framework, new: Framework) -> dict[str, dict[str, Any]]:
    """Parameter -> what changed of it: value, unit, basis, type or description, old and new."""
    changed: dict[str, dict[str, Any]] = {}
    for name in sorted(old.parameters.keys() | new.parameters.keys()):
        was, now = old.parameters.get(name), new.parameters.get(name)
        if was is None or now is None:
            value = now.value if was is None and now else was.value if was else None
            changed[name] = {"change": "added" if was is None else "removed", "value": value}
            continue
        differing = {
            key: _pair(getattr(was, key), getattr(now, key))
            for key in ("type", "unit", "value", "basis", "description")
            if getattr(was, key) != getattr(now, key)
        }
        if differing:
            changed[name] = {"change": "changed", **differing}
    return changed


def _controls(old: Bundle, new: Bundle) -> dict[str, dict[str, Any]]:
    renamed = renamed_controls(old, new)
    changed: dict[str, dict[str, Any]] = {}
    for code, control in old.controls.items():
        if code in renamed:
            changed[code] = {"change": "renamed", "code": renamed[code]}
        elif code not in new.controls:
            changed[code] = {"change": "removed", "title": control.title}
    before = {renamed.get(code, code): control for code, control in old.controls.items()}
    for code, control in new.controls.items():
        if code not in before:
            changed[code] = {"change": "added", "title": control.title}
        elif differing := _said(before[code], control):
            changed.setdefault(code, {"change": "changed"})
            changed[code] |= differing
    return dict(sorted(changed.items()))


def _said(was: Control, now: Control) -> dict[str, Any]:
    return {
        name: _pair(_plain(getattr(was, name)), _plain(getattr(now, name)))
        for name in _SAID
        if getattr(was, name) != getattr(now, name)
    }


def _not_checkable(old: Framework, new: Framework) -> dict[str, str]:
    def matters(framework: Framework) -> dict[str, object]:
        return {entry.matter["en"]: entry for entry in framework.not_checkable}

    return _differing(matters(old), matters(new))


def _contract(old: Contract, new: Contract) -> dict[str, str]:
    """Tables, columns and documents that differ."""

    def parts(contract: Contract) -> dict[str, object]:
        found: dict[str, object] = {"version": contract.version}
        for name, table in contract.tables.items():
            found[f"table {name}"] = (table.key, table.holds, table.description)
            found |= {f"{name}.{column.name}": column for column in table.columns.values()}
        found |= {f"derived {name}": part for name, part in contract.derived.items()}
        return found | {f"document {name}": part for name, part in contract.subjects.items()}

    return _differing(parts(old), parts(new))


def _differing(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, str]:
    names: Iterable[str] = sorted(old.keys() | new.keys())
    return {name: _how(name, old, new) for name in names if old.get(name) != new.get(name)}


def _how(name: str, old: Mapping[str, object], new: Mapping[str, object]) -> str:
    if name not in old:
        return "added"
    return "changed" if name in new else "removed"


def _pair(old: object, new: object) -> dict[str, object]:
    return {} if old == new else {"old": old, "new": new}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
