# METADATA
# title: Repeat not escalated
# description: >-
#   An account did again what it had been answered for, and was answered no more firmly than before,
#   although the ladder goes on.
# custom:
#   code: LAD-06
#   title_zh: 再犯未升级处置
#   clauses: [3.4 s2, 3.4 s3, 3.4 s4]
#   basis: [qinglang-2025]
#   subject: adjudication
#   direction: under
#   severity: medium
#   nature: state
#   identity: []
#   cause: [adjudication.offence]
#   messages:
#     en: "The account did it again after it had been told, but was answered no more firmly: step {step} of the ladder now, step {prior_step} before (-1: none)."
#     zh: "账号经告知后再次发生同类违规，处置却未升级：本次等级为 {step}，此前为 {prior_step}（-1 表示未处置）。"
#   cure:
#     en: Take the next measure of the ladder, within the limit of its class.
#     zh: 在该类别上限内采取更高一级的处置措施。
package qinglang.ladder.repeat_not_escalated

import data.qinglang.lib.adjudication
import data.qinglang.lib.calendar
import data.qinglang.lib.ladder

default applies := false

applies if {
	ladder.repeat
	adjudication.effective(input.adjudication, calendar.now)
	grace := data.qinglang.params.sanction_days * calendar.day
	input.adjudication.decided_at + grace <= calendar.now
}

violations contains {"step": ladder.step, "prior_step": ladder.prior_step} if {
	applies
	ladder.step < data.qinglang.params.max_rank[adjudication.class(input.adjudication)]
	ladder.step <= ladder.prior_step
}

undetermined := set()
