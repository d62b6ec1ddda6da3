# METADATA
# title: Closure that one person decided
# description: >-
#   An account was closed without a second person confirming it.
# custom:
#   code: LAD-13
#   title_zh: 单人决定关闭账号
#   clauses: [3.4 s4]
#   basis: [qinglang-2025]
#   subject: sanction
#   direction: over
#   severity: medium
#   nature: event
#   identity: []
#   cause: []
#   messages:
#     en: "The account was closed at {at}, and no second person had confirmed it."
#     zh: "账号于 {at} 被关闭，未经第二人复核确认。"
#   cure:
#     en: Have a second person review the closure, and lift it where it does not hold.
#     zh: 由第二人复核，不能成立的予以撤销。
package qinglang.ladder.closure_single_reviewer

import data.qinglang.lib.sanction

default applies := false

applies if {
	_closure
	sanction.in_scope
}

violations contains {"at": input.sanction.starts_at} if {
	applies
	input.sanction.second_reviewer == false
}

undetermined contains {"missing": "sanctions.second_reviewer"} if {
	_closure
	sanction.may_be_in_scope
	not _reviewer_known
}

undetermined contains {"missing": "adjudication"} if {
	_closure
	sanction.scope_open
	not input.sanction.second_reviewer
}

_closure if input.sanction.measure == "closure"

_reviewer_known if input.sanction.second_reviewer in {true, false}
