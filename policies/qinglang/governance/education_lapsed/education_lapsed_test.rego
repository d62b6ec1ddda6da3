package qinglang.governance.education_lapsed_test

import data.qinglang.governance.education_lapsed

_answer(events) := answer if {
	answer := [education_lapsed.applies, education_lapsed.violations, education_lapsed.undetermined] with input as {"education": events}
		with data.qinglang.params as {"education_days": 1}
		with data.qinglang.snapshot as {"as_of": 86500}
}

test_no_event_in_time_violates if {
	_answer([]) == [true, {{}}, set()]
	_answer([{"held_at": 99}, {"held_at": 1}]) == [true, {{}}, set()]
}

test_one_event_in_time_is_enough if {
	_answer([{"held_at": 1}, {"held_at": 100}]) == [true, set(), set()]
}
