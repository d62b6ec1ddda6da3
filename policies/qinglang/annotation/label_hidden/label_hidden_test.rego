package qinglang.annotation.label_hidden_test

import data.qinglang.annotation.label_hidden

_params := {"hidden_regions": ["below_fold"], "min_contrast_centi": 300}

_document(fields) := object.union(
	{
		"rendering": {"in_content": true},
		"annotation": {"kind": "ai_generated", "from_ts": 1},
		"post": {"media_kind": "video", "published_at": 100},
	},
	fields,
)

_answer(document) := answer if {
	answer := [label_hidden.applies, label_hidden.violations, label_hidden.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 1000}
}

_orphan(fields) := object.union(object.remove(_document(fields), ["post"]), {"unknown": ["post"]})

_drawn(region, contrast) := {"rendering": {"region": region, "contrast_centi": contrast}}

test_hidden_place_and_faint_label_violate if {
	_answer(_document(_drawn("below_fold", 299))) == [
		true,
		{
			{"reason": "region", "region": "below_fold", "contrast_centi": 299},
			{"reason": "contrast", "region": "below_fold", "contrast_centi": 299},
		},
		set(),
	]
	_answer(_document(_drawn("edge", 300))) == [true, set(), set()]
}

test_unknown_place_and_contrast_decide if {
	_answer(_document({})) == [
		true,
		set(),
		{{"missing": "renderings.region"}, {"missing": "renderings.contrast_centi"}},
	]
}

test_unknown_post_decides if {
	_answer(_orphan(_drawn("edge", 299))) == [false, set(), {{"missing": "post"}}]
	_answer(_orphan(_drawn("edge", 300))) == [false, set(), set()]
}
