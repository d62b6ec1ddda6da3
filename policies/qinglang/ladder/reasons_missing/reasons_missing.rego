# METADATA
# title: Measure without its reasons
# description: >-
#   Taken without naming its basis, its clause, the facts or a way to appeal, without a notice
#   in time or, where severe, without a chance to respond.
# custom:
#   code: LAD-09
#   title_zh: 处置未说明理由
#   clauses: [3.4 s1]
#   basis: [qinglang-2025]
#   subject: sanction
#   direction: over
#   severity: medium
#   nature: event
#   identity: [missing]
#   cause: [missing]
#   messages:
#     en: "The measure {measure} (from {at}) lacks what its holder must be given: {missing}."
#     zh: "处置 {measure}（自 {at} 起）缺少应当告知或给予账号持有者的内容：{missing}。"
#   cure:
#     en: Give the holder what is missing, or lift the measure.
#     zh: 补充所缺内容，或撤销该处置。
package qinglang.ladder.reasons_missing

import data.qinglang.lib.calendar
import data.qinglang.lib.reasons
import data.qinglang.lib.sanction

default applies := false

applies if {
	_asked
	sanction.in_scope
}

violations contains {
	"missing": missing,
	"measure": input.sanction.measure,
	"at": input.sanction.starts_at,
} if {
	applies
	some missing in reasons.missing
}

undetermined contains {"missing": fact} if {
	_asked
	sanction.may_be_in_scope
	some fact in reasons.unknown
}

undetermined contains {"missing": "adjudication"} if {
	_asked
	sanction.scope_open
	count(reasons.missing | reasons.unknown) > 0
}

_asked if {
	sanction.rank >= data.qinglang.params.reasons_from_rank
	reasons.due <= calendar.now
}
