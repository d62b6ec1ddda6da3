# METADATA
# title: Label covered
# description: >-
#   Something covers an active label of a live post for too long, without the user's doing.
# custom:
#   code: ANN-07
#   title_zh: 标识被遮挡
#   clauses: [2.3 s3]
#   basis: [qinglang-2025]
#   subject: rendering
#   direction: under
#   severity: medium
#   nature: state
#   identity: []
#   cause: [rendering.surface, rendering.device, annotation.kind]
#   messages:
#     en: "The label was covered ({covered_by}) for {covered_ms} ms: viewers could not read it."
#     zh: "标识被遮挡（{covered_by}）达 {covered_ms} 毫秒，公众无法阅读。"
#   cure:
#     en: Keep the label free.
#     zh: 确保标识不被遮挡。
package qinglang.annotation.label_covered

import data.qinglang.lib.domain
import data.qinglang.lib.rendering

default applies := false

applies if {
	rendering.known
	rendering.may_show
}

violations contains object.filter(input.rendering, {"covered_by", "covered_ms"}) if {
	applies
	input.rendering.covered_by != "none"
	_long(domain.milliseconds.least)
}

undetermined contains {"missing": "renderings.covered_by"} if {
	_may_be_covered
	not input.rendering.covered_by
}

undetermined contains {"missing": "renderings.covered_ms"} if {
	_may_be_covered
	not _long(domain.milliseconds.least)
}

undetermined contains {"missing": parent} if {
	_may_be_covered
	some parent in input.unknown
}

_may_be_covered if {
	rendering.may_show
	object.get(input.rendering, "covered_by", "other") != "none"
	_long(domain.milliseconds.most)
}

# Whether it was covered too long if an unknown time is the given one.
_long(unknown) if {
	covered := object.get(input.rendering, "covered_ms", unknown)
	covered > data.qinglang.params.max_covered_ms
}
