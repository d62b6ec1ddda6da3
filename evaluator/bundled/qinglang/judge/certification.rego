# Generated when the bundle is built.
package qinglang.judge

# METADATA
# title: Judge of subject certification
# description: >-
#   Answers for each document and each requested control with [applies, violations, undetermined].
#   Parameters and snapshot travel with the question.
certification := [answers |
	some document in input.documents
	answers := _certification with input as document
		with data.qinglang.params as input.params
		with data.qinglang.snapshot as input.snapshot
		with data.qinglang.requested as input.controls
]

_certification["CER-03"] := [
	data.qinglang.certification.false_kept.applies,
	data.qinglang.certification.false_kept.violations,
	data.qinglang.certification.false_kept.undetermined,
] if {
	"CER-03" in data.qinglang.requested
}

_certification["CER-05"] := [
	data.qinglang.certification.display_incomplete.applies,
	data.qinglang.certification.display_incomplete.violations,
	data.qinglang.certification.display_incomplete.undetermined,
] if {
	"CER-05" in data.qinglang.requested
}

_certification["CER-06"] := [
	data.qinglang.certification.display_excess.applies,
	data.qinglang.certification.display_excess.violations,
	data.qinglang.certification.display_excess.undetermined,
] if {
	"CER-06" in data.qinglang.requested
}
