package qinglang.ladder.retroactive_test

import data.qinglang.ladder.retroactive

_params := {"notice_legal_basis": ["notice"], "campaign_start": 100}

_warning := {"adjudication_id": "j", "measure": "warning", "starts_at": 200, "legal_basis": "notice"}

_document(measure, conduct_at) := {
	"sanction": object.union(_warning, measure),
	"adjudication": {"conduct_at": conduct_at},
}

_cases := [
	{
		"document": _document({}, 99),
		"applies": true,
		"violations": {{"conduct_at": 99, "measure": "warning", "at": 200}},
		"undetermined": [],
	},
	{
		"document": _document({}, 100),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({"measure": "guidance"}, 99),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({"legal_basis": "law"}, 99),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"sanction": _warning, "unknown": ["adjudication"]},
		"applies": true,
		"violations": set(),
		"undetermined": ["adjudication"],
	},
	{
		"document": {"sanction": object.remove(_warning, ["adjudication_id"])},
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
]

_applies(document) := found if {
	found := retroactive.applies with input as document
		with data.qinglang.params as _params
}

_violations(document) := found if {
	found := retroactive.violations with input as document
		with data.qinglang.params as _params
}

_undetermined(document) := found if {
	found := retroactive.undetermined with input as document
		with data.qinglang.params as _params
}

test_each_case if {
	every case in _cases {
		_applies(case.document) == case.applies
		_violations(case.document) == case.violations
		_undetermined(case.document) == {{"missing": fact} | some fact in case.undetermined}
	}
}
