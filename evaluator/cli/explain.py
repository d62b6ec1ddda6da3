"""``qinglang explain``: why a control says what it says about one subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli.options import (
    BundleOption,
    CacheOption,
    EngineOption,
    LanguageOption,
    MemoryOption,
    OpaUrlOption,
    OverrideOption,
    ProgressOption,
    SnapshotArgument,
    ThreadsOption,
    ValueFormat,
    parse_overrides,
)

if TYPE_CHECKING:
    from evaluator.pipeline import Explanation
    from evaluator.report import Language

__all__ = ["explain"]


def explain(
    snapshot: SnapshotArgument,
    control: Annotated[str, typer.Argument(metavar="CONTROL", help="Code, such as ANN-01.")],
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="Id of the subject.")],
    *,
    output: ValueFormat = "console",
    param: OverrideOption = None,
    bundle: BundleOption = None,
    engine: EngineOption = None,
    opa_url: OpaUrlOption = None,
    threads: ThreadsOption = None,
    memory: MemoryOption = None,
    cache_dir: CacheOption = None,
    progress: ProgressOption = None,
    lang: LanguageOption = None,
) -> None:
    """Judge one subject by one control, and show everything that decided.

    Exit codes: 0 judged, whatever the outcome; 2 no such control or subject; 3 not evaluated or
    not decided.
    """
    from evaluator.cli.listing import check_value_format, show_value
    from evaluator.cli.progress import ProgressDisplay
    from evaluator.pipeline import Request
    from evaluator.pipeline import explain as explain_subject
    from evaluator.settings import load_settings

    check_value_format(output)
    settings = load_settings(
        bundle=bundle,
        engine=engine,
        opa_url=opa_url,
        threads=threads,
        memory=memory,
        cache_dir=cache_dir,
        lang=lang,
    )
    request = Request(snapshot, overrides=parse_overrides(param))
    with ProgressDisplay(progress) as display:
        explanation = explain_subject(request, control, subject, settings, display)
        display.finish()
    show_value(_explained(explanation, settings.lang), output)
    raise typer.Exit(0 if explanation.outcome is not None else 3)


def _explained(explanation: Explanation, lang: Language) -> dict[str, Any]:
    import orjson

    from evaluator.report import message

    control = explanation.control
    shown: dict[str, Any] = {
        "control": control.code,
        "title": control.titled(lang),
        "subject": f"{control.subject} {explanation.subject_id}",
        "outcome": "none" if explanation.outcome is None else str(explanation.outcome),
    }
    if explanation.reasons:
        shown["reasons"] = list(explanation.reasons)
    if explanation.violations:
        shown["findings"] = [
            {"message": message(control, facts, lang), "facts": dict(facts)}
            for facts in explanation.violations
        ]
        shown["cure"] = control.cure[lang]
    if explanation.missing:
        shown["missing"] = list(explanation.missing)
    return shown | {
        "clauses": dict(explanation.clauses),
        "basis": list(control.basis),
        "parameters": dict(explanation.parameters),
        "document": orjson.loads(explanation.document),
    }
