package qinglang.distortion.old_news_as_new_test

import data.qinglang.distortion.old_news_as_new

_at := {"as_of": 864000}

_params := {"action_days": 3}

_answer(offence, rest) := answer if {
	adjudication := {"offence": offence, "verdict": "violation", "final": true, "decided_at": 604800}
	answer := [old_news_as_new.applies, old_news_as_new.violations, old_news_as_new.undetermined] with input as object.union({"adjudication": adjudication}, rest)
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

test_verdict_without_answer_violates if {
	every offence in ["old_news_as_new"] {
		found := {"offence": offence, "decided_at": 604800}
		_answer(offence, {}) == [true, {found}, set()]
	}
}

test_answered_verdict_passes if {
	_answer("old_news_as_new", {"notices": [{"sent_at": 864000}]}) == [true, set(), set()]
}

test_unknown_post_is_named if {
	_answer("old_news_as_new", {"unknown": ["post"]}) == [true, set(), {{"missing": "post"}}]
}

test_other_and_younger_verdicts_are_not_asked if {
	_answer("other", {"unknown": ["post"]}) == [false, set(), set()]
	_answer("old_news_as_new", {"adjudication": {"decided_at": 604801}}) == [false, set(), set()]
}
