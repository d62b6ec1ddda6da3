# METADATA
# title: Muted without a measure
# description: >-
#   An account is muted, but no mute of it is on record that would still be in force.
# custom:
#   code: LAD-16
#   title_zh: 禁言而无处置记录
#   clauses: [3.4 s1]
#   basis: [qinglang-2025]
#   subject: account
#   direction: over
#   severity: high
#   nature: state
#   identity: []
#   cause: []
#   messages:
#     en: "The account is muted, but no mute that is on record is still in force."
#     zh: "账号处于禁言状态，但记录中没有仍然有效的禁言处置。"
#   cure:
#     en: End the mute, or record the measure that it rests on.
#     zh: 解除禁言，或补录其所依据的处置。
package qinglang.ladder.muted_without_sanction

import data.qinglang.lib.calendar
import data.qinglang.lib.measure

default applies := false

applies if input.account.status == "muted"

violations contains {} if {
	applies
	not _muted
}

undetermined := set()

_muted if {
	some sanction in input.sanctions
	sanction.measure in measure.mutes
	measure.in_force(sanction, calendar.now)
}
