package qinglang.annotation.label_covered_test

import data.qinglang.annotation.label_covered

_params := {"max_covered_ms": 1000}

_document(fields) := object.union(
	{
		"rendering": {"in_content": true},
		"annotation": {"kind": "ai_generated", "from_ts": 1},
		"post": {"media_kind": "video", "published_at": 100},
	},
	fields,
)

_answer(document) := answer if {
	answer := [label_covered.applies, label_covered.violations, label_covered.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 1000}
}

_orphan(fields) := object.union(object.remove(_document(fields), ["post"]), {"unknown": ["post"]})

_covered(by, ms) := {"rendering": {"covered_by": by, "covered_ms": ms}}

test_label_that_is_covered_too_long_violates if {
	_answer(_document(_covered("caption", 1001))) == [
		true,
		{{"covered_by": "caption", "covered_ms": 1001}},
		set(),
	]
	_answer(_document(_covered("caption", 1000))) == [true, set(), set()]
	_answer(_document(_covered("none", 1001))) == [true, set(), set()]
}

test_unknown_cover_and_time_decide if {
	_answer(_document({})) == [
		true,
		set(),
		{{"missing": "renderings.covered_by"}, {"missing": "renderings.covered_ms"}},
	]
}

test_unknown_post_decides if {
	_answer(_orphan(_covered("other", 1001))) == [false, set(), {{"missing": "post"}}]
	_answer(_orphan(_covered("other", 1000))) == [false, set(), set()]
}
