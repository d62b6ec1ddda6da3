package qinglang.annotation.ai_label_removed_test

import data.qinglang.annotation.ai_label_removed

_params := {"labelling_from": 0}

_answer(document) := answer if {
	answer := [ai_label_removed.applies, ai_label_removed.violations, ai_label_removed.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(post, labels) := {
	"post": object.union({"published_at": 0}, post),
	"annotations": array.concat(
		[{"annotation_id": "a", "kind": "ai_possible", "from_ts": 0, "to_ts": 5}],
		labels,
	),
}

test_label_that_ended_violates if {
	_answer(_document({"ai_status": "declared"}, [])) == [
		true,
		{{"annotation_id": "a", "ended_at": 5}},
		set(),
	]
}

test_another_label_that_will_do_is_enough if {
	label := {"annotation_id": "b", "kind": "ai_generated", "from_ts": 6}
	_answer(_document({"ai_status": "declared"}, [label])) == [true, set(), set()]
}

test_what_is_not_ai_is_not_asked if {
	_answer(_document({"ai_status": "none"}, [])) == [false, set(), set()]
}

test_unknown_status_decides if {
	_answer(_document({}, [])) == [false, set(), {{"missing": "posts.ai_status"}}]
}
