package qinglang.lib.ladder_test

import data.qinglang.lib.ladder

_at := {"as_of": 100}

_day := 86400

_params := {
	"offence_class": {"missing_label": "A", "missing_source": "A", "unverified_repost": "B"},
	"repeat_window_days": 1,
}

test_step_is_the_highest if {
	document := {
		"sanctions": [
			{"measure": "warning", "starts_at": 100},
			{"measure": "closure", "starts_at": 101},
			{"measure": "demonetisation", "starts_at": 1},
		],
		"notices": [
			{"kind": "guidance", "delivered_at": 100},
			{"kind": "sanction_notice", "delivered_at": 1},
		],
	}
	ladder.step == 1 with input as document with data.qinglang.snapshot as _at
}

test_no_step_is_less_than_the_lowest if {
	ladder.step == -1 with input as {} with data.qinglang.snapshot as _at
	ladder.step == 0 with input as {"notices": [{"kind": "annotation_prompt", "delivered_at": 100}]}
		with data.qinglang.snapshot as _at
	ladder.step == -1 with input as {"notices": [{"kind": "warning", "delivered_at": 101}]}
		with data.qinglang.snapshot as _at
	ladder.step == -1 with input as {"notices": [{"kind": "warning"}]}
		with data.qinglang.snapshot as _at
}

_document(precedent, notice) := {
	"adjudication": {"offence": "missing_label", "conduct_at": _day, "decided_at": _day + 10},
	"prior_adjudications": [object.union(
		{
			"adjudication_id": "p",
			"offence": "missing_source",
			"verdict": "violation",
			"final": true,
			"decided_at": 0,
		},
		precedent,
	)],
	"prior_notices": [object.union(
		{"adjudication_id": "p", "kind": "warning", "delivered_at": _day},
		notice,
	)],
	"prior_sanctions": [{"adjudication_id": "p", "measure": "short_mute", "starts_at": 5}],
}

test_repeat_within_window_after_the_notice if {
	ladder.repeat with input as _document({}, {}) with data.qinglang.params as _params
	ladder.precedents == {"p"} with input as _document({}, {}) with data.qinglang.params as _params
	not ladder.repeat with input as _document({"decided_at": -1}, {})
		with data.qinglang.params as _params
	not ladder.repeat with input as _document({}, {"delivered_at": _day + 1})
		with data.qinglang.params as _params
	not ladder.repeat with input as _document({}, {"adjudication_id": "q"})
		with data.qinglang.params as _params
}

test_repeat_only_in_one_class_and_of_effective_verdicts if {
	not ladder.repeat with input as _document({"offence": "unverified_repost"}, {})
		with data.qinglang.params as _params
	not ladder.repeat with input as _document({"offence": "other"}, {})
		with data.qinglang.params as _params
	not ladder.repeat with input as _document({"overturned_at": _day + 10}, {})
		with data.qinglang.params as _params
}

test_no_repeat_while_it_may_still_be_cured if {
	ladder.repeat with input as _document({}, {"cure_until": _day})
		with data.qinglang.params as _params
	not ladder.repeat with input as _document({}, {"cure_until": _day + 1})
		with data.qinglang.params as _params
}

test_prior_step_counts_precedents_only if {
	ladder.prior_step == 2 with input as _document({}, {}) with data.qinglang.params as _params
	ladder.prior_step == -1 with input as _document({"offence": "other"}, {})
		with data.qinglang.params as _params
	document := object.remove(_document({}, {}), ["prior_sanctions"])
	ladder.prior_step == 1 with input as document with data.qinglang.params as _params
}
