package qinglang.annotation.label_too_small_test

import data.qinglang.annotation.label_too_small

_params := {"min_ai_label_percent": 5, "labelling_from": 100, "standing_from": 10}

_document(fields) := object.union(
	{
		"rendering": {"in_content": true},
		"annotation": {"kind": "ai_generated", "from_ts": 1},
		"post": {"media_kind": "video", "published_at": 100},
	},
	fields,
)

_answer(document) := answer if {
	answer := [label_too_small.applies, label_too_small.violations, label_too_small.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 1000}
}

_orphan(fields) := object.union(object.remove(_document(fields), ["post"]), {"unknown": ["post"]})

_sized(text, side) := {"rendering": {"text_px": text, "short_side_px": side}}

test_label_below_its_share_violates if {
	_answer(_document(_sized(49, 1000))) == [
		true,
		{{"text_px": 49, "short_side_px": 1000, "percent": 5}},
		set(),
	]
	_answer(_document(_sized(50, 1000))) == [true, set(), set()]
}

test_label_beside_the_picture_is_not_asked if {
	_answer(_document({"rendering": {"in_content": false}})) == [false, set(), set()]
}

test_unknown_sizes_are_named_wherever_the_rest_can_apply if {
	_answer(_document({})) == [
		true,
		set(),
		{{"missing": "renderings.text_px"}, {"missing": "renderings.short_side_px"}},
	]
}

test_unknown_post_decides if {
	_answer(_orphan(_sized(49, 1000))) == [false, set(), {{"missing": "post"}}]
	_answer(_orphan(_sized(50, 1000))) == [false, set(), set()]
}
