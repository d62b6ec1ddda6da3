package qinglang.monetisation.identity_unchecked_test

import data.qinglang.monetisation.identity_unchecked

_params := {}

_answer(document) := answer if {
	answer := [identity_unchecked.applies, identity_unchecked.violations, identity_unchecked.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(grant) := {"monetisation": [object.union(
	{"grant_id": "g", "kind": "ads", "granted_at": 1},
	grant,
)]}

test_unchecked_identity_violates if {
	_answer(_document({"identity_checked": false})) == [
		true,
		{{"grant_id": "g", "kind": "ads"}},
		set(),
	]
	_answer(_document({"identity_checked": true})) == [true, set(), set()]
}

test_unknown_check_decides if {
	_answer(_document({})) == [true, set(), {{"missing": "monetisation.identity_checked"}}]
}

test_revoked_right_is_not_asked if {
	_answer(_document({"revoked_at": 2})) == [false, set(), set()]
}
