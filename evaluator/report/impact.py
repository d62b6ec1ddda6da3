"""The impact of a change of policies, as plain values, for a console and for a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, Final

from evaluator.bundle import Bundle
from evaluator.model import ControlResult, Facts, Outcome
from evaluator.report.base import Language
from evaluator.report.local_time import local_time
from evaluator.report.markdown import markdown_table, markdown_text

__all__ = [
    "KINDS",
    "ControlImpact",
    "Group",
    "Impact",
    "SnapshotImpact",
    "impact_document",
    "impact_markdown",
]

#: How a finding, or an outcome, may differ.
KINDS: Final = ("added", "removed", "changed", "turned_undetermined", "turned_determined")
_ALL: Final = 100
#: Groups and parameters that a page for a pull request shows.
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Group:
    """Differences of one control, of one kind and one cause."""

    control: str
    kind: str
    cause: Facts
    count: int
    #: One subject of it, with its facts before and after; None where there was no finding.
    subject: str
    before: Facts | None
    after: Facts | None


@dataclass(frozen=True, slots=True)
class ControlImpact:
    """What a control said before and after; None where a version does not have it."""

    before: ControlResult | None
    after: ControlResult | None
    added: int
    removed: int
    changed: int
    unchanged: int
    turned_undetermined: int
    turned_determined: int

    @property
    def lacking(self) -> tuple[str, ...]:
        """What the snapshot lacks for the new version, and not for the old one."""
        if self.after is None or not self.after.not_evaluated:
            return ()
        known = () if self.before is None else self.before.not_evaluated
        return tuple(name for name in self.after.not_evaluated if name not in known)


@dataclass(frozen=True, slots=True)
class SnapshotImpact:
    """What differs on one snapshot; of controls only those that may answer otherwise."""

    snapshot_id: str
    platform_id: str
    #: Epoch seconds.
    as_of: int
    snapshot_digest: str
    controls: Mapping[str, ControlImpact]
    groups: tuple[Group, ...]
    #: Why the comparison is incomplete, in sentences.
    incomplete: tuple[str, ...] = ()

    def total(self, kind: str) -> int:
        """How many there are of a kind of difference."""
        return sum(getattr(control, kind) for control in self.controls.values())

    @property
    def share(self) -> Fraction:
        """Findings that differ among all of both versions, of controls that differ, in percent."""
        differing = sum(map(self.total, ("added", "removed", "changed")))
        together = differing + self.total("unchanged")
        return Fraction(_ALL * differing, together) if together else Fraction(0)


@dataclass(frozen=True, slots=True)
class Impact:
    """A change of policies, and what it does to snapshots."""

    old: Bundle
    new: Bundle
    #: As of `bundle_changes`.
    changes: Mapping[str, Any]
    snapshots: tuple[SnapshotImpact, ...]

    @property
    def incomplete(self) -> tuple[str, ...]:
        """Why the comparison is incomplete, with the snapshot; empty where it is not."""
        return tuple(
            f"{one.snapshot_id}: {reason}" for one in self.snapshots for reason in one.incomplete
        )

    @property
    def largest_added(self) -> int:
        """Findings that are added in the snapshot in which most are."""
        return max((one.total("added") for one in self.snapshots), default=0)

    @property
    def largest_share(self) -> Fraction:
        """The share that differs in the snapshot in which it is largest, in percent."""
        return max((one.share for one in self.snapshots), default=Fraction(0))

    def clauses(self, snapshot: SnapshotImpact) -> dict[str, Counter[str]]:
        """Clause -> kind of difference -> number, of the clauses of controls that differ."""
        found: dict[str, Counter[str]] = {}
        for code, impact in snapshot.controls.items():
            control = self.new.controls.get(code) or self.old.controls[code]
            for clause in control.clauses:
                counter = found.setdefault(clause, Counter())
                counter.update({kind: getattr(impact, kind) for kind in KINDS})
        return dict(sorted(found.items()))


def impact_document(impact: Impact) -> dict[str, Any]:
    """Everything, as plain values."""
    return {
        "old": {"revision": impact.old.revision, "digest": impact.old.digest},
        "new": {"revision": impact.new.revision, "digest": impact.new.digest},
        "changes": dict(impact.changes),
        "incomplete": list(impact.incomplete),
        "snapshots": [
            {
                "snapshot_id": one.snapshot_id,
                "platform_id": one.platform_id,
                "as_of": one.as_of,
                "snapshot_digest": one.snapshot_digest,
                "total": {kind: one.total(kind) for kind in KINDS},
                "changed_percent": float(round(one.share, 4)),
                "clauses": {clause: dict(counts) for clause, counts in impact.clauses(one).items()},
                "controls": {
                    code: {
                        "before": _result(control.before),
                        "after": _result(control.after),
                        **{kind: getattr(control, kind) for kind in (*KINDS, "unchanged")},
                    }
                    for code, control in one.controls.items()
                },
                "groups": [asdict(group) for group in one.groups],
            }
            for one in impact.snapshots
        ],
    }


def impact_markdown(impact: Impact, lang: Language, gates: tuple[str, ...] = ()) -> str:
    """A comment for a pull request.

    Args:
        impact: what differs.
        lang: of the clauses' texts.
        gates: why the change does not pass, in sentences; empty where it does.
    """
    return "\n".join(_lines(impact, lang, gates)) + "\n"


def _lines(impact: Impact, lang: Language, gates: tuple[str, ...]) -> Iterator[str]:
    yield f"## {'❌' if gates or impact.incomplete else '✅'} Impact of this change of policies"
    yield ""
    yield f"`{impact.old.revision}` → `{impact.new.revision}`"
    yield ""
    for reason in (*impact.incomplete, *gates):
        yield f"- **{markdown_text(reason)}**"
    yield from _changes(impact)
    for one in impact.snapshots:
        yield ""
        yield f"### {markdown_text(one.snapshot_id)}, {markdown_text(local_time(one.as_of))}"
        yield ""
        yield from _snapshot(impact, one, lang)


def _changes(impact: Impact) -> Iterator[str]:
    rules, parameters = impact.changes["rules"], impact.changes["parameters"]
    if not rules and not parameters:
        yield "- No rule and no parameter changed."
    for name, rule in list(rules.items())[:_SHOWN]:
        used = ", ".join(rule["controls"])
        yield f"- rule `{name}` {rule['change']} (used by {markdown_text(used)})"
    for name, parameter in list(parameters.items())[:_SHOWN]:
        value = parameter.get("value")
        if isinstance(value, Mapping) and value.keys() == {"old", "new"}:
            told = f"{value['old']} → {value['new']}"
        else:
            told = parameter["change"]
        yield f"- parameter `{name}`: {markdown_text(str(told))}"
    hidden = max(len(rules) - _SHOWN, 0) + max(len(parameters) - _SHOWN, 0)
    if hidden:
        yield f"- {hidden:,} more; all of them: `qinglang bundle diff OLD NEW`"


def _snapshot(impact: Impact, one: SnapshotImpact, lang: Language) -> Iterator[str]:
    if not one.controls:
        yield "No control answers otherwise."
        return
    numbers = ["added", "removed", "changed", "now undetermined", "now determined"]
    texts = {**impact.old.framework.clauses, **impact.new.framework.clauses}
    rows = [
        [
            f"**{markdown_text(clause)}**",
            markdown_text(texts[clause][lang] if clause in texts else ""),
            *(f"{counts[kind]:,}" for kind in KINDS),
        ]
        for clause, counts in impact.clauses(one).items()
    ]
    yield from markdown_table(["clause", "text", *numbers], rows, left=2)
    yield ""
    rows = [
        [f"**{code}**", _told(impact, code), *(f"{getattr(control, kind):,}" for kind in KINDS)]
        for code, control in one.controls.items()
    ]
    yield from markdown_table(["control", "", *numbers], rows, left=2)
    if not one.groups:
        return
    yield ""
    ranked = sorted(one.groups, key=lambda group: -group.count)
    rows = [
        [
            group.control,
            group.kind.replace("_", " "),
            markdown_text(", ".join(f"{name} = {value}" for name, value in group.cause.items())),
            markdown_text(group.subject),
            f"{group.count:,}",
        ]
        for group in ranked[:_SHOWN]
    ]
    yield from markdown_table(["control", "kind", "cause", "example", "number"], rows, left=4)
    if len(ranked) > _SHOWN:
        yield ""
        yield f"{len(ranked) - _SHOWN:,} more causes; all of them: `-o json`"


def _told(impact: Impact, code: str) -> str:
    control = impact.new.controls.get(code)
    if control is None:
        return f"{markdown_text(impact.old.controls[code].title)} (removed)"
    lacking = next(one.controls[code].lacking for one in impact.snapshots if code in one.controls)
    known = code in impact.old.controls or any(
        old in impact.old.controls for old in control.aliases
    )
    told = markdown_text(control.title) + ("" if known else " (new)")
    return f"{told}; not evaluated, lacks {markdown_text(', '.join(lacking))}" if lacking else told


def _result(result: ControlResult | None) -> dict[str, Any] | None:
    if result is None:
        return None
    return {
        "outcomes": {str(outcome): result.outcomes.get(outcome, 0) for outcome in Outcome},
        "missing": dict(result.missing),
        "not_evaluated": list(result.not_evaluated),
    }
