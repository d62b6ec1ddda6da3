# METADATA
# title: AI label removed
# description: >-
#   A live post that counts as AI-generated carried an AI label that ended, and carries none now
#   that says so clearly enough.
# custom:
#   code: ANN-13
#   title_zh: AI 标识被移除
#   clauses: [3.2 s1]
#   basis: [qinglang-2025, "Measures for Labelling AI-Generated Content, art. 10"]
#   subject: post
#   direction: under
#   severity: high
#   nature: state
#   identity: []
#   cause: [post.account_id]
#   messages:
#     en: "The AI label {annotation_id} of this post ended and nothing replaced it: viewers are no longer told."
#     zh: "该内容的 AI 标识（{annotation_id}）已被移除且未重新标注，公众不再获知其为 AI 生成。"
#   cure:
#     en: Put the label back.
#     zh: 恢复 AI 生成标识。
package qinglang.annotation.ai_label_removed

import data.qinglang.lib.calendar
import data.qinglang.lib.labels
import data.qinglang.lib.post

default applies := false

applies if {
	_removed
	labels.ai_required
}

violations contains {"annotation_id": last[1], "ended_at": last[0]} if {
	applies
	not labels.ai_accepted(calendar.now)
	last := max(labels.ai_ended)
}

undetermined contains {"missing": "posts.ai_status"} if {
	_removed
	labels.ai_hangs_on_status(calendar.now)
}

_removed if {
	post.live
	count(labels.ai_ended) > 0
}
