# METADATA
# title: Source missing
# description: >-
#   A live post of its account's own on a topic that needs a source carries no source label, although
#   the grace time has passed.
# custom:
#   code: ANN-01
#   title_zh: 未标注来源
#   clauses: [2.3 s1]
#   basis: [qinglang-2025]
#   subject: post
#   direction: under
#   severity: medium
#   nature: state
#   identity: []
#   cause: [post.account_id]
#   messages:
#     en: "The topic of this post ({topic}) needs a source, but no source label is shown: readers cannot tell where it comes from."
#     zh: "该内容的主题（{topic}）须标注来源，但目前未显示来源标注，公众无从判断信息出处。"
#   cure:
#     en: Have the author add a source label, or add one.
#     zh: 督促作者补充来源标注，或由平台代为标注。
package qinglang.annotation.source_missing

import data.qinglang.lib.calendar
import data.qinglang.lib.labels
import data.qinglang.lib.post

default applies := false

applies if {
	post.due
	labels.source_required
}

violations contains object.filter(input.post, {"topic"}) if {
	applies
	not _labelled
}

undetermined contains {"missing": "posts.topic"} if {
	post.due
	labels.source_hangs_on_topic
	not _labelled
}

_labelled if labels.any_active({"source"}, calendar.now)
