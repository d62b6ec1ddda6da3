# Generated when the bundle is built.
package qinglang.judge

# METADATA
# title: Judge of subject sanction
# description: >-
#   Answers for each document and each requested control with [applies, violations, undetermined].
#   Parameters and snapshot travel with the question.
sanction := [answers |
	some document in input.documents
	answers := _sanction with input as document
		with data.qinglang.params as input.params
		with data.qinglang.snapshot as input.snapshot
		with data.qinglang.requested as input.controls
]

_sanction["LAD-04"] := [
	data.qinglang.ladder.repost_overpunished.applies,
	data.qinglang.ladder.repost_overpunished.violations,
	data.qinglang.ladder.repost_overpunished.undetermined,
] if {
	"LAD-04" in data.qinglang.requested
}

_sanction["LAD-07"] := [
	data.qinglang.ladder.sanction_without_verdict.applies,
	data.qinglang.ladder.sanction_without_verdict.violations,
	data.qinglang.ladder.sanction_without_verdict.undetermined,
] if {
	"LAD-07" in data.qinglang.requested
}

_sanction["LAD-08"] := [
	data.qinglang.ladder.severe_automated.applies,
	data.qinglang.ladder.severe_automated.violations,
	data.qinglang.ladder.severe_automated.undetermined,
] if {
	"LAD-08" in data.qinglang.requested
}

_sanction["LAD-09"] := [
	data.qinglang.ladder.reasons_missing.applies,
	data.qinglang.ladder.reasons_missing.violations,
	data.qinglang.ladder.reasons_missing.undetermined,
] if {
	"LAD-09" in data.qinglang.requested
}

_sanction["LAD-10"] := [
	data.qinglang.ladder.mute_out_of_bounds.applies,
	data.qinglang.ladder.mute_out_of_bounds.violations,
	data.qinglang.ladder.mute_out_of_bounds.undetermined,
] if {
	"LAD-10" in data.qinglang.requested
}

_sanction["LAD-11"] := [
	data.qinglang.ladder.not_lifted.applies,
	data.qinglang.ladder.not_lifted.violations,
	data.qinglang.ladder.not_lifted.undetermined,
] if {
	"LAD-11" in data.qinglang.requested
}

_sanction["LAD-13"] := [
	data.qinglang.ladder.closure_single_reviewer.applies,
	data.qinglang.ladder.closure_single_reviewer.violations,
	data.qinglang.ladder.closure_single_reviewer.undetermined,
] if {
	"LAD-13" in data.qinglang.requested
}

_sanction["LAD-14"] := [
	data.qinglang.ladder.retroactive.applies,
	data.qinglang.ladder.retroactive.violations,
	data.qinglang.ladder.retroactive.undetermined,
] if {
	"LAD-14" in data.qinglang.requested
}

_sanction["LAD-15"] := [
	data.qinglang.ladder.complaint_only.applies,
	data.qinglang.ladder.complaint_only.violations,
	data.qinglang.ladder.complaint_only.undetermined,
] if {
	"LAD-15" in data.qinglang.requested
}

_sanction["LAD-17"] := [
	data.qinglang.ladder.appeal_overdue.applies,
	data.qinglang.ladder.appeal_overdue.violations,
	data.qinglang.ladder.appeal_overdue.undetermined,
] if {
	"LAD-17" in data.qinglang.requested
}

_sanction["LAD-18"] := [
	data.qinglang.ladder.appeal_same_reviewer.applies,
	data.qinglang.ladder.appeal_same_reviewer.violations,
	data.qinglang.ladder.appeal_same_reviewer.undetermined,
] if {
	"LAD-18" in data.qinglang.requested
}

_sanction["LAD-19"] := [
	data.qinglang.ladder.malicious_overpunished.applies,
	data.qinglang.ladder.malicious_overpunished.violations,
	data.qinglang.ladder.malicious_overpunished.undetermined,
] if {
	"LAD-19" in data.qinglang.requested
}
