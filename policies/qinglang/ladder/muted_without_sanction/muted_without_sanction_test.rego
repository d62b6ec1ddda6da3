package qinglang.ladder.muted_without_sanction_test

import data.qinglang.ladder.muted_without_sanction

_at := {"as_of": 864000}

_cases := [
	{
		"document": {"account": {"status": "muted"}},
		"applies": true,
		"violations": {{}},
		"undetermined": [],
	},
	{
		"document": {"account": {"status": "muted"}, "sanctions": [{"measure": "long_mute", "starts_at": 864000}]},
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"account": {"status": "muted"}, "sanctions": [{"measure": "closure", "starts_at": 5}]},
		"applies": true,
		"violations": {{}},
		"undetermined": [],
	},
	{
		"document": {"account": {"status": "active"}},
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
]

_applies(document) := found if {
	found := muted_without_sanction.applies with input as document
		with data.qinglang.snapshot as _at
}

_violations(document) := found if {
	found := muted_without_sanction.violations with input as document
		with data.qinglang.snapshot as _at
}

_undetermined(document) := found if {
	found := muted_without_sanction.undetermined with input as document
		with data.qinglang.snapshot as _at
}

test_each_case if {
	every case in _cases {
		_applies(case.document) == case.applies
		_violations(case.document) == case.violations
		_undetermined(case.document) == {{"missing": fact} | some fact in case.undetermined}
	}
}
