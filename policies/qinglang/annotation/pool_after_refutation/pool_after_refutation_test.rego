package qinglang.annotation.pool_after_refutation_test

import data.qinglang.annotation.pool_after_refutation

_params := {"pool_exit_hours": 1, "refutable_offences": ["staged_event"]}

_answer(document) := answer if {
	answer := [pool_after_refutation.applies, pool_after_refutation.violations, pool_after_refutation.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(post, entry) := {
	"post": post,
	"recommendations": [object.union({"entry_id": "e", "pool": "home", "entered_at": 50}, entry)],
	"adjudications": [{
		"adjudication_id": "j",
		"offence": "staged_event",
		"verdict": "violation",
		"final": true,
		"decided_at": 100,
	}],
}

_finding(at) := {"entry_id": "e", "adjudication_id": "j", "pool": "home", "at": at}

test_entry_that_stays_violates if {
	_answer(_document({}, {})) == [true, {_finding(3700)}, set()]
	_answer(_document({}, {"entered_at": 5000})) == [true, {_finding(5000)}, set()]
	_answer(_document({}, {"left_at": 3701})) == [true, {_finding(3700)}, set()]
	_answer(_document({"deleted_at": 3701}, {})) == [true, {_finding(3700)}, set()]
}

test_entry_that_left_in_time_does_not if {
	_answer(_document({}, {"left_at": 3700})) == [true, set(), set()]
	_answer(_document({"deleted_at": 3700}, {})) == [true, set(), set()]
}

test_entry_that_left_before_it_entered_does_not if {
	_answer(_document({}, {"entered_at": 5000, "left_at": 4999})) == [true, set(), set()]
	_answer(_document({"deleted_at": 4999}, {"entered_at": 5000})) == [true, set(), set()]
}

test_nothing_is_asked_without_an_entry if {
	document := object.union(_document({}, {}), {"recommendations": []})
	_answer(document) == [false, set(), set()]
}
