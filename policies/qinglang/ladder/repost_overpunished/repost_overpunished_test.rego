package qinglang.ladder.repost_overpunished_test

import data.qinglang.ladder.repost_overpunished

_params := {"notice_legal_basis": ["notice"], "offence_class": {"missing_label": "A", "unverified_repost": "B"}}

_mute := {"adjudication_id": "j", "measure": "long_mute", "starts_at": 5}

_document(measure, verdict) := {"sanction": object.union(_mute, measure), "adjudication": verdict}

_found := {{"measure": "long_mute", "at": 5}}

_cases := [
	{
		"document": _document({}, {"offence": "unverified_repost", "severity": "minor"}),
		"applies": true,
		"violations": _found,
		"undetermined": [],
	},
	{
		"document": _document({}, {"offence": "unverified_repost", "severity": "aggravated"}),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({}, {"offence": "unverified_repost"}),
		"applies": true,
		"violations": set(),
		"undetermined": ["adjudications.severity"],
	},
	{
		"document": _document({"measure": "short_mute"}, {"offence": "unverified_repost", "severity": "minor"}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({}, {"offence": "missing_label", "severity": "minor"}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"sanction": _mute, "unknown": ["adjudication"]},
		"applies": false,
		"violations": set(),
		"undetermined": ["adjudication"],
	},
	{
		"document": {"sanction": object.union(_mute, {"legal_basis": "law"}), "unknown": ["adjudication"]},
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
]

_applies(document) := found if {
	found := repost_overpunished.applies with input as document
		with data.qinglang.params as _params
}

_violations(document) := found if {
	found := repost_overpunished.violations with input as document
		with data.qinglang.params as _params
}

_undetermined(document) := found if {
	found := repost_overpunished.undetermined with input as document
		with data.qinglang.params as _params
}

test_each_case if {
	every case in _cases {
		_applies(case.document) == case.applies
		_violations(case.document) == case.violations
		_undetermined(case.document) == {{"missing": fact} | some fact in case.undetermined}
	}
}
