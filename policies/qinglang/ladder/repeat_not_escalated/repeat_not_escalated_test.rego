package qinglang.ladder.repeat_not_escalated_test

import data.qinglang.ladder.repeat_not_escalated

_at := {"as_of": 864000}

_params := {
	"max_rank": {"A": 2},
	"offence_class": {"missing_label": "A"},
	"repeat_window_days": 90,
	"sanction_days": 3,
}

_verdict(id, decided_at) := {
	"adjudication_id": id,
	"offence": "missing_label",
	"verdict": "violation",
	"final": true,
	"conduct_at": decided_at - 10,
	"decided_at": decided_at,
}

_document(measure) := {
	"adjudication": _verdict("j", 1000),
	"sanctions": [{"measure": measure, "starts_at": 1001}],
	"prior_adjudications": [_verdict("p", 100)],
	"prior_notices": [{"adjudication_id": "p", "kind": "warning", "delivered_at": 200}],
}

test_same_step_again_violates if {
	repeat_not_escalated.applies with input as _document("warning")
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found := repeat_not_escalated.violations with input as _document("warning")
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == {{"step": 1, "prior_step": 1}}
}

test_higher_step_does_not if {
	found := repeat_not_escalated.violations with input as _document("short_mute")
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == set()
}

test_nothing_is_ever_undetermined if {
	found := repeat_not_escalated.undetermined with input as _document("warning")
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == set()
}

test_first_time_is_not_asked if {
	document := object.remove(_document("warning"), ["prior_adjudications"])
	not repeat_not_escalated.applies with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}
