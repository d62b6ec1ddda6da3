package qinglang.annotation.refuted_label_missing_test

import data.qinglang.annotation.refuted_label_missing

_at := {"as_of": 864000}

_params := {"refutable_offences": ["staged_event"], "refuted_label_hours": 24}

_verdict(id, decided_at) := {
	"adjudication_id": id,
	"offence": "staged_event",
	"verdict": "violation",
	"final": true,
	"decided_at": decided_at,
}

_document(labels) := {
	"post": {"post_id": "p"},
	"annotations": labels,
	"adjudications": [_verdict("a", 2), _verdict("c", 1), _verdict("b", 1)],
}

test_finding_names_the_earliest_verdict if {
	refuted_label_missing.applies with input as _document([])
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found := refuted_label_missing.violations with input as _document([])
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == {{"adjudication_id": "b"}}
}

test_label_is_enough if {
	found := refuted_label_missing.violations with input as _document([{"kind": "refuted", "from_ts": 3}])
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == set()
}

test_nothing_is_ever_undetermined if {
	found := refuted_label_missing.undetermined with input as _document([])
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == set()
}

test_deleted_post_is_not_asked if {
	document := object.union(_document([]), {"post": {"deleted_at": 5}})
	not refuted_label_missing.applies with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}
