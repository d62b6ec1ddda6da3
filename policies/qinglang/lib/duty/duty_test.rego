package qinglang.lib.duty_test

import data.qinglang.lib.duty

_at := {"as_of": 9}

_statement(id, attested_at, rest) := object.union(
	{
		"capability_id": id,
		"duty": "detection",
		"statement": "in_place",
		"attested_at": attested_at,
		"expires_at": 9,
		"evidence_hash": "h",
	},
	rest,
)

_answer(statements) := answer if {
	flags := {
		"stated": {true | duty.stated("GOV-01")},
		"unfulfilled": {true | duty.unfulfilled("GOV-01")},
		"expired": {true | duty.expired("GOV-01")},
		"unproven": {true | duty.unproven("GOV-01")},
	} with input as {"capabilities": statements} with data.qinglang.snapshot as _at
	answer := {name | some name, holds in flags; holds == {true}}
}

test_nothing_is_wrong_with_what_is_in_place if {
	_answer([_statement("a", 5, {})]) == {"stated"}
}

test_what_is_stated_and_until_when_counts if {
	every word in ["partly", "not_in_place"] {
		_answer([_statement("a", 5, {"statement": word})]) == {"stated", "unfulfilled"}
	}
	_answer([_statement("a", 5, {"expires_at": 8})]) == {"stated", "expired"}
	_answer([object.remove(_statement("a", 5, {}), ["evidence_hash"])]) == {"stated", "unproven"}
}

test_last_statement_decides if {
	_answer([_statement("b", 5, {"statement": "partly"}), _statement("a", 6, {})]) == {"stated"}
	_answer([_statement("a", 6, {"expires_at": 8}), _statement("b", 5, {})]) == {"stated", "expired"}
}

test_of_one_moment_the_greatest_id_decides if {
	every ids in [["a", "b"], ["10", "9"], ["a", "aa"], ["z", "é"], ["～", "𝒜"]] {
		_answer([_statement(ids[1], 5, {}), _statement(ids[0], 5, {"statement": "partly"})]) == {"stated"}
		_answer([_statement(ids[1], 5, {"statement": "partly"}), _statement(ids[0], 5, {})]) == {"stated", "unfulfilled"}
	}
}

test_other_duties_are_left_out if {
	_answer([]) == set()
	_answer([_statement("a", 5, {"duty": "certification", "statement": "partly"})]) == set()
	_answer([_statement("a", 5, {}), _statement("b", 6, {"duty": "certification", "expires_at": 8})]) == {"stated"}
}
