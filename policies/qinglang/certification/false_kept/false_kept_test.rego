package qinglang.certification.false_kept_test

import data.qinglang.certification.false_kept

_params := {"action_days": 3}

_answer(document) := answer if {
	answer := [false_kept.applies, false_kept.violations, false_kept.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_verdict(id, decided_at) := {
	"adjudication_id": id,
	"offence": "false_certification",
	"verdict": "violation",
	"final": true,
	"decided_at": decided_at,
}

_document(fields, verdicts) := {
	"certification": object.union({"state": "valid", "valid_from": 10}, fields),
	"adjudications": verdicts,
}

test_certification_that_stays_valid_violates if {
	_answer(_document({}, [_verdict("k", 20), _verdict("j", 20)])) == [
		true,
		{{"adjudication_id": "j"}},
		set(),
	]
}

test_revoked_certification_does_not if {
	revoked := {"state": "revoked", "revoked_at": 864000}
	_answer(_document(revoked, [_verdict("j", 20)])) == [true, set(), set()]
}

test_verdict_of_before_is_not_about_it if {
	_answer(_document({}, [_verdict("j", 9)])) == [false, set(), set()]
	_answer(_document({}, [_verdict("j", 864000)])) == [false, set(), set()]
}
