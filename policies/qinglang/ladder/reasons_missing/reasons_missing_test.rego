package qinglang.ladder.reasons_missing_test

import data.qinglang.ladder.reasons_missing

_at := {"as_of": 864000}

_params := {"notice_legal_basis": ["notice"], "offence_class": {"missing_label": "A"}, "reasons_from_rank": 2, "reasons_grace_days": 1}

_mute := {"measure": "short_mute", "starts_at": 777600, "legal_basis": "notice", "rule_clause": "c", "appeal_until": 5, "facts_stated": true}

_measure(columns) := {"sanction": object.union(_mute, columns)}

_lost(columns) := object.union(
	{"sanction": object.union(_mute, object.union({"adjudication_id": "j", "legal_basis": "law"}, columns))},
	{"unknown": ["adjudication"]},
)

_found := {{"missing": "notice", "measure": "short_mute", "at": 777600}}

_cases := [
	{
		"document": _measure({}),
		"applies": true,
		"violations": _found,
		"undetermined": [],
	},
	{
		"document": _measure({"starts_at": 777601}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _measure({"measure": "warning"}),
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
		"document": object.union(_measure({"notice_id": "n"}), {"notice": {"delivered_at": 5}}),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": object.union(_measure({"notice_id": "n"}), {"unknown": ["notice"]}),
		"applies": true,
		"violations": set(),
		"undetermined": ["notice"],
	},
	{
		"document": _lost({}),
		"applies": false,
		"violations": set(),
		"undetermined": ["adjudication"],
	},
	{
		"document": object.union(_lost({"notice_id": "n"}), {"notice": {"delivered_at": 5}}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
]

_applies(document) := found if {
	found := reasons_missing.applies with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_violations(document) := found if {
	found := reasons_missing.violations with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}

_undetermined(document) := found if {
	found := reasons_missing.undetermined with input as document
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
