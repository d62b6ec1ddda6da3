package qinglang.annotation.source_wrong_test

import data.qinglang.annotation.source_wrong

_answer(document) := answer if {
	answer := [source_wrong.applies, source_wrong.violations, source_wrong.undetermined] with input as document
		with data.qinglang.params as {"action_days": 3}
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(label, verdicts) := {
	"post": {"post_id": "p"},
	"annotations": [object.union({"annotation_id": "a", "kind": "source", "from_ts": 5}, label)],
	"adjudications": verdicts,
}

_verdict := {
	"adjudication_id": "j",
	"offence": "wrong_source",
	"verdict": "violation",
	"final": true,
	"decided_at": 6,
}

test_unsupported_source_violates if {
	_answer(_document({"source_supports": false}, [])) == [
		true,
		{{"reason": "unsupported", "annotation_id": "a"}},
		set(),
	]
}

test_label_of_before_the_verdict_violates if {
	_answer(_document({"source_supports": true}, [_verdict])) == [
		true,
		{{"reason": "verdict", "adjudication_id": "j"}},
		set(),
	]
}

test_label_of_after_the_verdict_does_not if {
	_answer(_document({"source_supports": true, "from_ts": 6}, [_verdict])) == [true, set(), set()]
}

test_unchecked_source_decides if {
	_answer(_document({}, [])) == [true, set(), {{"missing": "annotations.source_supports"}}]
}

test_label_of_another_kind_is_not_asked if {
	_answer(_document({"kind": "fiction"}, [_verdict])) == [false, set(), set()]
}
