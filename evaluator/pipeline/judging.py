"""What evaluation and explanation share: the judge that the settings ask for, and its question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from evaluator.bundle import Bundle
from evaluator.judge import Context, FallbackJudge, Judge, ServerJudge, WasmJudge, decide
from evaluator.model import Control, Decision, Prepared, Undecided
from evaluator.pipeline.observing import Observer
from evaluator.settings import Settings
from evaluator.subjects import Documents, lacking

__all__ = [
    "branches_of",
    "controls_by_subject",
    "decisions",
    "open_judge",
    "question_context",
    "reasons_not_evaluated",
]


def open_judge(bundle: Bundle, settings: Settings) -> Judge:
    """The judge of the settings, to be closed by the caller.

    Where the settings name an OPA server beside the judge in process, it decides the documents
    that this one fails on.

    Raises:
        BundleError: if the bundle's module cannot be run.
        JudgeError: if the server is absent, or holds another bundle.
    """
    if settings.engine == "opa":
        return _server(bundle, settings)
    judge = WasmJudge(
        bundle.wasm,
        bundle.data,
        threads=settings.thread_count,
        timeout=settings.judge_timeout,
        memory=settings.judge_memory,
    )
    if "opa_url" not in settings.model_fields_set:
        return judge
    return FallbackJudge(judge, partial(_server, bundle, settings))


def _server(bundle: Bundle, settings: Settings) -> ServerJudge:
    token = settings.opa_token
    return ServerJudge(
        settings.opa_url,
        revision=bundle.revision,
        timeout=settings.opa_timeout,
        threads=settings.thread_count,
        token=None if token is None else token.get_secret_value(),
    )


def question_context(
    controls: Sequence[Control], parameters: Mapping[str, Any], prepared: Prepared
) -> Context:
    """What is the same in all questions about one subject kind."""
    codes = tuple(control.code for control in controls)
    return Context(codes, parameters, prepared.manifest.document())


def reasons_not_evaluated(
    control: Control, bundle: Bundle, prepared: Prepared, settings: Settings
) -> tuple[str, ...]:
    """What the snapshot lacks for a control, sorted; empty where the control can be evaluated."""
    return lacking(
        control, bundle.contract, prepared.tables.keys(), prepared.tables, settings.max_unplaced
    )


def controls_by_subject(
    codes: Sequence[str], bundle: Bundle, prepared: Prepared, settings: Settings
) -> tuple[dict[str, list[Control]], dict[str, tuple[str, ...]]]:
    """The controls that can be evaluated, by subject kind, and why the others cannot, by code."""
    evaluated: dict[str, list[Control]] = {}
    lacking_by_code: dict[str, tuple[str, ...]] = {}
    for code in codes:
        control = bundle.controls[code]
        reasons = reasons_not_evaluated(control, bundle, prepared, settings)
        if reasons:
            lacking_by_code[code] = reasons
        else:
            evaluated.setdefault(control.subject, []).append(control)
    return dict(sorted(evaluated.items())), lacking_by_code


def branches_of(controls: Iterable[Control]) -> frozenset[str]:
    """Branches of the document that any of the controls reads."""
    return frozenset[str]().union(*(control.branches for control in controls))


def decisions(  # noqa: PLR0913, PLR0917 (who judges what, how, and who is told)
    judge: Judge,
    documents: Documents,
    controls: Sequence[Control],
    context: Context,
    settings: Settings,
    observer: Observer,
    *,
    ids: Sequence[str] | None = None,
    query: str | None = None,
) -> Iterator[Decision | Undecided]:
    """Judge the subjects of one kind by controls of that kind.

    Args:
        judge: who judges.
        documents: of the prepared snapshot.
        controls: at least one; all of one subject kind.
        context: the question's context.
        settings: threads and size of batches.
        observer: is told how many subjects are done.
        ids: subjects to judge; None: all.
        query: gives the subjects to judge with their documents, instead of ``ids``.

    Raises:
        JudgeError: if the judge cannot answer at all.
    """
    subject = controls[0].subject
    for batch in decide(
        judge,
        subject,
        documents.stream(subject, branches_of(controls), ids=ids)
        if query is None
        else documents.read(query),
        context,
        threads=settings.thread_count,
        batch_size=settings.batch_size,
    ):
        yield from batch
        observer.advance(len(batch))
