# Generated when the bundle is built.
package qinglang.judge

# METADATA
# title: Judge of subject platform
# description: >-
#   Answers for each document and each requested control with [applies, violations, undetermined].
#   Parameters and snapshot travel with the question.
platform := [answers |
	some document in input.documents
	answers := _platform with input as document
		with data.qinglang.params as input.params
		with data.qinglang.snapshot as input.snapshot
		with data.qinglang.requested as input.controls
]

_platform["ANN-14"] := [
	data.qinglang.annotation.prompt_not_shown.applies,
	data.qinglang.annotation.prompt_not_shown.violations,
	data.qinglang.annotation.prompt_not_shown.undetermined,
] if {
	"ANN-14" in data.qinglang.requested
}

_platform["GOV-01"] := [
	data.qinglang.governance.detection.applies,
	data.qinglang.governance.detection.violations,
	data.qinglang.governance.detection.undetermined,
] if {
	"GOV-01" in data.qinglang.requested
}

_platform["GOV-02"] := [
	data.qinglang.governance.source_annotation.applies,
	data.qinglang.governance.source_annotation.violations,
	data.qinglang.governance.source_annotation.undetermined,
] if {
	"GOV-02" in data.qinglang.requested
}

_platform["GOV-03"] := [
	data.qinglang.governance.certification.applies,
	data.qinglang.governance.certification.violations,
	data.qinglang.governance.certification.undetermined,
] if {
	"GOV-03" in data.qinglang.requested
}

_platform["GOV-04"] := [
	data.qinglang.governance.content_review.applies,
	data.qinglang.governance.content_review.violations,
	data.qinglang.governance.content_review.undetermined,
] if {
	"GOV-04" in data.qinglang.requested
}

_platform["GOV-05"] := [
	data.qinglang.governance.account_management.applies,
	data.qinglang.governance.account_management.violations,
	data.qinglang.governance.account_management.undetermined,
] if {
	"GOV-05" in data.qinglang.requested
}

_platform["GOV-06"] := [
	data.qinglang.governance.annotation_function.applies,
	data.qinglang.governance.annotation_function.violations,
	data.qinglang.governance.annotation_function.undetermined,
] if {
	"GOV-06" in data.qinglang.requested
}

_platform["GOV-07"] := [
	data.qinglang.governance.certification_process.applies,
	data.qinglang.governance.certification_process.violations,
	data.qinglang.governance.certification_process.undetermined,
] if {
	"GOV-07" in data.qinglang.requested
}

_platform["GOV-08"] := [
	data.qinglang.governance.publishing_flow.applies,
	data.qinglang.governance.publishing_flow.violations,
	data.qinglang.governance.publishing_flow.undetermined,
] if {
	"GOV-08" in data.qinglang.requested
}

_platform["GOV-09"] := [
	data.qinglang.governance.complaint_channel.applies,
	data.qinglang.governance.complaint_channel.violations,
	data.qinglang.governance.complaint_channel.undetermined,
] if {
	"GOV-09" in data.qinglang.requested
}

_platform["GOV-10"] := [
	data.qinglang.governance.responsibility_system.applies,
	data.qinglang.governance.responsibility_system.violations,
	data.qinglang.governance.responsibility_system.undetermined,
] if {
	"GOV-10" in data.qinglang.requested
}

_platform["GOV-11"] := [
	data.qinglang.governance.negative_information_list.applies,
	data.qinglang.governance.negative_information_list.violations,
	data.qinglang.governance.negative_information_list.undetermined,
] if {
	"GOV-11" in data.qinglang.requested
}

_platform["GOV-12"] := [
	data.qinglang.governance.monetisation_management.applies,
	data.qinglang.governance.monetisation_management.violations,
	data.qinglang.governance.monetisation_management.undetermined,
] if {
	"GOV-12" in data.qinglang.requested
}

_platform["GOV-13"] := [
	data.qinglang.governance.refutation_label.applies,
	data.qinglang.governance.refutation_label.violations,
	data.qinglang.governance.refutation_label.undetermined,
] if {
	"GOV-13" in data.qinglang.requested
}

_platform["GOV-14"] := [
	data.qinglang.governance.negative_list_stale.applies,
	data.qinglang.governance.negative_list_stale.violations,
	data.qinglang.governance.negative_list_stale.undetermined,
] if {
	"GOV-14" in data.qinglang.requested
}

_platform["GOV-15"] := [
	data.qinglang.governance.education_lapsed.applies,
	data.qinglang.governance.education_lapsed.violations,
	data.qinglang.governance.education_lapsed.undetermined,
] if {
	"GOV-15" in data.qinglang.requested
}

_platform["GOV-16"] := [
	data.qinglang.governance.rectification_overdue.applies,
	data.qinglang.governance.rectification_overdue.violations,
	data.qinglang.governance.rectification_overdue.undetermined,
] if {
	"GOV-16" in data.qinglang.requested
}
