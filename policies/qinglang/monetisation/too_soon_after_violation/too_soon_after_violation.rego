# METADATA
# title: Earning too soon after a violation
# description: >-
#   An account was given a right to earn, or got it back, within the waiting time after a violation.
# custom:
#   code: MON-02
#   title_zh: 违规后过早营利
#   clauses: [closing s1]
#   basis: [qinglang-2025, Notice on self-media of 2023-07-10]
#   subject: account
#   direction: under
#   severity: medium
#   nature: event
#   identity: [grant_id, adjudication_id, at]
#   cause: []
#   messages:
#     en: "The right to earn {grant_id} was given within the waiting time after verdict {adjudication_id}."
#     zh: "在裁定 {adjudication_id} 之后的等待期内，该账号即获得或恢复营利权限（{grant_id}）。"
#   cure:
#     en: Give rights to earn only after the waiting time without a violation.
#     zh: 违规后须经过规定期限方可开通或恢复营利权限。
package qinglang.monetisation.too_soon_after_violation

import data.qinglang.lib.adjudication
import data.qinglang.lib.calendar
import data.qinglang.lib.monetisation

default applies := false

applies if {
	count(input.monetisation) > 0
	count(_effective) > 0
}

violations contains {
	"grant_id": grant.grant_id,
	"adjudication_id": verdict.adjudication_id,
	"at": moment,
} if {
	some verdict in _effective
	some grant in input.monetisation
	some moment in monetisation.beginnings(grant)
	verdict.decided_at <= moment
	moment < verdict.decided_at + (data.qinglang.params.monetisation_wait_days * calendar.day)
}

undetermined := set()

_effective contains verdict if {
	some verdict in input.adjudications
	adjudication.effective(verdict, calendar.now)
}
