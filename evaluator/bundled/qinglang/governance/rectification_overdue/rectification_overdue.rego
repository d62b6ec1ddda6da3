# METADATA
# title: Rectification overdue
# description: A regulator's order to rectify was not closed by the day on which it was due.
# custom:
#   code: GOV-16
#   title_zh: 整改逾期
#   clauses: [closing s2]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: event
#   identity: [order_id]
#   cause: []
#   messages:
#     en: "The order {order_id} to rectify was due at {at}, and was not closed by then."
#     zh: "整改要求 {order_id} 应于 {at} 前完成，但逾期未结。"
#   cure:
#     en: Rectify what the order names, and have the authority close it.
#     zh: 按要求完成整改，并报监管部门办结。
package qinglang.governance.rectification_overdue

import data.qinglang.lib.calendar

default applies := false

applies if count(input.rectifications) > 0

violations contains {"order_id": order.order_id, "at": order.due_at} if {
	some order in input.rectifications
	_overdue(order)
}

undetermined := set()

_overdue(order) if order.closed_at > order.due_at

_overdue(order) if {
	not order.closed_at
	order.due_at < calendar.now
}
