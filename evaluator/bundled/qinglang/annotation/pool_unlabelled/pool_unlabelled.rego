# METADATA
# title: Recommended without label
# description: >-
#   A post entered a pool of recommendation without a label that it has to carry.
# custom:
#   code: ANN-15
#   title_zh: 未标注即被推荐
#   clauses: [3.2 s2]
#   basis: [qinglang-2025]
#   subject: post
#   direction: under
#   severity: high
#   nature: event
#   identity: [entry_id, label]
#   cause: [pool, label]
#   messages:
#     en: "This post entered the pool {pool} without the label it needs ({label}): recommendation spread it unlabelled."
#     zh: "该内容在缺少应有标识（{label}）的情况下进入推荐池 {pool}，被推荐扩散。"
#   cure:
#     en: Keep posts out of recommendation until they carry the labels they need.
#     zh: 应标未标的内容在补充标识之前不得进入推荐池。
package qinglang.annotation.pool_unlabelled

import data.qinglang.lib.labels

default applies := false

applies if {
	count(input.recommendations) > 0
	count(labels.required) > 0
}

violations contains {
	"entry_id": entry.entry_id,
	"label": label,
	"pool": entry.pool,
	"at": entry.entered_at,
} if {
	some entry in input.recommendations
	some label in labels.required
	not labels.accepted(label, entry.entered_at)
}

undetermined contains {"missing": "posts.topic"} if {
	labels.source_hangs_on_topic
	_entered_without({"source"})
}

undetermined contains {"missing": "posts.ai_status"} if {
	some entry in input.recommendations
	labels.ai_hangs_on_status(entry.entered_at)
}

undetermined contains {"missing": "posts.declared_fiction"} if {
	labels.fiction_unknown
	_entered_without({"fiction"})
}

undetermined contains {"missing": "posts.past_event"} if {
	labels.past_event_unknown
	_entered_without({"past_event"})
}

_entered_without(kinds) if {
	some entry in input.recommendations
	not labels.any_active(kinds, entry.entered_at)
}
