package qinglang.governance.negative_list_stale_test

import data.qinglang.governance.negative_list_stale

_answer(lists) := answer if {
	answer := [negative_list_stale.applies, negative_list_stale.violations, negative_list_stale.undetermined] with input as {"negative_lists": lists}
		with data.qinglang.params as {"list_days": 1}
		with data.qinglang.snapshot as {"as_of": 86500}
}

test_no_list_violates if {
	_answer([]) == [true, {{"reason": "none"}}, set()]
}

test_latest_version_of_a_category_counts if {
	_answer([{"category": "a", "updated_at": 1}, {"category": "a", "updated_at": 100}]) == [true, set(), set()]
	_answer([{"category": "a", "updated_at": 99}, {"category": "a", "updated_at": 1}]) == [
		true,
		{{"reason": "stale", "category": "a"}},
		set(),
	]
}

test_each_category_counts_by_itself if {
	_answer([{"category": "a", "updated_at": 100}, {"category": "b", "updated_at": 99}, {"category": "c", "updated_at": 1}]) == [
		true,
		{{"reason": "stale", "category": "b"}, {"reason": "stale", "category": "c"}},
		set(),
	]
}
