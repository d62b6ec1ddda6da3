# METADATA
# title: Conduct from before the campaign
# description: >-
#   A measure names the notice as its basis, but the conduct lies before the notice was
#   published.
# custom:
#   code: LAD-14
#   title_zh: 追溯处置通知之前的行为
#   clauses: [3.4 s1]
#   basis: [qinglang-2025]
#   subject: sanction
#   direction: over
#   severity: high
#   nature: event
#   identity: []
#   cause: [measure]
#   messages:
#     en: "The measure {measure} (from {at}) rests on the notice, but the conduct of {conduct_at} lies before it."
#     zh: "处置 {measure}（自 {at} 起）以本次通知为依据，但所涉行为发生于 {conduct_at}，早于通知。"
#   cure:
#     en: Lift the measure, or base it on the rule that held at the time of the conduct.
#     zh: 撤销该处置，或改以行为发生时有效的规则为依据。
package qinglang.ladder.retroactive

import data.qinglang.lib.basis
import data.qinglang.lib.measure
import data.qinglang.lib.sanction

default applies := false

applies if {
	sanction.rank >= measure.ranks.warning
	basis.notice_named(input.sanction)
}

violations contains {
	"conduct_at": input.adjudication.conduct_at,
	"measure": input.sanction.measure,
	"at": input.sanction.starts_at,
} if {
	applies
	input.adjudication.conduct_at < data.qinglang.params.campaign_start
}

undetermined contains {"missing": "adjudication"} if {
	applies
	sanction.adjudication_unknown
}
