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

_adjudication["DIS-01"] := [
	data.qinglang.distortion.ai_fabrication.applies,
	data.qinglang.distortion.ai_fabrication.violations,
	data.qinglang.distortion.ai_fabrication.undetermined,
] if {
	"DIS-01" in data.qinglang.requested
}

_adjudication["DIS-02"] := [
	data.qinglang.distortion.staged_event.applies,
	data.qinglang.distortion.staged_event.violations,
	data.qinglang.distortion.staged_event.undetermined,
] if {
	"DIS-02" in data.qinglang.requested
}

_adjudication["DIS-03"] := [
	data.qinglang.distortion.policy_misreading.applies,
	data.qinglang.distortion.policy_misreading.violations,
	data.qinglang.distortion.policy_misreading.undetermined,
] if {
	"DIS-03" in data.qinglang.requested
}

_adjudication["DIS-04"] := [
	data.qinglang.distortion.old_news_as_new.applies,
	data.qinglang.distortion.old_news_as_new.violations,
	data.qinglang.distortion.old_news_as_new.undetermined,
] if {
	"DIS-04" in data.qinglang.requested
}

_adjudication["DIS-05"] := [
	data.qinglang.distortion.ranking_manipulation.applies,
	data.qinglang.distortion.ranking_manipulation.violations,
	data.qinglang.distortion.ranking_manipulation.undetermined,
] if {
	"DIS-05" in data.qinglang.requested
}

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

_adjudication["PRO-01"] := [
	data.qinglang.profession.case_distortion.applies,
	data.qinglang.profession.case_distortion.violations,
	data.qinglang.profession.case_distortion.undetermined,
] if {
	"PRO-01" in data.qinglang.requested
}

_adjudication["PRO-02"] := [
	data.qinglang.profession.unfounded_claim.applies,
	data.qinglang.profession.unfounded_claim.violations,
	data.qinglang.profession.unfounded_claim.undetermined,
] if {
	"PRO-02" in data.qinglang.requested
}

_adjudication["PRO-03"] := [
	data.qinglang.profession.history_falsification.applies,
	data.qinglang.profession.history_falsification.violations,
	data.qinglang.profession.history_falsification.undetermined,
] if {
	"PRO-03" in data.qinglang.requested
}

_adjudication["PRO-04"] := [
	data.qinglang.profession.false_identity.applies,
	data.qinglang.profession.false_identity.violations,
	data.qinglang.profession.false_identity.undetermined,
] if {
	"PRO-04" in data.qinglang.requested
}

_adjudication["RUM-01"] := [
	data.qinglang.rumour.hot_event_impersonation.applies,
	data.qinglang.rumour.hot_event_impersonation.violations,
	data.qinglang.rumour.hot_event_impersonation.undetermined,
] if {
	"RUM-01" in data.qinglang.requested
}

_adjudication["RUM-02"] := [
	data.qinglang.rumour.fake_insider.applies,
	data.qinglang.rumour.fake_insider.violations,
	data.qinglang.rumour.fake_insider.undetermined,
] if {
	"RUM-02" in data.qinglang.requested
}

_adjudication["RUM-03"] := [
	data.qinglang.rumour.false_authority.applies,
	data.qinglang.rumour.false_authority.violations,
	data.qinglang.rumour.false_authority.undetermined,
] if {
	"RUM-03" in data.qinglang.requested
}
