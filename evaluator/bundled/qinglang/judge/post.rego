# Generated when the bundle is built.
package qinglang.judge

# METADATA
# title: Judge of subject post
# description: >-
#   Answers for each document and each requested control with [applies, violations, undetermined].
#   Parameters and snapshot travel with the question.
post := [answers |
	some document in input.documents
	answers := _post with input as document
		with data.qinglang.params as input.params
		with data.qinglang.snapshot as input.snapshot
		with data.qinglang.requested as input.controls
]

_post["ANN-01"] := [
	data.qinglang.annotation.source_missing.applies,
	data.qinglang.annotation.source_missing.violations,
	data.qinglang.annotation.source_missing.undetermined,
] if {
	"ANN-01" in data.qinglang.requested
}

_post["ANN-09"] := [
	data.qinglang.annotation.ai_label_missing.applies,
	data.qinglang.annotation.ai_label_missing.violations,
	data.qinglang.annotation.ai_label_missing.undetermined,
] if {
	"ANN-09" in data.qinglang.requested
}

_post["ANN-12"] := [
	data.qinglang.annotation.refuted_label_missing.applies,
	data.qinglang.annotation.refuted_label_missing.violations,
	data.qinglang.annotation.refuted_label_missing.undetermined,
] if {
	"ANN-12" in data.qinglang.requested
}
