package qinglang.certification.display_incomplete_test

import data.qinglang.certification.display_incomplete

_params := {"required_display_keys": ["field", "identity"]}

_answer(document) := answer if {
	answer := [display_incomplete.applies, display_incomplete.violations, display_incomplete.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(fields) := {"certification": object.union({"state": "valid", "valid_from": 1}, fields)}

test_each_key_that_is_not_shown_violates if {
	_answer(_document({"displayed_keys": []})) == [
		true,
		{{"missing": "field"}, {"missing": "identity"}},
		set(),
	]
	_answer(_document({"displayed_keys": ["identity", "face", "field"]})) == [true, set(), set()]
}

test_invalid_certification_is_not_asked if {
	_answer(_document({"state": "pending", "displayed_keys": []})) == [false, set(), set()]
}

test_unknown_display_decides if {
	_answer(_document({})) == [true, set(), {{"missing": "certifications.displayed_keys"}}]
}
