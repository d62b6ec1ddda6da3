package qinglang.annotation.circular_citation_test

import data.qinglang.annotation.circular_citation

_answer(fields) := answer if {
	document := object.union(
		{
			"post": {"origin": "own"},
			"account": {"operator_id": "o"},
			"operator": {"disclosed_matrix": false},
			"citation": {
				"cyclic": false,
				"open_ended": false,
				"other_account": true,
				"hops": 2,
				"terminal_operator_id": "o",
				"terminal_external": false,
			},
		},
		fields,
	)
	answer := [
		circular_citation.applies,
		circular_citation.violations,
		circular_citation.undetermined,
	] with input as document
}

test_return_to_the_own_operator_violates if {
	_answer({}) == [true, {{"cyclic": false, "hops": 2}}, set()]
}

test_source_from_outside_is_enough if {
	_answer({"citation": {"terminal_external": true}}) == [true, set(), set()]
}

test_disclosed_matrix_may_do_so if {
	_answer({"operator": {"disclosed_matrix": true}}) == [false, set(), set()]
}

test_repost_is_not_asked if {
	_answer({"post": {"origin": "repost"}}) == [false, set(), set()]
}

test_open_end_is_named_and_nothing_else if {
	way := {"cyclic": false, "open_ended": true, "other_account": true}
	document := {
		"post": {"origin": "own"},
		"citation": way,
		"unknown": ["account"],
	}
	found := circular_citation.undetermined with input as document
	found == {{"missing": "citation.open_ended"}}
}

test_unknown_facts_are_named if {
	way := {
		"cyclic": false,
		"open_ended": false,
		"other_account": true,
		"hops": 1,
		"terminal_operator_id": "o",
	}
	nobody := circular_citation.undetermined with input as {
		"post": {"origin": "own"},
		"citation": way,
		"unknown": ["account"],
	}
	nobody == {{"missing": "account"}, {"missing": "annotations.source_kind"}}
	untold := circular_citation.undetermined with input as {
		"post": {"origin": "own"},
		"account": {"operator_id": "o"},
		"operator": {},
		"citation": way,
	}
	untold == {{"missing": "operators.disclosed_matrix"}, {"missing": "annotations.source_kind"}}
}
