# METADATA
# title: False certification kept
# description: >-
#   A certification that a verdict found to be false is still valid after the time allowed for
#   withdrawing it.
# custom:
#   code: CER-03
#   title_zh: 虚假认证仍有效
#   clauses: [2.4 s1]
#   basis: [qinglang-2025]
#   subject: certification
#   direction: under
#   severity: high
#   nature: state
#   identity: []
#   cause: []
#   messages:
#     en: "Verdict {adjudication_id} found this account's certification to be false, but it is still valid."
#     zh: "裁定 {adjudication_id} 已认定该账号认证造假，但认证仍然有效。"
#   cure:
#     en: Revoke the certification.
#     zh: 撤销该认证。
package qinglang.certification.false_kept

import data.qinglang.lib.adjudication
import data.qinglang.lib.calendar
import data.qinglang.lib.certification

default applies := false

applies if count(_due) > 0

violations contains {"adjudication_id": earliest[1]} if {
	certification.valid(input.certification, calendar.now)
	earliest := min(_due)
}

undetermined := set()

_due contains [verdict.decided_at, verdict.adjudication_id] if {
	some verdict in input.adjudications
	verdict.offence == "false_certification"
	adjudication.effective(verdict, calendar.now)
	grace := data.qinglang.params.action_days * calendar.day
	verdict.decided_at + grace <= calendar.now
	input.certification.valid_from <= verdict.decided_at
}
