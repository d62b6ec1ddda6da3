"""What ``qinglang findings show`` tells of one finding: all that a reader needs to act on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluator.cli.boundary import note
from evaluator.cli.moments import moment_shown

if TYPE_CHECKING:
    from evaluator.bundle import Bundle
    from evaluator.findings import RecordedState, RunDetails, Store, StoredFinding
    from evaluator.model import Control
    from evaluator.report import Language
    from evaluator.settings import Settings

__all__ = ["deciding_run", "document_of", "finding_details"]


def deciding_run(store: Store, stored: StoredFinding) -> RunDetails | None:
    """The last run that says of a finding what is shown of it; None where it is no longer known."""
    latest = _latest(stored)
    runs = [
        run
        for run in store.runs(latest.series)
        if latest.from_as_of <= run.as_of
        and (latest.to_as_of is None or run.as_of < latest.to_as_of)
        and (run.superseded_at is None) is (latest.recorded_to is None)
    ]
    spoken = (store.run(run.run_id) for run in reversed(runs))
    return next((run for run in spoken if stored.control in run.results), None)


def finding_details(
    stored: StoredFinding,
    control: Control | None,
    policies: Bundle,
    run: RunDetails | None,
    lang: Language,
    output: str,
) -> dict[str, Any]:
    """One finding as a value to show: what, on what basis, by which parameters, cure, and states.

    Args:
        stored: the finding.
        control: its control; None where the bundle has it no longer.
        policies: the bundle, whose framework has the texts of the clauses.
        run: the run that decided; its parameters are shown.
        lang: language of messages.
        output: format, which decides how times are written.
    """
    from evaluator.report import message

    latest = _latest(stored)
    shown: dict[str, Any] = {"id": stored.finding_id, "control": stored.control}
    if control is not None:
        texts = policies.framework.clauses
        shown |= {
            "title": control.titled(lang),
            "message": message(control, latest.facts, lang),
            "clauses": {clause: texts[clause][lang] for clause in control.clauses},
            "basis": list(control.basis),
        }
    shown |= {
        "subject": stored.subject_id,
        "subject_time": moment_shown(latest.subject_time, output),
        "severity": latest.severity,
        "direction": latest.direction,
        "nature": stored.nature,
        "identity": dict(stored.identity),
        "facts": dict(latest.facts),
        "cause": dict(latest.cause),
    }
    if run is not None:
        shown["run"] = {
            "run": run.summary.run_id,
            "snapshot": run.summary.snapshot_id,
            "as_of": moment_shown(run.summary.as_of, output),
        }
        if control is not None:
            shown["parameters"] = _parameters(control, policies, run, output)
    if control is not None:
        shown["cure"] = control.cure[lang]
    shown["states"] = _states(stored.known, output)
    replaced = [state for state in stored.states if state.recorded_to is not None]
    if replaced:
        shown["replaced"] = _states(replaced, output)
    return shown


def document_of(
    snapshot: Path,
    stored: StoredFinding,
    run: RunDetails | None,
    settings: Settings,
) -> dict[str, Any]:
    """The finding's subject as its control sees it in a snapshot.

    Raises:
        UsageError: if the subject, or the control, is not there.
        SnapshotError: if the snapshot cannot be read as a whole.
    """
    import orjson

    from evaluator.pipeline import Request, Silent, explain

    request = Request(snapshot, overrides={} if run is None else run.overrides)
    told = explain(request, stored.control, stored.subject_id, settings, Silent())
    if run is not None and told.snapshot_digest != run.snapshot_digest:
        note(f"{snapshot} is not the snapshot of run {run.summary.run_id}: its document may differ")
    document: dict[str, Any] = orjson.loads(told.document)
    return document


def _latest(stored: StoredFinding) -> RecordedState:
    """What is known now, or, where a correction took it all back, what was known last."""
    return (stored.known or stored.states)[-1]


def _parameters(
    control: Control, policies: Bundle, run: RunDetails, output: str
) -> dict[str, Mapping[str, Any]]:
    """What decided: value in the run, unit and basis of each parameter that the control reads."""
    known = policies.framework.parameters
    return {
        name: {
            "value": moment_shown(run.parameters.get(name), output)
            if known[name].type == "time"
            else run.parameters.get(name),
            "unit": known[name].unit,
            "basis": known[name].basis,
            **({"override": True} if name in run.overrides else {}),
        }
        for name in sorted(control.parameters)
    }


def _states(states: Sequence[RecordedState], output: str) -> list[dict[str, Any]]:
    """States as rows, in the order of as_of within each series."""
    return [
        {
            "series": state.series,
            "state": state.state,
            "from_as_of": moment_shown(state.from_as_of, output),
            "to_as_of": moment_shown(state.to_as_of, output),
            "recorded_from": moment_shown(state.recorded_from, output),
            "recorded_to": moment_shown(state.recorded_to, output),
            "facts": dict(state.facts),
        }
        for state in states
    ]
