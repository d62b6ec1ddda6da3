package qinglang.ladder.posted_while_muted_test

import data.qinglang.ladder.posted_while_muted

_cases := [
	{
		"document": {"post": {"published_at": 5}, "sanctions": [{"sanction_id": "s", "measure": "short_mute", "starts_at": 5}]},
		"applies": true,
		"violations": {{"sanction_id": "s", "at": 5}},
		"undetermined": [],
	},
	{
		"document": {"post": {"published_at": 4}, "sanctions": [{"sanction_id": "s", "measure": "short_mute", "starts_at": 5}]},
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"post": {"published_at": 5}, "sanctions": [{"sanction_id": "s", "measure": "closure", "starts_at": 5}]},
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"post": {"published_at": 5}},
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
]

_applies(document) := found if {
	found := posted_while_muted.applies with input as document
}

_violations(document) := found if {
	found := posted_while_muted.violations with input as document
}

_undetermined(document) := found if {
	found := posted_while_muted.undetermined with input as document
}

test_each_case if {
	every case in _cases {
		_applies(case.document) == case.applies
		_violations(case.document) == case.violations
		_undetermined(case.document) == {{"missing": fact} | some fact in case.undetermined}
	}
}
