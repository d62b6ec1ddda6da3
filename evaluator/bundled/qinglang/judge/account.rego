# Generated when the bundle is built.
package qinglang.judge

# METADATA
# title: Judge of subject account
# description: >-
#   Answers for each document and each requested control with [applies, violations, undetermined].
#   Parameters and snapshot travel with the question.
account := [answers |
	some document in input.documents
	answers := _account with input as document
		with data.qinglang.params as input.params
		with data.qinglang.snapshot as input.snapshot
		with data.qinglang.requested as input.controls
]

_account["CER-01"] := [
	data.qinglang.certification.uncertified_professional.applies,
	data.qinglang.certification.uncertified_professional.violations,
	data.qinglang.certification.uncertified_professional.undetermined,
] if {
	"CER-01" in data.qinglang.requested
}

_account["CER-02"] := [
	data.qinglang.certification.expired.applies,
	data.qinglang.certification.expired.violations,
	data.qinglang.certification.expired.undetermined,
] if {
	"CER-02" in data.qinglang.requested
}

_account["CER-04"] := [
	data.qinglang.certification.persona_selling.applies,
	data.qinglang.certification.persona_selling.violations,
	data.qinglang.certification.persona_selling.undetermined,
] if {
	"CER-04" in data.qinglang.requested
}

_account["CER-07"] := [
	data.qinglang.certification.reverification_overdue.applies,
	data.qinglang.certification.reverification_overdue.violations,
	data.qinglang.certification.reverification_overdue.undetermined,
] if {
	"CER-07" in data.qinglang.requested
}

_account["CER-08"] := [
	data.qinglang.certification.mismatch_open.applies,
	data.qinglang.certification.mismatch_open.violations,
	data.qinglang.certification.mismatch_open.undetermined,
] if {
	"CER-08" in data.qinglang.requested
}

_account["LAD-16"] := [
	data.qinglang.ladder.muted_without_sanction.applies,
	data.qinglang.ladder.muted_without_sanction.violations,
	data.qinglang.ladder.muted_without_sanction.undetermined,
] if {
	"LAD-16" in data.qinglang.requested
}

_account["MON-01"] := [
	data.qinglang.monetisation.while_muted.applies,
	data.qinglang.monetisation.while_muted.violations,
	data.qinglang.monetisation.while_muted.undetermined,
] if {
	"MON-01" in data.qinglang.requested
}

_account["MON-02"] := [
	data.qinglang.monetisation.too_soon_after_violation.applies,
	data.qinglang.monetisation.too_soon_after_violation.violations,
	data.qinglang.monetisation.too_soon_after_violation.undetermined,
] if {
	"MON-02" in data.qinglang.requested
}

_account["MON-03"] := [
	data.qinglang.monetisation.too_soon_after_transfer.applies,
	data.qinglang.monetisation.too_soon_after_transfer.violations,
	data.qinglang.monetisation.too_soon_after_transfer.undetermined,
] if {
	"MON-03" in data.qinglang.requested
}

_account["MON-04"] := [
	data.qinglang.monetisation.identity_unchecked.applies,
	data.qinglang.monetisation.identity_unchecked.violations,
	data.qinglang.monetisation.identity_unchecked.undetermined,
] if {
	"MON-04" in data.qinglang.requested
}
