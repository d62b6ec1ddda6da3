package qinglang.annotation.past_event_context_test

import data.qinglang.annotation.past_event_context

_params := {"label_grace_hours": 24, "standing_from": 0}

_answer(document) := answer if {
	answer := [past_event_context.applies, past_event_context.violations, past_event_context.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(post, labels) := {
	"post": object.union({"published_at": 0}, post),
	"annotations": [object.union({"kind": "past_event", "from_ts": 0}, label) |
		some label in labels
	],
}

_past := {"past_event": true}

test_no_label_violates if {
	_answer(_document(_past, [])) == [true, {{"missing": "label"}}, set()]
}

test_parts_that_are_not_given_violate if {
	label := {"time_given": true, "place_given": false, "outcome_given": false}
	_answer(_document(_past, [label])) == [
		true,
		{{"missing": "place"}, {"missing": "outcome"}},
		set(),
	]
}

test_unknown_parts_decide if {
	label := {"time_given": true, "place_given": false}
	_answer(_document(_past, [label])) == [
		true,
		{{"missing": "place"}},
		{{"missing": "annotations.outcome_given"}},
	]
}

test_unknown_event_decides if {
	event := {"missing": "posts.past_event"}
	_answer(_document({}, [])) == [false, set(), {event}]
	label := {"time_given": true, "place_given": true}
	_answer(_document({}, [label])) == [
		false,
		set(),
		{event, {"missing": "annotations.outcome_given"}},
	]
}

test_event_of_today_is_not_asked if {
	_answer(_document({"past_event": false}, [])) == [false, set(), set()]
}
