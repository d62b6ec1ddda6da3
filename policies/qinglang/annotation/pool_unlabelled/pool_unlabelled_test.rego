package qinglang.annotation.pool_unlabelled_test

import data.qinglang.annotation.pool_unlabelled

_params := {"labelling_from": 0, "standing_from": 0, "source_required_topics": ["social_event"]}

_answer(document) := answer if {
	answer := [pool_unlabelled.applies, pool_unlabelled.violations, pool_unlabelled.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_plain := {
	"origin": "own",
	"published_at": 0,
	"topic": "other",
	"ai_status": "none",
	"declared_fiction": false,
	"past_event": false,
}

_document(post, labels) := {
	"post": object.union(_plain, post),
	"annotations": labels,
	"recommendations": [{"entry_id": "e", "pool": "home", "entered_at": 10}],
}

_finding(label) := {"entry_id": "e", "label": label, "pool": "home", "at": 10}

test_each_label_that_is_missing_violates if {
	post := {
		"topic": "social_event",
		"ai_status": "declared",
		"declared_fiction": true,
		"past_event": true,
	}
	_answer(_document(post, [{"kind": "fiction", "from_ts": 10}])) == [
		true,
		{_finding("source"), _finding("ai"), _finding("past_event")},
		set(),
	]
}

test_label_of_later_is_none if {
	_answer(_document({"declared_fiction": true}, [{"kind": "fiction", "from_ts": 11}])) == [
		true,
		{_finding("fiction")},
		set(),
	]
}

test_nothing_is_asked_without_duty_or_entry if {
	_answer(_document({}, [])) == [false, set(), set()]
	document := object.union(_document({"past_event": true}, []), {"recommendations": []})
	_answer(document) == [false, set(), set()]
}

test_unknown_facts_decide if {
	document := {
		"post": {"origin": "own", "published_at": 0},
		"annotations": [],
		"recommendations": [{"entry_id": "e", "pool": "home", "entered_at": 10}],
	}
	_answer(document) == [
		false,
		set(),
		{{"missing": fact} |
			some fact in [
				"posts.topic",
				"posts.ai_status",
				"posts.declared_fiction",
				"posts.past_event",
			]
		},
	]
}
