package qinglang.monetisation.while_muted_test

import data.qinglang.monetisation.while_muted

_params := {}

_answer(document) := answer if {
	answer := [while_muted.applies, while_muted.violations, while_muted.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_document(sanction, grant) := {
	"sanctions": [object.union({"measure": "short_mute", "starts_at": 5}, sanction)],
	"monetisation": [object.union({"grant_id": "g", "kind": "ads", "granted_at": 1}, grant)],
}

test_right_to_earn_while_muted_violates if {
	_answer(_document({}, {})) == [true, {{"grant_id": "g", "kind": "ads"}}, set()]
}

test_suspended_right_does_not if {
	_answer(_document({}, {"suspended_at": 5})) == [true, set(), set()]
}

test_other_measures_and_past_mutes_are_not_asked if {
	_answer(_document({"measure": "warning"}, {})) == [false, set(), set()]
	_answer(_document({"lifted_at": 864000}, {})) == [false, set(), set()]
}
