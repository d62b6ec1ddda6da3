# METADATA
# title: Earning while muted
# description: >-
#   A muted account may earn money.
# custom:
#   code: MON-01
#   title_zh: 禁言期间营利
#   clauses: [closing s1]
#   basis: [qinglang-2025, Notice on self-media of 2023-07-10]
#   subject: account
#   direction: under
#   severity: high
#   nature: state
#   identity: [grant_id]
#   cause: []
#   messages:
#     en: "The account is muted, but may still earn by {kind} ({grant_id})."
#     zh: "该账号处于禁言期间，仍保留 {kind} 营利权限（{grant_id}）。"
#   cure:
#     en: Suspend the right to earn for as long as the mute lasts.
#     zh: 禁言期间暂停其营利权限。
package qinglang.monetisation.while_muted

import data.qinglang.lib.calendar
import data.qinglang.lib.measure
import data.qinglang.lib.monetisation

default applies := false

applies if {
	_muted
	count(input.monetisation) > 0
}

violations contains object.filter(grant, {"grant_id", "kind"}) if {
	_muted
	some grant in input.monetisation
	monetisation.granted(grant, calendar.now)
}

undetermined := set()

_muted if {
	some sanction in input.sanctions
	sanction.measure in measure.mutes
	measure.in_force(sanction, calendar.now)
}
