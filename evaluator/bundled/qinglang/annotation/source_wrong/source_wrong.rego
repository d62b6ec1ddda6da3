# METADATA
# title: Source wrong
# description: >-
#   A live post carries a source label whose source was checked and does not say what the post says,
#   or that was there before a verdict found the source to be wrong.
# custom:
#   code: ANN-03
#   title_zh: 来源标注有误
#   clauses: [2.3 s2]
#   basis: [qinglang-2025]
#   subject: post
#   direction: under
#   severity: medium
#   nature: state
#   identity: [reason, annotation_id, adjudication_id]
#   cause: [post.account_id]
#   messages:
#     en: "A source label of this post is wrong ({reason}), and is still shown: readers are led to a source that does not carry the post."
#     zh: "该内容的来源标注有误（{reason}）且仍在展示，公众会被引向并不支持该内容的来源。"
#   cure:
#     en: Remove the source label, or replace it by one whose source says what the post says.
#     zh: 移除该来源标注，或更换为与内容相符的来源。
package qinglang.annotation.source_wrong

import data.qinglang.lib.adjudication
import data.qinglang.lib.calendar
import data.qinglang.lib.labels
import data.qinglang.lib.post

default applies := false

applies if {
	post.live
	count(_sources) > 0
}

violations contains {"reason": "unsupported", "annotation_id": source.annotation_id} if {
	post.live
	some source in _sources
	source.source_supports == false
}

violations contains {"reason": "verdict", "adjudication_id": verdict.adjudication_id} if {
	post.live
	some verdict in input.adjudications
	verdict.offence == "wrong_source"
	adjudication.effective(verdict, calendar.now)
	grace := data.qinglang.params.action_days * calendar.day
	verdict.decided_at + grace <= calendar.now
	some source in _sources
	source.from_ts < verdict.decided_at
}

undetermined contains {"missing": "annotations.source_supports"} if {
	post.live
	some source in _sources
	not _checked(source)
}

_sources contains label if {
	some label in labels.active
	label.kind == "source"
}

_checked(source) if source.source_supports in {true, false}
