# METADATA
# title: Label too brief
# description: >-
#   The AI label in a film is visible for too short a time, or appears too late after the opening.
# custom:
#   code: ANN-08
#   title_zh: 标识展示过短
#   clauses: [2.3 s3]
#   basis: [qinglang-2025, GB 45438-2025]
#   subject: rendering
#   direction: under
#   severity: medium
#   nature: state
#   identity: [reason]
#   cause: [rendering.surface, rendering.device, annotation.kind]
#   messages:
#     en: "The AI label in this film is too brief ({reason}): viewers miss it."
#     zh: "视频中的 AI 标识展示不足（{reason}），观众容易错过。"
#   cure:
#     en: Show the label from the opening on, and long enough.
#     zh: 自片头起展示标识，并保证足够的时长。
package qinglang.annotation.label_too_brief

import data.qinglang.lib.annotation
import data.qinglang.lib.domain
import data.qinglang.lib.rendering

default applies := false

applies if {
	rendering.known
	_may_apply
}

violations contains object.union(
	object.filter(input.rendering, {"visible_ms", "first_visible_ms"}),
	{"reason": reason},
) if {
	applies
	some reason in _certain
}

undetermined contains {"missing": missing} if {
	_may_apply
	some reason, missing in {
		"duration": "renderings.visible_ms",
		"opening": "renderings.first_visible_ms",
	}
	reason in (_possible - _certain)
}

undetermined contains {"missing": parent} if {
	_may_apply
	count(_possible) > 0
	some parent in input.unknown
}

_certain contains "duration" if _brief(domain.milliseconds.most)

_certain contains "opening" if _late(domain.milliseconds.least)

_possible contains "duration" if _brief(domain.milliseconds.least)

_possible contains "opening" if _late(domain.milliseconds.most)

_may_apply if {
	input.rendering.in_content
	some kind in rendering.kinds
	kind in annotation.ai_kinds
	rendering.post_may_be({"video"}, data.qinglang.params.labelling_from)
}

_brief(unknown) if {
	visible := object.get(input.rendering, "visible_ms", unknown)
	visible < data.qinglang.params.min_ai_label_ms
}

_late(unknown) if {
	first := object.get(input.rendering, "first_visible_ms", unknown)
	first > data.qinglang.params.max_first_visible_ms
}
