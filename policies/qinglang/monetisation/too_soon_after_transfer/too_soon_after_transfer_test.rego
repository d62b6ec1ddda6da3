package qinglang.monetisation.too_soon_after_transfer_test

import data.qinglang.monetisation.too_soon_after_transfer

_params := {"monetisation_wait_days": 1}

_answer(document) := answer if {
	answer := [too_soon_after_transfer.applies, too_soon_after_transfer.violations, too_soon_after_transfer.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(account, grant) := {
	"account": account,
	"monetisation": [object.union({"grant_id": "g", "granted_at": 1}, grant)],
}

_changed := {"subject_changed_at": 10}

test_right_that_was_kept_violates if {
	_answer(_document(_changed, {})) == [true, {{"grant_id": "g", "at": 10}}, set()]
}

test_first_right_within_the_waiting_time_violates if {
	_answer(_document(_changed, {"granted_at": 11, "suspended_at": 12, "resumed_at": 13})) == [
		true,
		{{"grant_id": "g", "at": 11}},
		set(),
	]
	_answer(_document(_changed, {"suspended_at": 10, "resumed_at": 86409})) == [
		true,
		{{"grant_id": "g", "at": 86409}},
		set(),
	]
}

test_right_that_waited_does_not if {
	_answer(_document(_changed, {"suspended_at": 10, "resumed_at": 86410})) == [true, set(), set()]
	_answer(_document(_changed, {"granted_at": 11, "revoked_at": 11})) == [true, set(), set()]
}

test_nothing_is_asked_without_a_transfer_or_a_right if {
	_answer(_document({}, {})) == [false, set(), set()]
	_answer(object.union(_document(_changed, {}), {"monetisation": []})) == [false, set(), set()]
}
