# METADATA
# title: Past event without context
# description: >-
#   A live post that presents an event of the past carries no label that says so, or none that gives
#   its time, its place or its outcome.
# custom:
#   code: ANN-11
#   title_zh: 旧闻缺少要素说明
#   clauses: [2.2 s4]
#   basis: [qinglang-2025]
#   subject: post
#   direction: under
#   severity: medium
#   nature: state
#   identity: [missing]
#   cause: [post.account_id]
#   messages:
#     en: "This post presents an event of the past, but its {missing} is not given: viewers may take old news for new."
#     zh: "该内容涉及旧闻，但缺少相应要素（{missing}），公众可能误以为是新近发生。"
#   cure:
#     en: Add the past-event label, with time, place and outcome.
#     zh: 添加旧闻标识，并注明时间、地点和结果。
package qinglang.annotation.past_event_context

import data.qinglang.lib.context
import data.qinglang.lib.labels
import data.qinglang.lib.post

default applies := false

applies if {
	post.due
	labels.past_event_required
}

violations contains {"missing": "label"} if {
	applies
	count(context.told) == 0
}

violations contains {"missing": part} if {
	applies
	some part in (context.lacking - context.open)
}

undetermined contains {"missing": "posts.past_event"} if {
	post.due
	labels.past_event_unknown
	_may_lack
}

undetermined contains {"missing": missing} if {
	post.due
	_may_be_required
	some part, missing in {
		"time": "annotations.time_given",
		"place": "annotations.place_given",
		"outcome": "annotations.outcome_given",
	}
	part in context.open
}

_may_lack if count(context.told) == 0

_may_lack if count(context.lacking) > 0

_may_be_required if labels.past_event_required

_may_be_required if labels.past_event_unknown
