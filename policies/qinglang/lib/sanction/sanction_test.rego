package qinglang.lib.sanction_test

import data.qinglang.lib.sanction

_classes := {"missing_label": "A", "unverified_repost": "B"}

_params := {"notice_legal_basis": ["notice"], "offence_class": _classes}

# As if each offence had a class.
_all_classed := {
	"notice_legal_basis": ["notice"],
	"offence_class": {offence: "B" | some offence in sanction.offences},
}

_unclassed := {"notice_legal_basis": ["notice"], "offence_class": {}}

_unknown := {"sanction": {"adjudication_id": "j", "account_id": "a"}, "unknown": ["adjudication"]}

test_facts_tell_measure_and_start if {
	document := {"sanction": {"measure": "closure", "starts_at": 5}}
	sanction.facts == {"measure": "closure", "at": 5} with input as document
	sanction.rank == 4 with input as document
}

test_scope_by_class_by_notice_or_by_no_reason_at_all if {
	every document in [
		{"sanction": {"adjudication_id": "j"}, "adjudication": {"offence": "missing_label"}},
		{
			"sanction": {"adjudication_id": "j", "legal_basis": "notice"},
			"adjudication": {"offence": "other"},
		},
		{"sanction": {"measure": "closure"}},
	] {
		sanction.in_scope with input as document with data.qinglang.params as _params
		sanction.may_be_in_scope with input as document with data.qinglang.params as _params
		not sanction.scope_open with input as document with data.qinglang.params as _params
	}
}

test_other_measures_are_out_of_scope if {
	every document in [
		{"sanction": {"adjudication_id": "j"}, "adjudication": {"offence": "other"}},
		{"sanction": {"legal_basis": "law"}},
	] {
		not sanction.in_scope with input as document with data.qinglang.params as _params
		not sanction.may_be_in_scope with input as document with data.qinglang.params as _params
	}
}

test_scope_of_an_unknown_verdict_is_open_unless_all_offences_are_alike if {
	sanction.scope_open with input as _unknown with data.qinglang.params as _params
	sanction.in_scope with input as _unknown with data.qinglang.params as _all_classed
	not sanction.scope_open with input as _unknown with data.qinglang.params as _all_classed
	not sanction.may_be_in_scope with input as _unknown with data.qinglang.params as _unclassed
}

test_class_of_a_verdict if {
	document := {"adjudication": {"offence": "unverified_repost"}}
	sanction.of_class("B") with input as document with data.qinglang.params as _params
	not sanction.of_class("A") with input as document with data.qinglang.params as _params
	not sanction.may_be_of_class("B") with input as document with data.qinglang.params as _params
}

test_class_of_an_unknown_verdict if {
	sanction.may_be_of_class("B") with input as _unknown with data.qinglang.params as _params
	not sanction.may_be_of_class("C") with input as _unknown with data.qinglang.params as _params
	not sanction.of_class("B") with input as _unknown with data.qinglang.params as _params
	sanction.of_class("B") with input as _unknown with data.qinglang.params as _all_classed
}

test_emergency_is_known_either_way if {
	not sanction.emergency_unknown with input as {"sanction": {"emergency": true}}
	not sanction.emergency_unknown with input as {"sanction": {"emergency": false}}
	sanction.emergency_unknown with input as {"sanction": {"measure": "closure"}}
}

_faults(measure, verdict) := found if {
	found := sanction.verdict_faults with input as {"sanction": measure, "adjudication": verdict}
}

test_faults_of_a_verdict if {
	own := {"account_id": "a", "adjudication_id": "j", "emergency": false}
	good := {"account_id": "a", "verdict": "violation", "final": true}
	_faults(own, good) == set()
	_faults(own, object.union(good, {"verdict": "no_violation"})) == {"no_violation"}
	_faults(own, object.union(good, {"account_id": "b"})) == {"other_account"}
	_faults(own, object.union(good, {"final": false})) == {"not_final"}
	_faults(object.union(own, {"emergency": true}), object.union(good, {"final": false})) == set()
	_faults(object.remove(own, ["emergency"]), object.union(good, {"final": false})) == set()
}

test_no_verdict_is_a_fault_and_an_unknown_one_is_not if {
	found := sanction.verdict_faults with input as {"sanction": {"account_id": "a"}}
	found == {"none"}
	unknown := sanction.verdict_faults with input as _unknown
	unknown == set()
}

test_unknown_verdict_may_be_open if {
	sanction.verdict_may_be_open with input as _unknown
	sanction.verdict_may_be_open with input as {"adjudication": {"final": false}}
	not sanction.verdict_may_be_open with input as {"adjudication": {"final": true}}
	not sanction.verdict_may_be_open with input as {"sanction": {"account_id": "a"}}
}
