package qinglang.complaint.overdue_test

import data.qinglang.complaint.overdue

# A hundred years and two days.
_at := {"as_of": 3153772800}

_params := {}

_cases := [
	{
		"document": {"complaint": {"received_at": 0, "declared_days": 2, "decided_at": 172801}},
		"applies": true,
		"violations": {{"at": 172800}},
		"undetermined": [],
	},
	{
		"document": {"complaint": {"received_at": 0, "declared_days": 2, "decided_at": 172800}},
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"complaint": {"received_at": 0, "decided_at": 86400}},
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"complaint": {"received_at": 0, "decided_at": 86401}},
		"applies": true,
		"violations": set(),
		"undetermined": ["complaints.declared_days"],
	},
	{
		"document": {"complaint": {"received_at": 0}},
		"applies": true,
		"violations": {{}},
		"undetermined": [],
	},
	{
		"document": {"complaint": {"received_at": 172800}},
		"applies": true,
		"violations": set(),
		"undetermined": ["complaints.declared_days"],
	},
]

_applies(document) := found if {
	found := overdue.applies with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_violations(document) := found if {
	found := overdue.violations with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_undetermined(document) := found if {
	found := overdue.undetermined with input as document
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
