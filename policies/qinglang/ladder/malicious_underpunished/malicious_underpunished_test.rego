package qinglang.ladder.malicious_underpunished_test

import data.qinglang.ladder.malicious_underpunished

_at := {"as_of": 864000}

_params := {"offence_class": {"staged_event": "C"}, "sanction_days": 3}

_verdict := {"offence": "staged_event", "verdict": "violation", "final": true, "decided_at": 0}

_warning := {"measure": "warning", "starts_at": 5}

_document(columns, sanctions) := {"adjudication": object.union(_verdict, columns), "sanctions": sanctions}

_found := {{"offence": "staged_event", "severity": "serious"}}

_lost(columns) := {"adjudication": object.union(_verdict, columns), "unknown": ["post"]}

_cases := [
	{
		"document": _document({"severity": "serious"}, [_warning]),
		"applies": true,
		"violations": _found,
		"undetermined": [],
	},
	{
		"document": _document({"severity": "serious"}, [object.union(_warning, {"measure": "long_mute"})]),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({"severity": "serious"}, []),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({"severity": "minor"}, [_warning]),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({}, [_warning]),
		"applies": false,
		"violations": set(),
		"undetermined": ["adjudications.severity"],
	},
	{
		"document": _document({}, []),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _lost({"severity": "serious"}),
		"applies": false,
		"violations": set(),
		"undetermined": ["post"],
	},
	{
		"document": _lost({"severity": "minor"}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _lost({}),
		"applies": false,
		"violations": set(),
		"undetermined": ["adjudications.severity", "post"],
	},
]

_applies(document) := found if {
	found := malicious_underpunished.applies with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_violations(document) := found if {
	found := malicious_underpunished.violations with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_undetermined(document) := found if {
	found := malicious_underpunished.undetermined with input as document
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
