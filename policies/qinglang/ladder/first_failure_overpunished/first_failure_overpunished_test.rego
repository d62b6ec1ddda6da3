package qinglang.ladder.first_failure_overpunished_test

import data.qinglang.ladder.first_failure_overpunished

_at := {"as_of": 864000}

_params := {"notice_legal_basis": ["notice"], "offence_class": {"missing_label": "A"}, "repeat_window_days": 90}

_first := {"offence": "missing_label", "verdict": "violation", "final": false, "conduct_at": 0, "decided_at": 9}

_mute := {"sanction_id": "s", "measure": "short_mute", "starts_at": 10}

_warning := {"sanction_id": "t", "measure": "warning", "starts_at": 11, "legal_basis": "notice"}

_document(columns, sanctions) := {"adjudication": object.union(_first, columns), "sanctions": sanctions}

_before := {
	"adjudication": object.union(_first, {"conduct_at": 8}),
	"sanctions": [_mute],
	"prior_adjudications": [{"adjudication_id": "p", "offence": "missing_label", "verdict": "violation", "final": true, "decided_at": 5}],
	"prior_notices": [{"adjudication_id": "p", "kind": "guidance", "delivered_at": 8}],
}

_cases := [
	{
		"document": _document({}, [_mute, _warning]),
		"applies": true,
		"violations": {{"sanction_id": "s", "measure": "short_mute", "at": 10}, {"sanction_id": "t", "measure": "warning", "at": 11}},
		"undetermined": [],
	},
	{
		"document": _document({}, [object.union(_mute, {"measure": "guidance"}), object.union(_mute, {"measure": "demonetisation"})]),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({}, [object.union(_mute, {"legal_basis": "law"})]),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({"verdict": "no_violation"}, [_mute]),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({"offence": "other"}, [_mute]),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _before,
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
]

_applies(document) := found if {
	found := first_failure_overpunished.applies with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_violations(document) := found if {
	found := first_failure_overpunished.violations with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_undetermined(document) := found if {
	found := first_failure_overpunished.undetermined with input as document
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
