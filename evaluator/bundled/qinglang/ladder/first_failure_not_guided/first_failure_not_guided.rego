# METADATA
# title: First failure not guided
# description: >-
#   An account failed to label or certify for the first time, and was neither prompted nor guided in
#   time.
# custom:
#   code: LAD-01
#   clauses: [3.4 s2]
#   basis: [qinglang-2025]
#   subject: adjudication
#   direction: under
#   severity: medium
#   nature: state
#   identity: []
#   cause: [offence]
#   messages:
#     en: "A first failure ({offence}) was followed by no prompt, guidance or measure."
#     zh: "账号首次违规（{offence}），平台未及时提示、引导。"
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
	count(input.sanctions) == 0
}

undetermined := set()
