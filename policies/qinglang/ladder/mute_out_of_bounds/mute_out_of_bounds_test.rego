package qinglang.ladder.mute_out_of_bounds_test

import data.qinglang.ladder.mute_out_of_bounds

_params := {"notice_legal_basis": ["notice"], "offence_class": {"missing_label": "A"}, "short_mute_max_days": 7}

_mute := {"measure": "short_mute", "starts_at": 5}

_measure(columns) := {"sanction": object.union(_mute, columns)}

_lost := object.union(_measure({"adjudication_id": "j"}), {"unknown": ["adjudication"]})

_found(reason) := {{"reason": reason, "measure": "short_mute", "at": 5}}

_cases := [
	{
		"document": _measure({}),
		"applies": true,
		"violations": _found("open_ended"),
		"undetermined": [],
	},
	{
		"document": _measure({"ends_at": 604806}),
		"applies": true,
		"violations": _found("too_long"),
		"undetermined": [],
	},
	{
		"document": _measure({"ends_at": 604805}),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _measure({"measure": "long_mute", "ends_at": 604806}),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _measure({"measure": "closure"}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _lost,
		"applies": false,
		"violations": set(),
		"undetermined": ["adjudication"],
	},
	{
		"document": object.union(_lost, {"sanction": {"ends_at": 6}}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
]

_applies(document) := found if {
	found := mute_out_of_bounds.applies with input as document
		with data.qinglang.params as _params
}

_violations(document) := found if {
	found := mute_out_of_bounds.violations with input as document
		with data.qinglang.params as _params
}

_undetermined(document) := found if {
	found := mute_out_of_bounds.undetermined with input as document
		with data.qinglang.params as _params
}

test_each_case if {
	every case in _cases {
		_applies(case.document) == case.applies
		_violations(case.document) == case.violations
		_undetermined(case.document) == {{"missing": fact} | some fact in case.undetermined}
	}
}
