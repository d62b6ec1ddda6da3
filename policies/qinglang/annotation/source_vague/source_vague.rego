# METADATA
# title: Source vague
# description: >-
#   A live post on a topic that needs a source carries source labels, but each of them names a vague
#   source only.
# custom:
#   code: ANN-02
#   title_zh: 来源标注含糊
#   clauses: [2.3 s1]
#   basis: [qinglang-2025]
#   subject: post
#   direction: under
#   severity: low
#   nature: state
#   identity: []
#   cause: [post.account_id]
#   messages:
#     en: "The topic of this post ({topic}) needs a source, but its source label names a vague one only: readers cannot tell where it comes from."
#     zh: "该内容的主题（{topic}）须标注来源，但所标来源含糊，公众无从判断信息出处。"
#   cure:
#     en: Have the author name the source itself.
#     zh: 督促作者标明具体来源。
package qinglang.annotation.source_vague

import data.qinglang.lib.labels
import data.qinglang.lib.post

default applies := false

applies if {
	post.due
	labels.source_required
	count(_sources) > 0
}

violations contains object.filter(input.post, {"topic"}) if {
	applies
	every source in _sources {
		source.source_kind == "vague"
	}
}

undetermined contains {"missing": "posts.topic"} if {
	_may_be_vague
	labels.source_hangs_on_topic
}

undetermined contains {"missing": "annotations.source_kind"} if {
	_may_be_vague
	labels.source_may_be_required
	some source in _sources
	not source.source_kind
}

_sources contains label if {
	some label in labels.active
	label.kind == "source"
}

_may_be_vague if {
	post.due
	count(_sources) > 0
	not _named
}

_named if {
	some source in _sources
	source.source_kind != "vague"
}
