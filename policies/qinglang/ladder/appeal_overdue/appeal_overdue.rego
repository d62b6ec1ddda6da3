# METADATA
# title: Appeal overdue
# description: >-
#   An appeal against a measure was not decided in time.
# custom:
#   code: LAD-17
#   title_zh: 申诉逾期未决
#   clauses: [3.4 s1]
#   basis: [qinglang-2025]
#   subject: sanction
#   direction: over
#   severity: medium
#   nature: event
#   identity: [appeal_id]
#   cause: []
#   messages:
#     en: "Appeal {appeal_id} had to be decided by {at}, and was not."
#     zh: "申诉 {appeal_id} 应于 {at} 前作出决定，但逾期未决。"
#   cure:
#     en: Decide the appeal, and see that appeals are decided in time.
#     zh: 尽快对申诉作出决定，并保证今后按期处理。
package qinglang.ladder.appeal_overdue

import data.qinglang.lib.calendar

default applies := false

applies if {
	some _ in input.appeals
}

violations contains {"appeal_id": appeal.appeal_id, "at": due} if {
	some appeal in input.appeals
	due := appeal.filed_at + (data.qinglang.params.appeal_days * calendar.day)
	_late(appeal, due)
}

undetermined := set()

_late(appeal, due) if due < appeal.decided_at

_late(appeal, due) if {
	not appeal.decided_at
	due < calendar.now
}
