package qinglang.ladder.closure_single_reviewer_test

import data.qinglang.ladder.closure_single_reviewer

_params := {"notice_legal_basis": ["notice"], "offence_class": {"missing_label": "A"}}

_closure := {"measure": "closure", "starts_at": 5, "second_reviewer": false}

_measure(columns) := {"sanction": object.union(_closure, columns)}

_lost(columns) := object.union(
	_measure(object.union({"adjudication_id": "j"}, columns)),
	{"unknown": ["adjudication"]},
)

_cases := [
	{
		"document": _measure({}),
		"applies": true,
		"violations": {{"at": 5}},
		"undetermined": [],
	},
	{
		"document": _measure({"second_reviewer": true}),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _measure({"measure": "long_mute"}),
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
		"document": {"sanction": object.remove(_closure, ["second_reviewer"])},
		"applies": true,
		"violations": set(),
		"undetermined": ["sanctions.second_reviewer"],
	},
	{
		"document": _lost({}),
		"applies": false,
		"violations": set(),
		"undetermined": ["adjudication"],
	},
	{
		"document": _lost({"second_reviewer": true}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
]

_applies(document) := found if {
	found := closure_single_reviewer.applies with input as document
		with data.qinglang.params as _params
}

_violations(document) := found if {
	found := closure_single_reviewer.violations with input as document
		with data.qinglang.params as _params
}

_undetermined(document) := found if {
	found := closure_single_reviewer.undetermined with input as document
		with data.qinglang.params as _params
}

test_each_case if {
	every case in _cases {
		_applies(case.document) == case.applies
		_violations(case.document) == case.violations
		_undetermined(case.document) == {{"missing": fact} | some fact in case.undetermined}
	}
}
