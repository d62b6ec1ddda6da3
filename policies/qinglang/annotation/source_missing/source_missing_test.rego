package qinglang.annotation.source_missing_test

import data.qinglang.annotation.source_missing

# T lies ten days after the post was published.
_at := {"as_of": 864000}

_params := {
	"label_grace_hours": 24,
	"source_required_topics": ["social_event"],
	"standing_from": 0,
}

_post := {"origin": "own", "published_at": 0, "topic": "social_event"}

test_post_without_source_violates if {
	source_missing.applies with input as {"post": _post, "annotations": []}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found := source_missing.violations with input as {"post": _post, "annotations": []}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == {{"topic": "social_event"}}
}

test_source_is_enough if {
	labels := [{"kind": "source", "from_ts": 864000}]
	found := source_missing.violations with input as {"post": _post, "annotations": labels}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == set()
}

test_unknown_topic_is_named if {
	post := object.remove(_post, ["topic"])
	found := source_missing.undetermined with input as {"post": post, "annotations": []}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == {{"missing": "posts.topic"}}
}

test_repost_is_not_asked if {
	post := object.union(_post, {"origin": "repost"})
	not source_missing.applies with input as {"post": post, "annotations": []}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}
