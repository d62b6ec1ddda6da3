"""Generates the rules through which a judge asks the controls of one subject kind."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["judge_module"]

_HEAD = """\
# Generated when the bundle is built.
package qinglang.judge

# METADATA
# title: Judge of subject {subject}
# description: >-
#   Answers for each document and each requested control with [applies, violations, undetermined].
#   Parameters and snapshot travel with the question.
{subject} := [answers |
	some document in input.documents
	answers := _{subject} with input as document
		with data.qinglang.params as input.params
		with data.qinglang.snapshot as input.snapshot
		with data.qinglang.requested as input.controls
]
"""

_CONTROL = """
_{subject}["{code}"] := [
	data.{package}.applies,
	data.{package}.violations,
	data.{package}.undetermined,
] if {{
	"{code}" in data.qinglang.requested
}}
"""


def judge_module(subject: str, packages: Mapping[str, str]) -> str:
    """Rego that asks the controls of a subject kind.

    Args:
        subject: the subject kind.
        packages: control code -> package, of the controls of this kind.
    """
    parts = [_HEAD.format(subject=subject)]
    parts += [
        _CONTROL.format(subject=subject, code=code, package=packages[code])
        for code in sorted(packages)
    ]
    return "".join(parts)
