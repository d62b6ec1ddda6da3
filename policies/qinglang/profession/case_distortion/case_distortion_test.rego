package qinglang.profession.case_distortion_test

import data.qinglang.profession.case_distortion

_at := {"as_of": 864000}

_params := {"action_days": 3}

_answer(offence, rest) := answer if {
	adjudication := {"offence": offence, "verdict": "violation", "final": true, "decided_at": 604800}
	answer := [case_distortion.applies, case_distortion.violations, case_distortion.undetermined] with input as object.union({"adjudication": adjudication}, rest)
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

test_verdict_without_answer_violates if {
	every offence in ["professional_distortion"] {
		found := {"offence": offence, "decided_at": 604800}
		_answer(offence, {}) == [true, {found}, set()]
	}
}

test_answered_verdict_passes if {
	_answer("professional_distortion", {"notices": [{"sent_at": 864000}]}) == [true, set(), set()]
}

test_unknown_post_is_named if {
	_answer("professional_distortion", {"unknown": ["post"]}) == [true, set(), {{"missing": "post"}}]
}

test_other_and_younger_verdicts_are_not_asked if {
	_answer("other", {"unknown": ["post"]}) == [false, set(), set()]
	_answer("professional_distortion", {"adjudication": {"decided_at": 604801}}) == [false, set(), set()]
}
