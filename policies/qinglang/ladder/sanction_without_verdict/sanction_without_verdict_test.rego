package qinglang.ladder.sanction_without_verdict_test

import data.qinglang.ladder.sanction_without_verdict

_params := {"notice_legal_basis": ["notice"], "offence_class": {"missing_label": "A"}}

_mute := {"account_id": "a", "adjudication_id": "j", "measure": "long_mute", "starts_at": 5, "emergency": false}

_verdict := {"account_id": "a", "offence": "missing_label", "verdict": "violation", "final": true}

_document(measure, verdict) := {
	"sanction": object.union(_mute, measure),
	"adjudication": object.union(_verdict, verdict),
}

_lost(measure) := {"sanction": object.union(_mute, measure), "unknown": ["adjudication"]}

_found(reasons) := {{"reason": reason, "measure": "long_mute", "at": 5} | some reason in reasons}

_cases := [
	{
		"document": _document({}, {}),
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"sanction": object.remove(_mute, ["adjudication_id"])},
		"applies": true,
		"violations": _found({"none"}),
		"undetermined": [],
	},
	{
		"document": _document({}, {"verdict": "no_violation", "final": false, "account_id": "b"}),
		"applies": true,
		"violations": _found({"no_violation", "not_final", "other_account"}),
		"undetermined": [],
	},
	{
		"document": _document({"measure": "guidance"}, {"final": false}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _document({}, {"offence": "other", "final": false}),
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"sanction": object.remove(object.union(_mute, {"legal_basis": "law"}), ["adjudication_id"])},
		"applies": false,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": {"sanction": object.remove(_mute, ["emergency"]), "adjudication": object.union(_verdict, {"final": false})},
		"applies": true,
		"violations": set(),
		"undetermined": ["sanctions.emergency"],
	},
	{
		"document": {"sanction": object.remove(_mute, ["emergency"]), "adjudication": _verdict},
		"applies": true,
		"violations": set(),
		"undetermined": [],
	},
	{
		"document": _lost({}),
		"applies": false,
		"violations": set(),
		"undetermined": ["adjudication"],
	},
	{
		"document": {"sanction": object.remove(_mute, ["emergency"]), "unknown": ["adjudication"]},
		"applies": false,
		"violations": set(),
		"undetermined": ["adjudication", "sanctions.emergency"],
	},
	{
		"document": _lost({"legal_basis": "notice"}),
		"applies": true,
		"violations": set(),
		"undetermined": ["adjudication"],
	},
]

_applies(document) := found if {
	found := sanction_without_verdict.applies with input as document
		with data.qinglang.params as _params
}

_violations(document) := found if {
	found := sanction_without_verdict.violations with input as document
		with data.qinglang.params as _params
}

_undetermined(document) := found if {
	found := sanction_without_verdict.undetermined with input as document
		with data.qinglang.params as _params
}

test_each_case if {
	every case in _cases {
		_applies(case.document) == case.applies
		_violations(case.document) == case.violations
		_undetermined(case.document) == {{"missing": fact} | some fact in case.undetermined}
	}
}
