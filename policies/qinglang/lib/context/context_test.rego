package qinglang.lib.context_test

import data.qinglang.lib.context

_at := {"as_of": 10}

_document(labels) := {"annotations": [object.union({"kind": "past_event", "from_ts": 1}, label) |
	some label in labels
]}

test_told_by_active_labels_of_the_kind if {
	document := _document([{}, {"kind": "fiction"}, {"to_ts": 9}])
	found := context.told with input as document with data.qinglang.snapshot as _at
	found == {{"kind": "past_event", "from_ts": 1}}
}

test_nothing_is_lacking_without_a_label if {
	lacking := context.lacking with input as _document([]) with data.qinglang.snapshot as _at
	lacking == set()
}

test_one_label_that_gives_a_part_is_enough if {
	document := _document([
		{"time_given": true, "place_given": false, "outcome_given": false},
		{"time_given": false, "place_given": true, "outcome_given": false},
	])
	lacking := context.lacking with input as document with data.qinglang.snapshot as _at
	lacking == {"outcome"}
	open := context.open with input as document with data.qinglang.snapshot as _at
	open == set()
}

test_unknown_parts_are_open if {
	document := _document([{"time_given": true, "place_given": false}, {"outcome_given": true}])
	lacking := context.lacking with input as document with data.qinglang.snapshot as _at
	lacking == {"place"}
	open := context.open with input as document with data.qinglang.snapshot as _at
	open == {"place"}
	silent := context.open with input as _document([{}]) with data.qinglang.snapshot as _at
	silent == {"time", "place", "outcome"}
	full := _document([{"time_given": true, "place_given": true, "outcome_given": true}])
	none := context.lacking with input as full with data.qinglang.snapshot as _at
	none == set()
	refused := _document([{"time_given": false, "place_given": false, "outcome_given": false}])
	sure := context.open with input as refused with data.qinglang.snapshot as _at
	sure == set()
}
