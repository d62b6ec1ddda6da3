# METADATA
# title: Overturned measure not lifted
# description: >-
#   A measure is in force although its verdict was overturned or an appeal granted.
# custom:
#   code: LAD-11
#   title_zh: 依据被推翻仍未解除
#   clauses: [3.4 s1]
#   basis: [qinglang-2025]
#   subject: sanction
#   direction: over
#   severity: high
#   nature: state
#   identity: [reason, appeal_id]
#   cause: [reason]
#   messages:
#     en: "The measure {measure} is still in force, although what it rests on was overturned ({reason})."
#     zh: "处置 {measure} 的依据已被推翻（{reason}），但至今仍未解除。"
#   cure:
#     en: Lift the measure.
#     zh: 解除该处置。
package qinglang.ladder.not_lifted

import data.qinglang.lib.calendar
import data.qinglang.lib.measure
import data.qinglang.lib.overturned
import data.qinglang.lib.sanction

default applies := false

applies if {
	_standing
	sanction.in_scope
}

violations contains {"reason": "verdict", "measure": input.sanction.measure} if {
	applies
	overturned.by_verdict
}

violations contains {"reason": "appeal", "appeal_id": id, "measure": input.sanction.measure} if {
	applies
	some id in overturned.by_appeals
}

undetermined contains {"missing": "adjudication"} if {
	_standing
	sanction.may_be_in_scope
	sanction.adjudication_unknown
}

undetermined contains {"missing": "appeals.result"} if {
	_standing
	sanction.may_be_in_scope
	overturned.appeal_unknown
}

_standing if {
	not input.sanction.measure in {"guidance", "warning"}
	measure.in_force(input.sanction, calendar.now)
}
