package qinglang.ladder.appeal_overdue_test

import data.qinglang.ladder.appeal_overdue

_at := {"as_of": 864000}

_params := {"appeal_days": 5}

_cases := [
	{
		"document": {"appeals": [{"appeal_id": "p", "filed_at": 0, "decided_at": 432001}]},
		"applies": true,
		"violations": {{"appeal_id": "p", "at": 432000}},
		"undetermined": [],
	},
	{
		"document": {"appeals": [{"appeal_id": "p", "filed_at": 0, "decided_at": 432000}]},
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"appeals": [{"appeal_id": "p", "filed_at": 431999}]},
		"applies": true,
		"violations": {{"appeal_id": "p", "at": 863999}},
		"undetermined": [],
	},
	{
		"document": {"appeals": [{"appeal_id": "p", "filed_at": 432000}]},
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"appeals": []},
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
]

_applies(document) := found if {
	found := appeal_overdue.applies with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_violations(document) := found if {
	found := appeal_overdue.violations with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_undetermined(document) := found if {
	found := appeal_overdue.undetermined with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

test_each_case if {
	every case in _cases {
		_applies(case.document) == case.applies
		_violations(case.document) == case.violations
		_undetermined(case.document) == {{"missing": fact} | some fact in case.undetermined}
	}
}
