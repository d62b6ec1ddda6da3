"""The law can fail: it tells rules that are nearly right from those that are.

Each case breaks one rule of one control in a way that its author could have. Documents are drawn as
for the real rules, and OPA answers them from the broken bundle.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random

import pytest

from evaluator.authoring import Opa
from evaluator.authoring.examples import SNAPSHOT
from evaluator.bundle import Bundle, entrypoint
from tests.policies.drawing import Drawing
from tests.policies.law import answered, expected
from tests.policies.laws import LAWS

pytestmark = pytest.mark.opa

#: code, module below qinglang/, what stands there, what the mutant says.
MUTANTS = [
    ("ANN-02", "annotation/source_vague", "\tnot _named\n", ""),
    ("ANN-03", "annotation/source_wrong", '\tverdict.offence == "wrong_source"\n', ""),
    ("ANN-04", "lib/citation", "\tnot input.citation.terminal_external\n", ""),
    ("ANN-06", "annotation/label_hidden", "_possible - _certain", "_possible"),
    ("ANN-07", "annotation/label_covered", "\tnot _long(domain.milliseconds.least)\n", ""),
    ("ANN-11", "lib/context", "\tnot _given(part)\n", ""),
    ("ANN-13", "annotation/ai_label_removed", "max(labels.ai_ended)", "min(labels.ai_ended)"),
    ("ANN-14", "annotation/prompt_not_shown", "count(_violating) < 2", "count(_violating) < 1"),
    ("ANN-15", "annotation/pool_unlabelled", "\tlabels.fiction_unknown\n", ""),
    ("ANN-16", "annotation/pool_after_refutation", "max({limit,", "min({limit,"),
    ("CER-01", "lib/professional", "count(expired(claim)) == 0", "count(expired(claim)) >= 0"),
    ("CER-06", "lib/consent", "\tnot needed(key)\n", ""),
    ("CER-08", "certification/mismatch_open", "latest := max(", "latest := min("),
    ("MON-03", "lib/monetisation", "grant.suspended_at <= moment", "grant.suspended_at < moment"),
]

_DOCUMENTS = 500


@pytest.mark.parametrize(
    ("code", "module", "old", "new"), MUTANTS, ids=[code for code, *_ in MUTANTS]
)
def test_mutants_are_told_apart(  # noqa: PLR0913, PLR0917 (what is broken, and in what)
    bundle: Bundle, opa: Opa, tmp_path: Path, code: str, module: str, old: str, new: str
) -> None:
    """A control with one wrong rule answers some document other than its law says."""
    broken = tmp_path / "bundle"
    shutil.copytree(bundle.folder, broken, ignore=shutil.ignore_patterns("policy.wasm"))
    path = broken / "qinglang" / module / f"{Path(module).name}.rego"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    law, control = LAWS[code], bundle.controls[code]
    params = bundle.framework.defaults()
    drawing = Drawing(bundle, Random(3))  # noqa: S311 (documents, not secrets)
    documents = [drawing.document(control.subject) for _ in range(_DOCUMENTS)]
    question = tmp_path / "question.json"
    question.write_text(
        json.dumps(
            {
                "controls": [code],
                "params": params,
                "snapshot": dict(SNAPSHOT),
                "documents": documents,
            }
        ),
        encoding="utf-8",
    )
    rule = f"data.{entrypoint(control.subject).replace('/', '.')}"
    told = opa.ask("eval", "-b", str(broken), "-i", str(question), rule)
    answers = told["result"][0]["expressions"][0]["value"]
    assert any(
        answered(control, answer[code]) != expected(law, control, bundle, document, params)
        for document, answer in zip(documents, answers, strict=True)
    )
