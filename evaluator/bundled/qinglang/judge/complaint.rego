# Generated when the bundle is built.
package qinglang.judge

# METADATA
# title: Judge of subject complaint
# description: >-
#   Answers for each document and each requested control with [applies, violations, undetermined].
#   Parameters and snapshot travel with the question.
complaint := [answers |
	some document in input.documents
	answers := _complaint with input as document
		with data.qinglang.params as input.params
		with data.qinglang.snapshot as input.snapshot
		with data.qinglang.requested as input.controls
]

_complaint["CMP-01"] := [
	data.qinglang.complaint.overdue.applies,
	data.qinglang.complaint.overdue.violations,
	data.qinglang.complaint.overdue.undetermined,
] if {
	"CMP-01" in data.qinglang.requested
}

_complaint["CMP-02"] := [
	data.qinglang.complaint.unacknowledged.applies,
	data.qinglang.complaint.unacknowledged.violations,
	data.qinglang.complaint.unacknowledged.undetermined,
] if {
	"CMP-02" in data.qinglang.requested
}
