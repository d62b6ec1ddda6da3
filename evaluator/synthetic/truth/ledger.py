"""The truth of a generated snapshot: what every control must find, block after block.

It follows from the rows as they are written, after nulls were drawn, and from the catalogue of
controls alone: no policy and no bundle is asked. There is one canonical JSON line for a violation,
``{"control", "facts", "identity", "subject"}``, and one for a decisive unknown fact of a subject
without violation, ``{"control", "missing", "subject"}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evaluator.model import canonical_json
from evaluator.synthetic.tables import Block
from evaluator.synthetic.truth.accounts import ACCOUNT_RULES
from evaluator.synthetic.truth.annotation import POST_RULES
from evaluator.synthetic.truth.certification import CERTIFICATION_RULES
from evaluator.synthetic.truth.citing import CITING_RULES
from evaluator.synthetic.truth.completions import Document, Judgement, Rule, judge
from evaluator.synthetic.truth.documents import Documents
from evaluator.synthetic.truth.listings import COMPLAINT_RULES, RANKING_RULES
from evaluator.synthetic.truth.platform import PLATFORM_RULES
from evaluator.synthetic.truth.prompting import PlatformRows
from evaluator.synthetic.truth.renderings import RENDERING_RULES
from evaluator.synthetic.truth.sanctions import SANCTION_RULES
from evaluator.synthetic.truth.verdicts import VERDICT_RULES

__all__ = ["RULES", "Truth"]

#: Subject kind -> the controls on it.
RULES: Mapping[str, Sequence[Rule]] = {
    "post": (*POST_RULES, *CITING_RULES),
    "rendering": RENDERING_RULES,
    "account": ACCOUNT_RULES,
    "certification": CERTIFICATION_RULES,
    "adjudication": VERDICT_RULES,
    "sanction": SANCTION_RULES,
    "complaint": COMPLAINT_RULES,
    "ranking": RANKING_RULES,
    "platform": PLATFORM_RULES,
}


class Truth:
    """Judges one block after another, and the platform in the end.

    Args:
        window: first and last moment of the snapshot's period.
        as_of: the moment at which things are judged.
        platform_id: subject of the controls on the platform.
    """

    def __init__(self, window: tuple[int, int], as_of: int, platform_id: str) -> None:
        self._window = window
        self._as_of = as_of
        self._platform_id = platform_id
        self._platform = PlatformRows(window)
        #: control -> outcome -> subjects.
        self.outcomes: dict[str, dict[str, int]] = {
            rule.control: {} for rules in RULES.values() for rule in rules
        }

    def add(self, block: Block) -> list[bytes]:
        """What holds for the subjects of a block: lines, sorted, each ended by a newline."""
        documents = Documents(block, self._window, self._as_of)
        self._platform.add(documents)
        lines: list[bytes] = []
        for subject in RULES:
            if subject != "platform":
                for subject_id, document in documents.of(subject):
                    lines += self._lines(subject, subject_id, document)
        return sorted(lines)

    def close(self) -> list[bytes]:
        """What holds for the platform, once all blocks are known."""
        return sorted(self._lines("platform", self._platform_id, self._platform.document()))

    def _lines(self, subject: str, subject_id: str, document: Document) -> Iterator[bytes]:
        for rule in RULES[subject]:
            judgement = judge(rule, document, self._as_of)
            counts = self.outcomes[rule.control]
            counts[judgement.outcome] = counts.get(judgement.outcome, 0) + 1
            for line in _contents(rule, judgement):
                whole = {"control": rule.control, "subject": subject_id, **line}
                yield canonical_json(whole) + b"\n"


def _contents(rule: Rule, judgement: Judgement) -> Iterator[dict[str, object]]:
    for facts in judgement.violations:
        yield {"facts": dict(facts), "identity": rule.identify(facts)}
    if not judgement.violations:
        for fact in judgement.missing:
            yield {"missing": fact}
