package qinglang.governance.detection_test

import data.qinglang.governance.detection

_statement := {
	"capability_id": "c",
	"duty": "detection",
	"statement": "in_place",
	"attested_at": 5,
	"expires_at": 9,
	"evidence_hash": "h",
}

_answer(statements) := answer if {
	answer := [detection.applies, detection.violations, detection.undetermined] with input as {"capabilities": statements}
		with data.qinglang.snapshot as {"as_of": 9}
}

test_duty_in_place_passes if {
	_answer([_statement]) == [true, set(), set()]
}

test_both_reasons_violate if {
	lapsed := object.union(_statement, {"statement": "partly", "expires_at": 8})
	_answer([lapsed]) == [true, {{"reason": "statement"}, {"reason": "expired"}}, set()]
}

test_duty_without_a_statement_is_undetermined if {
	nothing := [true, set(), {{"missing": "capabilities.detection"}}]
	_answer([]) == nothing
	_answer([object.union(_statement, {"duty": "source_annotation"})]) == nothing
}

test_statement_without_evidence_is_undetermined if {
	_answer([object.remove(_statement, ["evidence_hash"])]) == [
		true,
		set(),
		{{"missing": "capabilities.evidence_hash"}},
	]
}
