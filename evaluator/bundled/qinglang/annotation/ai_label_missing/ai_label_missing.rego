# METADATA
# title: AI label missing
# description: >-
#   A live post that is known, declared or suspected to be AI-generated carries no label that says
#   so, and never carried one that ended.
# custom:
#   code: ANN-09
#   title_zh: 缺少 AI 标识
#   clauses: [3.2 s1, 2.2 s1]
#   basis: [qinglang-2025, "Measures for Labelling AI-Generated Content, art. 6"]
#   subject: post
#   direction: under
#   severity: high
#   nature: state
#   identity: []
#   cause: [post.account_id]
#   messages:
#     en: "This post counts as AI-generated ({ai_status}), but no label says so clearly enough: viewers may take it for real."
#     zh: "该内容被识别为 AI 生成（{ai_status}），但没有相应的标识，公众可能信以为真。"
#   cure:
#     en: Add the label that fits how the content was recognised.
#     zh: 按识别情形添加相应的 AI 生成标识。
package qinglang.annotation.ai_label_missing

import data.qinglang.lib.calendar
import data.qinglang.lib.labels
import data.qinglang.lib.post

default applies := false

applies if {
	post.due
	labels.ai_required
}

violations contains {"ai_status": input.post.ai_status} if {
	applies
	not labels.ai_accepted(calendar.now)
	count(labels.ai_ended) == 0
}

undetermined contains {"missing": "posts.ai_status"} if {
	post.due
	labels.ai_hangs_on_status(calendar.now)
	count(labels.ai_ended) == 0
}
