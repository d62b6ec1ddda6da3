package qinglang.lib.malice_test

import data.qinglang.lib.malice

_at := {"as_of": 86400}

_params := {"offence_class": {"staged_event": "C"}, "sanction_days": 1}

_document(columns) := {"adjudication": object.union(
	{"offence": "staged_event", "verdict": "violation", "final": true, "decided_at": 0},
	columns,
)}

test_due_when_the_time_is_over if {
	malice.due with input as _document({})
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	every columns in [{"decided_at": 1}, {"offence": "other"}, {"final": false}] {
		not malice.due with input as _document(columns)
			with data.qinglang.params as _params
			with data.qinglang.snapshot as _at
	}
}

test_grave_is_serious_or_aggravated if {
	every severity in ["serious", "aggravated"] {
		malice.grave with input as _document({"severity": severity})
		malice.may_be_grave with input as _document({"severity": severity})
	}
	every severity in ["minor", "ordinary"] {
		not malice.may_be_grave with input as _document({"severity": severity})
	}
	malice.may_be_grave with input as _document({})
	malice.severity_unknown with input as _document({})
	not malice.grave with input as _document({})
}

test_unknown_post_may_be_an_answer if {
	malice.may_be_answered with input as object.union(_document({}), {"unknown": ["post"]})
	not malice.may_be_answered with input as object.union(_document({}), {"unknown": ["account"]})
	malice.may_be_answered with input as object.union(_document({}), {"post": {"deleted_at": 5}})
}
