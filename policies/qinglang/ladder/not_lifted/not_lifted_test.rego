package qinglang.ladder.not_lifted_test

import data.qinglang.ladder.not_lifted

_at := {"as_of": 864000}

_params := {"notice_legal_basis": ["notice"], "offence_class": {"missing_label": "A"}, "lift_days": 3}

_mute := {"adjudication_id": "j", "measure": "long_mute", "starts_at": 5}

_document(measure, rest) := object.union({"sanction": object.union(_mute, measure)}, rest)

_overturned := {"adjudication": {"offence": "missing_label", "overturned_at": 604800}}

_granted := {
	"adjudication": {"offence": "missing_label"},
	"appeals": [{"appeal_id": "p", "decided_at": 5, "result": "overturned"}, {"appeal_id": "q", "decided_at": 5}],
}

_cases := [
	{
		"document": _document({}, _overturned),
		"applies": true,
		"violations": {{"reason": "verdict", "measure": "long_mute"}},
		"undetermined": [],
	},
	{
		"document": _document({}, _granted),
		"applies": true,
		"violations": {{"reason": "appeal", "appeal_id": "p", "measure": "long_mute"}},
		"undetermined": ["appeals.result"],
	},
	{
		"document": _document({"lifted_at": 6}, _overturned),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({"measure": "warning"}, _overturned),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({}, {"adjudication": {"offence": "other", "overturned_at": 5}}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({}, {"unknown": ["adjudication"]}),
		"applies": false,
		"violations": set(),
		"undetermined": ["adjudication"],
	},
]

_applies(document) := found if {
	found := not_lifted.applies with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_violations(document) := found if {
	found := not_lifted.violations with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_undetermined(document) := found if {
	found := not_lifted.undetermined with input as document
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
