# Generated when the bundle is built.
package qinglang.judge

# METADATA
# title: Judge of subject adjudication
# description: >-
#   Answers for each document and each requested control with [applies, violations, undetermined].
#   Parameters and snapshot travel with the question.
adjudication := [answers |
	some document in input.documents
	answers := _adjudication with input as document
		with data.qinglang.params as input.params
		with data.qinglang.snapshot as input.snapshot
		with data.qinglang.requested as input.controls
]

_adjudication["LAD-01"] := [
	data.qinglang.ladder.first_failure_not_guided.applies,
	data.qinglang.ladder.first_failure_not_guided.violations,
	data.qinglang.ladder.first_failure_not_guided.undetermined,
] if {
	"LAD-01" in data.qinglang.requested
}

_adjudication["LAD-02"] := [
	data.qinglang.ladder.first_failure_overpunished.applies,
	data.qinglang.ladder.first_failure_overpunished.violations,
	data.qinglang.ladder.first_failure_overpunished.undetermined,
] if {
	"LAD-02" in data.qinglang.requested
}

_adjudication["LAD-03"] := [
	data.qinglang.ladder.repost_unpunished.applies,
	data.qinglang.ladder.repost_unpunished.violations,
	data.qinglang.ladder.repost_unpunished.undetermined,
] if {
	"LAD-03" in data.qinglang.requested
}

_adjudication["LAD-05"] := [
	data.qinglang.ladder.malicious_underpunished.applies,
	data.qinglang.ladder.malicious_underpunished.violations,
	data.qinglang.ladder.malicious_underpunished.undetermined,
] if {
	"LAD-05" in data.qinglang.requested
}

_adjudication["LAD-06"] := [
	data.qinglang.ladder.repeat_not_escalated.applies,
	data.qinglang.ladder.repeat_not_escalated.violations,
	data.qinglang.ladder.repeat_not_escalated.undetermined,
] if {
	"LAD-06" in data.qinglang.requested
}

_adjudication["RUM-01"] := [
	data.qinglang.rumour.hot_event_impersonation.applies,
	data.qinglang.rumour.hot_event_impersonation.violations,
	data.qinglang.rumour.hot_event_impersonation.undetermined,
] if {
	"RUM-01" in data.qinglang.requested
}
