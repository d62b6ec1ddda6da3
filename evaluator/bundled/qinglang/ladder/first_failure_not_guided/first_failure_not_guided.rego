# METADATA
# title: First failure not guided
# description: >-
#   An account failed to label or certify for the first time, and was neither prompted nor guided in
#   time.
# custom:
#   code: LAD-01
#   title_zh: 首次违规未提示引导
#   clauses: [3.4 s2]
#   basis: [qinglang-2025]
#   subject: adjudication
#   direction: under
#   severity: medium
#   nature: state
#   identity: []
#   cause: [offence]
#   messages:
#     en: "A first failure to label or certify ({offence}) was not followed in time by any prompt, guidance or measure: the account was not shown how to do it right."
#     zh: "账号首次未按要求标注或认证（{offence}），平台逾期未提示、引导，也未采取其他措施。"
#   cure:
#     en: Send the account guidance on how to label or certify.
#     zh: 向账号发送标注或认证的提示引导。
package qinglang.ladder.first_failure_not_guided

import data.qinglang.lib.adjudication
import data.qinglang.lib.calendar
import data.qinglang.lib.ladder

default applies := false

applies if {
	adjudication.class(input.adjudication) == "A"
	adjudication.effective(input.adjudication, calendar.now)
	not ladder.repeat
	grace := data.qinglang.params.guidance_days * calendar.day
	input.adjudication.decided_at + grace <= calendar.now
}

violations contains {"offence": input.adjudication.offence} if {
	applies
	ladder.step == -1
	not _sanctioned
}

undetermined := set()

# Any sanction of the verdict counts, those beside the ladder and those yet to start too.
_sanctioned if {
	some _ in input.sanctions
}
