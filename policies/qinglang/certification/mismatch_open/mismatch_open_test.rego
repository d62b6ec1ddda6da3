package qinglang.certification.mismatch_open_test

import data.qinglang.certification.mismatch_open

_params := {"mismatch_days": 1}

_answer(document) := answer if {
	answer := [mismatch_open.applies, mismatch_open.violations, mismatch_open.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_check(id, result, checked_at) := {
	"verification_id": id,
	"dimension": "name",
	"result": result,
	"checked_at": checked_at,
}

_document(checks) := {
	"verifications": checks,
	"notices": [{"sent_at": 9}],
	"sanctions": [{"starts_at": 9}],
}

test_open_mismatch_violates if {
	_answer(_document([_check("b", "mismatch", 10), _check("a", "match", 10)])) == [
		true,
		{{"dimension": "name", "checked_at": 10}},
		set(),
	]
}

test_later_check_settles_it if {
	_answer(_document([_check("a", "mismatch", 10), _check("b", "inconclusive", 10)])) == [
		true,
		set(),
		set(),
	]
}

test_notice_or_measure_since_answers_it if {
	_answer(_document([_check("a", "mismatch", 9)])) == [true, set(), set()]
	measured := object.union(_document([_check("a", "mismatch", 9)]), {"notices": []})
	_answer(measured) == [true, set(), set()]
}

test_dimensions_that_were_never_checked_are_named if {
	certified := {
		"certifications": [{"field": "law", "state": "valid", "valid_from": 1}],
		"verifications": [_check("a", "match", 9)],
	}
	_answer(certified) == [
		true,
		set(),
		{{"missing": sprintf("verifications.%s", [dimension])} |
			some dimension in ["qualification", "display", "business"]
		},
	]
}

test_nothing_to_check_is_not_asked if {
	_answer(_document([])) == [false, set(), set()]
}
