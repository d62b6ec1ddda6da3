# METADATA
# title: Mute without bounds
# description: >-
#   A mute has no end, or one that counts as short lasts longer than that.
# custom:
#   code: LAD-10
#   title_zh: 禁言超出期限规定
#   clauses: [3.4 s3]
#   basis: [qinglang-2025]
#   subject: sanction
#   direction: over
#   severity: medium
#   nature: event
#   identity: [reason]
#   cause: [reason]
#   messages:
#     en: "The {measure} from {at} is out of bounds: {reason}."
#     zh: "自 {at} 起的 {measure} 超出期限规定：{reason}。"
#   cure:
#     en: Give the mute an end within its bounds.
#     zh: 为禁言设定符合规定的期限。
package qinglang.ladder.mute_out_of_bounds

import data.qinglang.lib.calendar
import data.qinglang.lib.measure
import data.qinglang.lib.sanction

default applies := false

applies if {
	input.sanction.measure in measure.mutes
	sanction.in_scope
}

violations contains {
	"reason": reason,
	"measure": input.sanction.measure,
	"at": input.sanction.starts_at,
} if {
	applies
	some reason in _reasons
}

undetermined contains {"missing": "adjudication"} if {
	sanction.scope_open
	count(_reasons) > 0
}

_reasons contains "open_ended" if {
	input.sanction.measure in measure.mutes
	not input.sanction.ends_at
}

_reasons contains "too_long" if {
	input.sanction.measure == "short_mute"
	longest := data.qinglang.params.short_mute_max_days * calendar.day
	input.sanction.ends_at - input.sanction.starts_at > longest
}
