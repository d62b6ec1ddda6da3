package qinglang.ladder.severe_automated_test

import data.qinglang.ladder.severe_automated

_params := {"notice_legal_basis": ["notice"], "offence_class": {"missing_label": "A"}}

_mute := {"measure": "long_mute", "starts_at": 5, "decided_by": "model", "emergency": false}

_measure(columns) := {"sanction": object.union(_mute, columns)}

_lost(columns) := object.union(
	_measure(object.union({"adjudication_id": "j"}, columns)),
	{"unknown": ["adjudication"]},
)

_found := {{"measure": "long_mute", "at": 5}}

_cases := [
	{
		"document": _measure({}),
		"applies": true,
		"violations": _found,
		"undetermined": [],
	},
	{
		"document": _measure({"decided_by": "mixed"}),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _measure({"emergency": true}),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _measure({"measure": "short_mute"}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _measure({"legal_basis": "law"}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"sanction": object.remove(_mute, ["emergency"])},
		"applies": true,
		"violations": set(),
		"undetermined": ["sanctions.emergency"],
	},
	{
		"document": _lost({}),
		"applies": false,
		"violations": set(),
		"undetermined": ["adjudication"],
	},
	{
		"document": _lost({"emergency": true}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _lost({"legal_basis": "notice"}),
		"applies": true,
		"violations": _found,
		"undetermined": [],
	},
]

_applies(document) := found if {
	found := severe_automated.applies with input as document
		with data.qinglang.params as _params
}

_violations(document) := found if {
	found := severe_automated.violations with input as document
		with data.qinglang.params as _params
}

_undetermined(document) := found if {
	found := severe_automated.undetermined with input as document
		with data.qinglang.params as _params
}

test_each_case if {
	every case in _cases {
		_applies(case.document) == case.applies
		_violations(case.document) == case.violations
		_undetermined(case.document) == {{"missing": fact} | some fact in case.undetermined}
	}
}
