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

_post["ANN-02"] := [
	data.qinglang.annotation.source_vague.applies,
	data.qinglang.annotation.source_vague.violations,
	data.qinglang.annotation.source_vague.undetermined,
] if {
	"ANN-02" in data.qinglang.requested
}

_post["ANN-03"] := [
	data.qinglang.annotation.source_wrong.applies,
	data.qinglang.annotation.source_wrong.violations,
	data.qinglang.annotation.source_wrong.undetermined,
] if {
	"ANN-03" in data.qinglang.requested
}

_post["ANN-04"] := [
	data.qinglang.annotation.circular_citation.applies,
	data.qinglang.annotation.circular_citation.violations,
	data.qinglang.annotation.circular_citation.undetermined,
] if {
	"ANN-04" in data.qinglang.requested
}

_post["ANN-09"] := [
	data.qinglang.annotation.ai_label_missing.applies,
	data.qinglang.annotation.ai_label_missing.violations,
	data.qinglang.annotation.ai_label_missing.undetermined,
] if {
	"ANN-09" in data.qinglang.requested
}

_post["ANN-10"] := [
	data.qinglang.annotation.fiction_label_missing.applies,
	data.qinglang.annotation.fiction_label_missing.violations,
	data.qinglang.annotation.fiction_label_missing.undetermined,
] if {
	"ANN-10" in data.qinglang.requested
}

_post["ANN-11"] := [
	data.qinglang.annotation.past_event_context.applies,
	data.qinglang.annotation.past_event_context.violations,
	data.qinglang.annotation.past_event_context.undetermined,
] if {
	"ANN-11" in data.qinglang.requested
}

_post["ANN-12"] := [
	data.qinglang.annotation.refuted_label_missing.applies,
	data.qinglang.annotation.refuted_label_missing.violations,
	data.qinglang.annotation.refuted_label_missing.undetermined,
] if {
	"ANN-12" in data.qinglang.requested
}

_post["ANN-13"] := [
	data.qinglang.annotation.ai_label_removed.applies,
	data.qinglang.annotation.ai_label_removed.violations,
	data.qinglang.annotation.ai_label_removed.undetermined,
] if {
	"ANN-13" in data.qinglang.requested
}

_post["ANN-15"] := [
	data.qinglang.annotation.pool_unlabelled.applies,
	data.qinglang.annotation.pool_unlabelled.violations,
	data.qinglang.annotation.pool_unlabelled.undetermined,
] if {
	"ANN-15" in data.qinglang.requested
}

_post["ANN-16"] := [
	data.qinglang.annotation.pool_after_refutation.applies,
	data.qinglang.annotation.pool_after_refutation.violations,
	data.qinglang.annotation.pool_after_refutation.undetermined,
] if {
	"ANN-16" in data.qinglang.requested
}

_post["LAD-12"] := [
	data.qinglang.ladder.posted_while_muted.applies,
	data.qinglang.ladder.posted_while_muted.violations,
	data.qinglang.ladder.posted_while_muted.undetermined,
] if {
	"LAD-12" in data.qinglang.requested
}

_post["RUM-04"] := [
	data.qinglang.rumour.claim_without_source.applies,
	data.qinglang.rumour.claim_without_source.violations,
	data.qinglang.rumour.claim_without_source.undetermined,
] if {
	"RUM-04" in data.qinglang.requested
}
