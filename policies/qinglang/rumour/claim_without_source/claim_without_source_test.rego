package qinglang.rumour.claim_without_source_test

import data.qinglang.rumour.claim_without_source

_params := {"label_grace_hours": 24, "standing_from": 0, "key_fields": ["finance"]}

_answer(post, labels) := answer if {
	document := {
		"post": object.union({"published_at": 0}, post),
		"annotations": [object.union({"kind": "source", "from_ts": 0}, label) | some label in labels],
	}
	answer := [claim_without_source.applies, claim_without_source.violations, claim_without_source.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_claim := {"claim_tag": "first_hand", "field": "finance"}

_missing(facts) := {{"missing": fact} | some fact in facts}

test_claim_without_a_source_violates if {
	_answer(_claim, []) == [true, {_claim}, set()]
	_answer(_claim, [{"source_kind": "post"}, {"source_kind": "vague"}]) == [true, {_claim}, set()]
}

test_one_good_source_is_enough if {
	_answer(_claim, [{"source_kind": "official"}, {}]) == [true, set(), set()]
}

test_posts_without_a_claim_in_a_key_field_are_not_asked if {
	_answer({"claim_tag": "none", "field": "finance"}, []) == [false, set(), set()]
	_answer({"claim_tag": "first_hand", "field": "none"}, []) == [false, set(), set()]
	_answer({"claim_tag": "none"}, [{}]) == [false, set(), set()]
	_answer({"field": "none"}, [{}]) == [false, set(), set()]
}

test_each_unknown_fact_that_decides_is_named if {
	_answer({"field": "finance"}, []) == [false, set(), _missing(["posts.claim_tag"])]
	_answer({"claim_tag": "first_hand"}, []) == [false, set(), _missing(["posts.field"])]
	_answer(_claim, [{}]) == [true, set(), _missing(["annotations.source_kind"])]
	_answer({}, [{}]) == [
		false,
		set(),
		_missing(["posts.claim_tag", "posts.field", "annotations.source_kind"]),
	]
	_answer({}, [{"source_kind": "official"}]) == [false, set(), set()]
}
