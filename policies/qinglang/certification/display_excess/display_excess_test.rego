package qinglang.certification.display_excess_test

import data.qinglang.certification.display_excess

_params := {"forbidden_display_keys": ["phone"], "consent_keys": ["identity", "operator_name"]}

_answer(document) := answer if {
	answer := [display_excess.applies, display_excess.violations, display_excess.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(fields) := {
	"certification": object.union({"state": "valid", "valid_from": 1}, fields),
	"account": {"account_class": "personal"},
}

test_forbidden_and_unconsented_keys_violate if {
	shown := {"displayed_keys": ["phone", "identity", "field"], "consent_scope": ["field"]}
	_answer(_document(shown)) == [
		true,
		{{"key": "phone", "reason": "forbidden"}, {"key": "identity", "reason": "consent"}},
		set(),
	]
	agreed := {"displayed_keys": ["identity"], "consent_scope": ["identity"]}
	_answer(_document(agreed)) == [true, set(), set()]
}

test_invalid_certification_is_not_asked if {
	_answer(_document({"state": "pending"})) == [false, set(), set()]
}

test_unknown_display_and_consent_decide if {
	_answer(_document({})) == [
		true,
		set(),
		{
			{"missing": "certifications.displayed_keys"},
			{"missing": "certifications.consent_scope"},
		},
	]
}

test_unknown_account_decides if {
	document := {
		"certification": {
			"state": "valid",
			"valid_from": 1,
			"displayed_keys": ["operator_name"],
			"consent_scope": [],
		},
		"unknown": ["account"],
	}
	_answer(document) == [true, set(), {{"missing": "account"}}]
}
