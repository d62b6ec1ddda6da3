package qinglang.annotation.label_too_brief_test

import data.qinglang.annotation.label_too_brief

_params := {"min_ai_label_ms": 2000, "max_first_visible_ms": 100, "labelling_from": 100}

_document(fields) := object.union(
	{
		"rendering": {"in_content": true},
		"annotation": {"kind": "ai_generated", "from_ts": 1},
		"post": {"media_kind": "video", "published_at": 100},
	},
	fields,
)

_answer(document) := answer if {
	answer := [label_too_brief.applies, label_too_brief.violations, label_too_brief.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 1000}
}

_orphan(fields) := object.union(object.remove(_document(fields), ["post"]), {"unknown": ["post"]})

_timed(visible, first) := {"rendering": {"visible_ms": visible, "first_visible_ms": first}}

test_brief_and_late_labels_violate if {
	_answer(_document(_timed(1999, 101))) == [
		true,
		{
			{"reason": "duration", "visible_ms": 1999, "first_visible_ms": 101},
			{"reason": "opening", "visible_ms": 1999, "first_visible_ms": 101},
		},
		set(),
	]
	_answer(_document(_timed(2000, 100))) == [true, set(), set()]
}

test_pictures_and_other_labels_are_not_asked if {
	_answer(_document({"post": {"media_kind": "image"}})) == [false, set(), set()]
	_answer(_document({"annotation": {"kind": "source"}})) == [false, set(), set()]
}

test_unknown_times_decide if {
	_answer(_document({})) == [
		true,
		set(),
		{{"missing": "renderings.visible_ms"}, {"missing": "renderings.first_visible_ms"}},
	]
}

test_unknown_post_decides if {
	_answer(_orphan(_timed(1999, 0))) == [false, set(), {{"missing": "post"}}]
	_answer(_orphan(_timed(2000, 0))) == [false, set(), set()]
}
