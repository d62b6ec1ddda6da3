# METADATA
# title: Source missing
# description: >-
#   A live post of its account's own on a topic that needs a source carries no source label, although
#   the grace time has passed.
# custom:
#   code: ANN-01
#   clauses: [2.3 s1]
#   basis: [qinglang-2025]
#   subject: post
#   direction: under
#   severity: medium
#   nature: state
#   identity: []
#   cause: [post.account_id]
#   messages:
#     en: "No source is given for a post on a topic that needs one ({topic})."
#     zh: "该内容的主题（{topic}）须标注来源，但未标注。"
#   cure:
#     en: Have the author add a source label, or add one.
#     zh: 督促作者补充来源标注，或由平台代为标注。
package qinglang.annotation.source_missing

import data.qinglang.lib.annotation
import data.qinglang.lib.labels
import data.qinglang.lib.post

default applies := false

applies if {
	_due
	labels.source_required
}

violations contains object.filter(input.post, {"topic"}) if {
	applies
	not _labelled
}

undetermined contains {"missing": "posts.topic"} if {
	_due
	labels.source_hangs_on_topic
	not _labelled
}

_due if {
	post.live
	post.settled
}

_labelled if annotation.any_active({"source"})
