# METADATA
# title: Measure without a verdict that carries it
# description: >-
#   A measure of this framework rests on no verdict, on one that found no violation or was not
#   final although nothing was urgent, or on one about another account.
# custom:
#   code: LAD-07
#   title_zh: 处置缺少支撑的认定
#   clauses: [3.4 s1]
#   basis: [qinglang-2025]
#   subject: sanction
#   direction: over
#   severity: high
#   nature: event
#   identity: [reason]
#   cause: [reason]
#   messages:
#     en: "The measure {measure} (from {at}) rests on no verdict that could carry it: {reason}."
#     zh: "处置 {measure}（自 {at} 起）没有能够支撑它的认定结论：{reason}。"
#   cure:
#     en: Lift the measure, or complete the review that it rests on.
#     zh: 撤销该处置，或补全其所依据的认定。
package qinglang.ladder.sanction_without_verdict

import data.qinglang.lib.sanction

default applies := false

applies if {
	_asked
	sanction.in_scope
}

violations contains {
	"reason": reason,
	"measure": input.sanction.measure,
	"at": input.sanction.starts_at,
} if {
	applies
	some reason in sanction.verdict_faults
}

undetermined contains {"missing": "adjudication"} if {
	_asked
	sanction.may_be_in_scope
	sanction.adjudication_unknown
}

undetermined contains {"missing": "sanctions.emergency"} if {
	_asked
	sanction.may_be_in_scope
	sanction.emergency_unknown
	sanction.verdict_may_be_open
}

_asked if input.sanction.measure != "guidance"
