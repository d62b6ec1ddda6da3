# METADATA
# title: Measure on the number of complaints alone
# description: >-
#   A measure rests on how many complaints there were, and on nothing else.
# custom:
#   code: LAD-15
#   title_zh: 仅凭投诉数量处置
#   clauses: [3.4 s1]
#   basis: [qinglang-2025]
#   subject: sanction
#   direction: over
#   severity: high
#   nature: event
#   identity: []
#   cause: [measure]
#   messages:
#     en: "The measure {measure} (from {at}) rests on the number of complaints alone: whoever complains in numbers can silence an account."
#     zh: "处置 {measure}（自 {at} 起）仅以投诉数量为依据，可能被恶意集中投诉利用。"
#   cure:
#     en: Review the case itself, and lift the measure where it does not hold.
#     zh: 对事实本身进行审核，不能成立的予以撤销。
package qinglang.ladder.complaint_only

import data.qinglang.lib.measure
import data.qinglang.lib.sanction

default applies := false

applies if {
	_asked
	sanction.in_scope
}

violations contains sanction.facts if {
	applies
	input.sanction.complaint_only
}

undetermined contains {"missing": "sanctions.complaint_only"} if {
	_asked
	sanction.may_be_in_scope
	not _known
}

undetermined contains {"missing": "adjudication"} if {
	_asked
	sanction.scope_open
	_may_be
}

_asked if sanction.rank >= measure.ranks.warning

_known if input.sanction.complaint_only in {true, false}

_may_be if input.sanction.complaint_only

_may_be if not _known
