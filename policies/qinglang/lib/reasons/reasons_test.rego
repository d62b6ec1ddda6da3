package qinglang.lib.reasons_test

import data.qinglang.lib.reasons

_params := {"reasons_grace_days": 1}

_complete := {
	"measure": "closure",
	"starts_at": 0,
	"notice_id": "n",
	"legal_basis": "notice",
	"rule_clause": "3.4 s4",
	"facts_stated": true,
	"response_offered": true,
	"emergency": false,
	"appeal_until": 86400,
}

_delivered := {"delivered_at": 86400}

_mute := {"measure": "short_mute"}

_missing(document) := found if {
	found := reasons.missing with input as document
		with data.qinglang.params as _params
}

_unknown(document) := found if {
	found := reasons.unknown with input as document
		with data.qinglang.params as _params
}

test_nothing_is_missing_where_all_is_given if {
	document := {"sanction": _complete, "notice": _delivered}
	_missing(document) == set()
	_unknown(document) == set()
}

test_each_thing_may_be_missing if {
	every column, missing in {
		"legal_basis": "legal_basis",
		"rule_clause": "rule_clause",
		"notice_id": "notice",
		"appeal_until": "appeal",
	} {
		_missing({"sanction": object.remove(_complete, [column])}) == {missing}
	}
	untold := object.union(_complete, {"facts_stated": false})
	_missing({"sanction": untold, "notice": _delivered}) == {"facts"}
}

test_notice_must_arrive_in_time if {
	_missing({"sanction": _complete, "notice": {"delivered_at": 86401}}) == {"notice"}
	_missing({"sanction": _complete, "notice": {"kind": "sanction_notice"}}) == {"notice"}
	document := {"sanction": _complete, "unknown": ["notice"]}
	_missing(document) == set()
	_unknown(document) == {"notice"}
}

test_response_is_due_for_severe_measures_without_urgency if {
	unheard := object.union(_complete, {"response_offered": false})
	_missing({"sanction": unheard, "notice": _delivered}) == {"response"}
	urgent := object.union(unheard, {"emergency": true})
	_missing({"sanction": urgent, "notice": _delivered}) == set()
	mild := object.union(unheard, {"measure": "short_mute"})
	_missing({"sanction": mild, "notice": _delivered}) == set()
}

test_unknown_facts_decide if {
	every case in [
		{"without": ["facts_stated"], "with": {}, "unknown": {"sanctions.facts_stated"}},
		{"without": ["response_offered"], "with": {}, "unknown": {"sanctions.response_offered"}},
		{"without": ["response_offered"], "with": {"emergency": true}, "unknown": set()},
		{"without": ["response_offered"], "with": _mute, "unknown": set()},
		{"without": ["emergency"], "with": {}, "unknown": set()},
		{
			"without": ["emergency"],
			"with": {"response_offered": false},
			"unknown": {"sanctions.emergency"},
		},
		{
			"without": ["emergency", "response_offered"],
			"with": {},
			"unknown": {"sanctions.emergency", "sanctions.response_offered"},
		},
		{"without": ["emergency", "response_offered"], "with": _mute, "unknown": set()},
	] {
		given := object.remove(object.union(_complete, case["with"]), case.without)
		_unknown({"sanction": given, "notice": _delivered}) == case.unknown
	}
}
