package qinglang.rumour.hot_event_impersonation_test

import data.qinglang.rumour.hot_event_impersonation

_at := {"as_of": 864000}

_params := {"action_days": 3}

_document := {"adjudication": {
	"offence": "hot_event_impersonation",
	"verdict": "violation",
	"final": true,
	"decided_at": 10,
}}

test_verdict_without_answer_violates if {
	hot_event_impersonation.applies with input as _document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found := hot_event_impersonation.violations with input as _document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == {{"offence": "hot_event_impersonation", "decided_at": 10}}
}

test_unknown_post_is_named if {
	document := object.union(_document, {"unknown": ["post"]})
	found := hot_event_impersonation.undetermined with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
	found == {{"missing": "post"}}
}

test_another_offence_is_not_asked if {
	document := object.union(_document, {"adjudication": {"offence": "fake_insider"}})
	not hot_event_impersonation.applies with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as _at
}
