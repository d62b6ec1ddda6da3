package qinglang.certification.reverification_overdue_test

import data.qinglang.certification.reverification_overdue

_params := {"reverify_days": 7}

_answer(document) := answer if {
	answer := [reverification_overdue.applies, reverification_overdue.violations, reverification_overdue.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(account, verifications) := {
	"account": account,
	"certifications": [{"field": "law", "state": "valid", "valid_from": 5}],
	"verifications": verifications,
}

test_change_without_verification_violates if {
	_answer(_document({"name_changed_at": 5, "subject_changed_at": 6}, [])) == [
		true,
		{{"trigger": "rename", "at_change": 5}, {"trigger": "subject_change", "at_change": 6}},
		set(),
	]
}

test_verification_since_the_change_is_enough if {
	since := [{"trigger": "rename", "checked_at": 5}]
	_answer(_document({"name_changed_at": 5}, since)) == [true, set(), set()]
	before := [{"trigger": "rename", "checked_at": 4}, {"trigger": "periodic", "checked_at": 6}]
	_answer(_document({"name_changed_at": 5}, before))[1] == {{"trigger": "rename", "at_change": 5}}
}

test_change_before_the_certification_is_not_asked if {
	_answer(_document({"name_changed_at": 4}, [])) == [false, set(), set()]
	_answer(_document({}, [])) == [false, set(), set()]
}
