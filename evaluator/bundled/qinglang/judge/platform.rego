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
