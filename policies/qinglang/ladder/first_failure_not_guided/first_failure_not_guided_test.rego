package qinglang.ladder.first_failure_not_guided_test

import data.qinglang.ladder.first_failure_not_guided

_at := {"as_of": 864000}

_params := {"offence_class": {"missing_label": "A"}, "guidance_days": 3, "repeat_window_days": 90}

_document := {"adjudication": {
	"offence": "missing_label",
	"verdict": "violation",
	"final": true,
	"conduct_at": 0,
	"decided_at": 10,
}}

test_failure_without_answer_violates if {
	first_failure_not_guided.applies with input as _document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found := first_failure_not_guided.violations with input as _document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == {{"offence": "missing_label"}}
}

test_sanction_beside_the_ladder_is_enough if {
	document := object.union(_document, {"sanctions": [{"measure": "demonetisation", "starts_at": 20}]})
	found := first_failure_not_guided.violations with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == set()
}

test_nothing_is_ever_undetermined if {
	found := first_failure_not_guided.undetermined with input as _document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == set()
}

test_another_offence_is_not_asked if {
	document := object.union(_document, {"adjudication": {"offence": "unverified_repost"}})
	not first_failure_not_guided.applies with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}
