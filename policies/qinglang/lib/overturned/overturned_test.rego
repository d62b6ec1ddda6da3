package qinglang.lib.overturned_test

import data.qinglang.lib.overturned

_at := {"as_of": 86400}

_params := {"lift_days": 1}

_by_appeals(document) := found if {
	found := overturned.by_appeals with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

test_verdict_overturned_long_ago if {
	overturned.by_verdict with input as {"adjudication": {"overturned_at": 0}}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	not overturned.by_verdict with input as {"adjudication": {"overturned_at": 1}}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	not overturned.by_verdict with input as {"adjudication": {"final": true}}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

test_appeals_granted_long_ago if {
	document := {"appeals": [
		{"appeal_id": "p", "result": "overturned", "decided_at": 0},
		{"appeal_id": "q", "result": "overturned", "decided_at": 1},
		{"appeal_id": "r", "result": "reduced", "decided_at": 0},
		{"appeal_id": "s", "result": "overturned"},
	]}
	_by_appeals(document) == {"p"}
	not overturned.appeal_unknown with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

test_result_of_an_appeal_decided_long_ago_is_unknown if {
	overturned.appeal_unknown with input as {"appeals": [{"appeal_id": "p", "decided_at": 0}]}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	not overturned.appeal_unknown with input as {"appeals": [{"appeal_id": "p", "decided_at": 1}]}
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}
