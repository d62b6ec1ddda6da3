package qinglang.ladder.complaint_only_test

import data.qinglang.ladder.complaint_only

_params := {"notice_legal_basis": ["notice"], "offence_class": {"missing_label": "A"}}

_warning := {"measure": "warning", "starts_at": 5, "complaint_only": true}

_measure(columns) := {"sanction": object.union(_warning, columns)}

_lost(columns) := object.union(
	_measure(object.union({"adjudication_id": "j"}, columns)),
	{"unknown": ["adjudication"]},
)

_cases := [
	{
		"document": _measure({}),
		"applies": true,
		"violations": {{"measure": "warning", "at": 5}},
		"undetermined": [],
	},
	{
		"document": _measure({"complaint_only": false}),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _measure({"measure": "guidance"}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"sanction": object.remove(_warning, ["complaint_only"])},
		"applies": true,
		"violations": set(),
		"undetermined": ["sanctions.complaint_only"],
	},
	{
		"document": _lost({}),
		"applies": false,
		"violations": set(),
		"undetermined": ["adjudication"],
	},
	{
		"document": _lost({"complaint_only": false}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"sanction": {"adjudication_id": "j", "measure": "warning", "starts_at": 5}, "unknown": ["adjudication"]},
		"applies": false,
		"violations": set(),
		"undetermined": ["adjudication", "sanctions.complaint_only"],
	},
]

_applies(document) := found if {
	found := complaint_only.applies with input as document
		with data.qinglang.params as _params
}

_violations(document) := found if {
	found := complaint_only.violations with input as document
		with data.qinglang.params as _params
}

_undetermined(document) := found if {
	found := complaint_only.undetermined with input as document
		with data.qinglang.params as _params
}

test_each_case if {
	every case in _cases {
		_applies(case.document) == case.applies
		_violations(case.document) == case.violations
		_undetermined(case.document) == {{"missing": fact} | some fact in case.undetermined}
	}
}
