# Generated when the bundle is built.
package qinglang.judge

# METADATA
# title: Judge of subject ranking
# description: >-
#   Answers for each document and each requested control with [applies, violations, undetermined].
#   Parameters and snapshot travel with the question.
ranking := [answers |
	some document in input.documents
	answers := _ranking with input as document
		with data.qinglang.params as input.params
		with data.qinglang.snapshot as input.snapshot
		with data.qinglang.requested as input.controls
]

_ranking["DIS-06"] := [
	data.qinglang.distortion.paid_ranking_unlabelled.applies,
	data.qinglang.distortion.paid_ranking_unlabelled.violations,
	data.qinglang.distortion.paid_ranking_unlabelled.undetermined,
] if {
	"DIS-06" in data.qinglang.requested
}

_ranking["DIS-07"] := [
	data.qinglang.distortion.refuted_item_ranked.applies,
	data.qinglang.distortion.refuted_item_ranked.violations,
	data.qinglang.distortion.refuted_item_ranked.undetermined,
] if {
	"DIS-07" in data.qinglang.requested
}
