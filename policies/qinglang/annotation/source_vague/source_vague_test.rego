package qinglang.annotation.source_vague_test

import data.qinglang.annotation.source_vague

_params := {"label_grace_hours": 24, "source_required_topics": ["social_event"], "standing_from": 0}

_answer(post, kinds) := answer if {
	own := object.union({"origin": "own", "published_at": 0}, post)
	document := {"post": own, "annotations": [object.union({"kind": "source", "from_ts": 0}, kind) |
		some kind in kinds
	]}
	answer := [source_vague.applies, source_vague.violations, source_vague.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_event := {"topic": "social_event"}

_vague := {"source_kind": "vague"}

test_only_vague_sources_violate if {
	_answer(_event, [_vague, _vague]) == [true, {_event}, set()]
}

test_one_named_source_is_enough if {
	_answer(_event, [_vague, {"source_kind": "outlet"}, {}]) == [true, set(), set()]
}

test_no_source_is_another_control_s if {
	_answer(_event, []) == [false, set(), set()]
}

test_unknown_kind_decides if {
	_answer(_event, [_vague, {}]) == [true, set(), {{"missing": "annotations.source_kind"}}]
}

test_unknown_topic_decides if {
	_answer({}, [_vague]) == [false, set(), {{"missing": "posts.topic"}}]
	_answer({}, [{}]) == [
		false,
		set(),
		{{"missing": "annotations.source_kind"}, {"missing": "posts.topic"}},
	]
}
