package qinglang.ladder.repost_unpunished_test

import data.qinglang.ladder.repost_unpunished

_at := {"as_of": 864000}

_params := {"offence_class": {"unverified_repost": "B"}, "sanction_days": 3}

_document := {"adjudication": {
	"offence": "unverified_repost",
	"verdict": "violation",
	"final": true,
	"decided_at": 10,
}}

test_repost_without_answer_violates if {
	repost_unpunished.applies with input as _document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found := repost_unpunished.violations with input as _document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == {{"offence": "unverified_repost"}}
}

test_warning_is_enough if {
	document := object.union(_document, {"notices": [{"kind": "warning", "delivered_at": 20}]})
	found := repost_unpunished.violations with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == set()
}

test_nothing_is_ever_undetermined if {
	found := repost_unpunished.undetermined with input as _document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == set()
}

test_another_offence_is_not_asked if {
	document := object.union(_document, {"adjudication": {"offence": "missing_label"}})
	not repost_unpunished.applies with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}
