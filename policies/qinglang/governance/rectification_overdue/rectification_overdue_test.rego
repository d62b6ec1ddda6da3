package qinglang.governance.rectification_overdue_test

import data.qinglang.governance.rectification_overdue

_answer(orders) := answer if {
	answer := [rectification_overdue.applies, rectification_overdue.violations, rectification_overdue.undetermined] with input as {"rectifications": orders}
		with data.qinglang.snapshot as {"as_of": 100}
}

test_open_order_is_overdue_after_its_day if {
	_answer([{"order_id": "a", "due_at": 99}]) == [true, {{"order_id": "a", "at": 99}}, set()]
	_answer([{"order_id": "a", "due_at": 100}]) == [true, set(), set()]
}

test_order_closed_too_late_stays_overdue if {
	late := {"order_id": "a", "due_at": 0, "closed_at": 1}
	again := {"order_id": "b", "due_at": 5, "closed_at": 6}
	in_time := {"order_id": "c", "due_at": 0, "closed_at": 0}
	_answer([late, again, in_time]) == [
		true,
		{{"order_id": "a", "at": 0}, {"order_id": "b", "at": 5}},
		set(),
	]
}

test_nothing_is_asked_without_an_order if {
	_answer([]) == [false, set(), set()]
}
