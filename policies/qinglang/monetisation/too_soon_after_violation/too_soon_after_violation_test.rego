package qinglang.monetisation.too_soon_after_violation_test

import data.qinglang.monetisation.too_soon_after_violation

_params := {"monetisation_wait_days": 1}

_answer(document) := answer if {
	answer := [too_soon_after_violation.applies, too_soon_after_violation.violations, too_soon_after_violation.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(grant) := {
	"monetisation": [object.union({"grant_id": "g", "kind": "ads"}, grant)],
	"adjudications": [{
		"adjudication_id": "j",
		"verdict": "violation",
		"final": true,
		"decided_at": 10,
	}],
}

_finding(at) := {"grant_id": "g", "adjudication_id": "j", "at": at}

test_right_within_the_waiting_time_violates if {
	_answer(_document({"granted_at": 10, "resumed_at": 86409})) == [
		true,
		{_finding(10), _finding(86409)},
		set(),
	]
}

test_right_before_or_after_does_not if {
	_answer(_document({"granted_at": 9, "resumed_at": 86410})) == [true, set(), set()]
}

test_nothing_is_asked_without_a_right_or_a_verdict if {
	rightless := object.union(_document({}), {"monetisation": []})
	_answer(rightless) == [false, set(), set()]
	blameless := object.union(_document({"granted_at": 10}), {"adjudications": []})
	_answer(blameless) == [false, set(), set()]
}
