# METADATA
# title: First failure overpunished
# description: >-
#   An account failed to label or certify for the first time, for which the notice asks for a
#   prompt and guidance, and got a harsher measure of the ladder.
# custom:
#   code: LAD-02
#   title_zh: 首次违规处置过重
#   clauses: [3.4 s2]
#   basis: [qinglang-2025]
#   subject: adjudication
#   direction: over
#   severity: high
#   nature: event
#   identity: [sanction_id]
#   cause: [measure]
#   messages:
#     en: "A first failure to label or certify was answered by {measure} (measure {sanction_id}, from {at}): the notice asks for a prompt and guidance."
#     zh: "账号首次未按要求标注或认证，却于 {at} 受到 {measure} 处置（处置 {sanction_id}），而通知要求的是及时提示、引导。"
#   cure:
#     en: Lift the measure, and send guidance instead.
#     zh: 撤销该处置，改为提示引导。
package qinglang.ladder.first_failure_overpunished

import data.qinglang.lib.adjudication
import data.qinglang.lib.basis
import data.qinglang.lib.ladder
import data.qinglang.lib.measure

default applies := false

applies if {
	adjudication.class(input.adjudication) == "A"
	input.adjudication.verdict == "violation"
	not ladder.repeat
}

violations contains {
	"sanction_id": sanction.sanction_id,
	"measure": sanction.measure,
	"at": sanction.starts_at,
} if {
	applies
	some sanction in input.sanctions
	measure.ranks[sanction.measure] >= measure.ranks.warning
	basis.notice_or_none(sanction)
}

undetermined := set()
