package qinglang.lib.complaint_test

import data.qinglang.lib.complaint

_at := {"as_of": 86400}

test_limit_is_the_published_one_else_the_parameter if {
	complaint.limit == 2 with input as {"complaint": {"declared_days": 2}}
		with data.qinglang.params as {"complaint_days": 3}
	complaint.limit == 3 with input as {"complaint": {"received_at": 0}}
		with data.qinglang.params as {"complaint_days": 3}
	complaint.limit_unknown with input as {"complaint": {"received_at": 0}}
		with data.qinglang.params as {}
}

test_pauses_do_not_count if {
	complaint.due(1) == 86405 with input as {"complaint": {"received_at": 5}}
	complaint.due(1) == 259205 with input as {"complaint": {"received_at": 5, "paused_days": 2}}
}

test_late_by_the_decision_or_by_now if {
	complaint.late(5) with input as {"complaint": {"decided_at": 6}}
	not complaint.late(6) with input as {"complaint": {"decided_at": 6}}
		with data.qinglang.snapshot as _at
	complaint.late(86399) with input as {"complaint": {"received_at": 5}}
		with data.qinglang.snapshot as _at
	not complaint.late(86400) with input as {"complaint": {"received_at": 5}}
		with data.qinglang.snapshot as _at
}
