# METADATA
# title: Label too small
# description: >-
#   A label in a picture or film is drawn smaller than the share of the shortest side that is asked
#   of it.
# custom:
#   code: ANN-05
#   title_zh: 标识过小
#   clauses: [2.3 s3]
#   basis: [qinglang-2025, GB 45438-2025]
#   subject: rendering
#   direction: under
#   severity: medium
#   nature: state
#   identity: []
#   cause: [rendering.surface, rendering.device, annotation.kind]
#   messages:
#     en: "The label in the picture is {text_px} px high where the shortest side is {short_side_px} px: less than {percent}%, so that viewers overlook it."
#     zh: "画面中标识高度为 {text_px} 像素，最短边为 {short_side_px} 像素，不足 {percent}%，容易被忽视。"
#   cure:
#     en: Draw the label larger.
#     zh: 按规定比例放大标识。
package qinglang.annotation.label_too_small

import data.qinglang.lib.domain
import data.qinglang.lib.rendering

default applies := false

applies if {
	rendering.known
	count(_asked) > 0
}

violations contains object.union(
	object.filter(input.rendering, {"text_px", "short_side_px"}),
	{"percent": percent},
) if {
	applies
	some percent in _asked
	_smaller(domain.pixels.most, percent, domain.pixels.least)
}

undetermined contains {"missing": "renderings.text_px"} if {
	count(_asked) > 0
	not input.rendering.text_px
}

undetermined contains {"missing": "renderings.short_side_px"} if {
	count(_asked) > 0
	not input.rendering.short_side_px
}

undetermined contains {"missing": parent} if {
	some parent in input.unknown
	some percent in _asked
	_smaller(domain.pixels.least, percent, domain.pixels.most)
}

# Percent that may be asked of the label, as far as label and post may be what it is asked of.
_asked contains percent if {
	input.rendering.in_content
	some percent in rendering.percents
}

# Whether the label is too small if unknown sizes are the given ones.
_smaller(text, percent, side) if {
	least := percent * object.get(input.rendering, "short_side_px", side)
	object.get(input.rendering, "text_px", text) * 100 < least
}
