package qinglang.annotation.ai_label_missing_test

import data.qinglang.annotation.ai_label_missing

# T lies ten days after the post was published.
_at := {"as_of": 864000}

_params := {"label_grace_hours": 24, "labelling_from": 0}

_post := {"published_at": 0, "ai_status": "declared"}

test_declared_post_without_label_violates if {
	ai_label_missing.applies with input as {"post": _post, "annotations": []}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found := ai_label_missing.violations with input as {"post": _post, "annotations": []}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == {{"ai_status": "declared"}}
}

test_accepted_label_is_enough if {
	labels := [{"kind": "ai_possible", "from_ts": 1}]
	found := ai_label_missing.violations with input as {"post": _post, "annotations": labels}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == set()
}

test_label_that_ended_is_left_to_another_control if {
	labels := [{"annotation_id": "a", "kind": "ai_possible", "from_ts": 1, "to_ts": 2}]
	found := ai_label_missing.violations with input as {"post": _post, "annotations": labels}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == set()
}

test_unknown_status_is_named if {
	post := object.remove(_post, ["ai_status"])
	not ai_label_missing.applies with input as {"post": post, "annotations": []}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found := ai_label_missing.undetermined with input as {"post": post, "annotations": []}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == {{"missing": "posts.ai_status"}}
}
