# METADATA
# title: Severe measure decided by a model alone
# description: >-
#   A long mute or closure was decided by a model without a person, although nothing was urgent.
# custom:
#   code: LAD-08
#   title_zh: 严厉处置由模型单独决定
#   clauses: [3.4 s4]
#   basis: [qinglang-2025]
#   subject: sanction
#   direction: over
#   severity: high
#   nature: event
#   identity: []
#   cause: [measure]
#   messages:
#     en: "A model decided alone on {measure} (from {at}), and it was no emergency: no person had looked at the case."
#     zh: "{measure}（自 {at} 起）在非紧急情况下由模型单独决定，未经人工审核。"
#   cure:
#     en: Have a person review the case, and lift the measure where it does not hold.
#     zh: 由人工复核，不能成立的予以撤销。
package qinglang.ladder.severe_automated

import data.qinglang.lib.measure
import data.qinglang.lib.sanction

default applies := false

applies if {
	_severe
	sanction.in_scope
}

violations contains sanction.facts if {
	applies
	input.sanction.decided_by == "model"
	input.sanction.emergency == false
}

undetermined contains {"missing": "sanctions.emergency"} if {
	_severe
	sanction.may_be_in_scope
	input.sanction.decided_by == "model"
	sanction.emergency_unknown
}

undetermined contains {"missing": "adjudication"} if {
	_severe
	sanction.scope_open
	input.sanction.decided_by == "model"
	not input.sanction.emergency
}

_severe if sanction.rank >= measure.ranks.long_mute
