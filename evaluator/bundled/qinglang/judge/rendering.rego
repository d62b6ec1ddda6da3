# Generated when the bundle is built.
package qinglang.judge

# METADATA
# title: Judge of subject rendering
# description: >-
#   Answers for each document and each requested control with [applies, violations, undetermined].
#   Parameters and snapshot travel with the question.
rendering := [answers |
	some document in input.documents
	answers := _rendering with input as document
		with data.qinglang.params as input.params
		with data.qinglang.snapshot as input.snapshot
		with data.qinglang.requested as input.controls
]

_rendering["ANN-05"] := [
	data.qinglang.annotation.label_too_small.applies,
	data.qinglang.annotation.label_too_small.violations,
	data.qinglang.annotation.label_too_small.undetermined,
] if {
	"ANN-05" in data.qinglang.requested
}

_rendering["ANN-06"] := [
	data.qinglang.annotation.label_hidden.applies,
	data.qinglang.annotation.label_hidden.violations,
	data.qinglang.annotation.label_hidden.undetermined,
] if {
	"ANN-06" in data.qinglang.requested
}

_rendering["ANN-07"] := [
	data.qinglang.annotation.label_covered.applies,
	data.qinglang.annotation.label_covered.violations,
	data.qinglang.annotation.label_covered.undetermined,
] if {
	"ANN-07" in data.qinglang.requested
}

_rendering["ANN-08"] := [
	data.qinglang.annotation.label_too_brief.applies,
	data.qinglang.annotation.label_too_brief.violations,
	data.qinglang.annotation.label_too_brief.undetermined,
] if {
	"ANN-08" in data.qinglang.requested
}
