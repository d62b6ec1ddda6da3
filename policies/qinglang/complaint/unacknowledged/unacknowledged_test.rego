package qinglang.complaint.unacknowledged_test

import data.qinglang.complaint.unacknowledged

_at := {"as_of": 864000}

_params := {"ack_days": 3}

_cases := [
	{
		"document": {"complaint": {"received_at": 0}},
		"applies": true,
		"violations": {{"at": 259200}},
		"undetermined": [],
	},
	{
		"document": {"complaint": {"received_at": 0, "acknowledged_at": 259200}},
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"complaint": {"received_at": 0, "decided_at": 259200}},
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"complaint": {"received_at": 0, "acknowledged_at": 259201, "decided_at": 259201}},
		"applies": true,
		"violations": {{"at": 259200}},
		"undetermined": [],
	},
	{
		"document": {"complaint": {"received_at": 604801}},
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
]

_applies(document) := found if {
	found := unacknowledged.applies with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_violations(document) := found if {
	found := unacknowledged.violations with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_undetermined(document) := found if {
	found := unacknowledged.undetermined with input as document
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
