# METADATA
# title: Label hidden
# description: >-
#   An active label of a live post stands in a hidden place, or hardly differs from what lies behind
#   it.
# custom:
#   code: ANN-06
#   title_zh: 标识被隐藏
#   clauses: [2.3 s3]
#   basis: [qinglang-2025]
#   subject: rendering
#   direction: under
#   severity: low
#   nature: state
#   identity: [reason]
#   cause: [rendering.surface, rendering.device, annotation.kind]
#   messages:
#     en: "The label is there, but hidden ({reason}): viewers do not see it."
#     zh: "标识存在但被隐藏（{reason}），公众难以看到。"
#   cure:
#     en: Move the label to a visible place, with enough contrast.
#     zh: 将标识移至显著位置，并保证足够的对比度。
package qinglang.annotation.label_hidden

import data.qinglang.lib.domain
import data.qinglang.lib.rendering

default applies := false

applies if {
	rendering.known
	rendering.may_show
}

violations contains object.union(
	object.filter(input.rendering, {"region", "contrast_centi"}),
	{"reason": reason},
) if {
	applies
	some reason in _certain
}

undetermined contains {"missing": missing} if {
	rendering.may_show
	some reason, missing in {
		"region": "renderings.region",
		"contrast": "renderings.contrast_centi",
	}
	reason in (_possible - _certain)
}

undetermined contains {"missing": parent} if {
	rendering.may_show
	count(_possible) > 0
	some parent in input.unknown
}

_certain contains "region" if every region in rendering.regions { _hidden(region) }

_certain contains "contrast" if _faint(domain.contrast_centi.most)

_possible contains "region" if {
	some region in rendering.regions
	_hidden(region)
}

_possible contains "contrast" if _faint(domain.contrast_centi.least)

_hidden(region) if region in data.qinglang.params.hidden_regions

_faint(unknown) if {
	contrast := object.get(input.rendering, "contrast_centi", unknown)
	contrast < data.qinglang.params.min_contrast_centi
}
