package qinglang.lib.verdict_test

import data.qinglang.lib.verdict

# The time for action is over, to the second.
_at := {"as_of": 86400}

_params := {"action_days": 1}

_document(rest) := object.union(
	{"adjudication": {
		"offence": "hot_event_impersonation",
		"verdict": "violation",
		"final": true,
		"decided_at": 0,
	}},
	rest,
)

test_due_when_the_time_is_over if {
	verdict.due("RUM-01") with input as _document({})
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	not verdict.due("RUM-01") with input as _document({})
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 86399}
	not verdict.due("RUM-01") with input as _document({"adjudication": {"offence": "other"}})
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

test_anything_is_an_answer if {
	every rest in [
		{"sanctions": [{"starts_at": 86400}]},
		{"notices": [{"sent_at": 86400}]},
		{"post": {"deleted_at": 86400}},
		{"annotations": [{"kind": "refuted", "from_ts": 86400}]},
	] {
		verdict.answered with input as _document(rest) with data.qinglang.snapshot as _at
		not verdict.unanswered("RUM-01") with input as _document(rest)
			with data.qinglang.params as _params
			with data.qinglang.snapshot as _at
		not verdict.hangs_on_post("RUM-01") with input as _document(object.union(rest, {"unknown": ["post"]}))
			with data.qinglang.params as _params
			with data.qinglang.snapshot as _at
	}
}

test_nothing_is_no_answer if {
	verdict.unanswered("RUM-01") with input as _document({"unknown": ["account"]})
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	verdict.hangs_on_post("RUM-01") with input as _document({"unknown": ["post"]})
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	not verdict.unanswered("RUM-01") with input as _document({"unknown": ["post"]})
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

test_facts_tell_offence_and_time if {
	verdict.facts == {"decided_at": 0, "offence": "hot_event_impersonation"} with input as _document({})
}
