package qinglang.lib.proportion_test

import data.qinglang.lib.proportion

_params := {"notice_legal_basis": ["notice"], "offence_class": {"unverified_repost": "B"}}

_document(measure, severity) := {
	"sanction": object.union({"adjudication_id": "j", "measure": "long_mute"}, measure),
	"adjudication": object.union({"offence": "unverified_repost"}, severity),
}

test_severe_measure_for_mild_conduct_is_excessive if {
	every severity in ["minor", "ordinary"] {
		document := _document({}, {"severity": severity})
		proportion.due("B") with input as document with data.qinglang.params as _params
		proportion.excessive("B") with input as document with data.qinglang.params as _params
	}
	serious := _document({}, {"severity": "serious"})
	proportion.due("B") with input as serious with data.qinglang.params as _params
	not proportion.excessive("B") with input as serious with data.qinglang.params as _params
}

test_milder_measures_and_other_bases_are_not_asked if {
	every measure in [{"measure": "short_mute"}, {"measure": "demonetisation"}, {"legal_basis": "law"}] {
		document := _document(measure, {"severity": "minor"})
		not proportion.due("B") with input as document with data.qinglang.params as _params
	}
	other := _document({}, {"offence": "other"})
	not proportion.due("B") with input as other with data.qinglang.params as _params
}

test_unknown_severity_decides if {
	document := _document({"legal_basis": "notice"}, {})
	proportion.hangs_on_severity("B") with input as document with data.qinglang.params as _params
	known := _document({}, {"severity": "minor"})
	not proportion.hangs_on_severity("B") with input as known with data.qinglang.params as _params
}

test_unknown_verdict_decides_if_it_may_be_of_the_class if {
	document := {
		"sanction": {"adjudication_id": "j", "measure": "closure"},
		"unknown": ["adjudication"],
	}
	proportion.hangs_on_adjudication("B") with input as document with data.qinglang.params as _params
	not proportion.hangs_on_adjudication("C") with input as document
		with data.qinglang.params as _params
	not proportion.hangs_on_severity("B") with input as document
		with data.qinglang.params as _params
}
