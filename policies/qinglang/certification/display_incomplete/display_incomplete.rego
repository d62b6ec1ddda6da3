# METADATA
# title: Display incomplete
# description: >-
#   A valid certification does not show what it has to: its field, or whom it certifies.
# custom:
#   code: CER-05
#   title_zh: 认证展示不全
#   clauses: [3.3 s1]
#   basis: [qinglang-2025]
#   subject: certification
#   direction: under
#   severity: medium
#   nature: state
#   identity: [missing]
#   cause: [missing]
#   messages:
#     en: "This certification does not show its {missing}: readers cannot see what the holder is certified for."
#     zh: "该认证未展示 {missing}，公众无从了解其认证内容。"
#   cure:
#     en: Show what is missing.
#     zh: 补充展示缺少的认证信息。
package qinglang.certification.display_incomplete

import data.qinglang.lib.calendar
import data.qinglang.lib.certification
import data.qinglang.lib.domain

default applies := false

applies if certification.valid(input.certification, calendar.now)

violations contains {"missing": key} if {
	applies
	some key in data.qinglang.params.required_display_keys
	not key in _shown
}

undetermined contains {"missing": "certifications.displayed_keys"} if {
	applies
	not input.certification.displayed_keys
	some key in data.qinglang.params.required_display_keys
	key in domain.display_keys
}

# What is shown, or may be where nobody recorded it.
_shown contains key if some key in input.certification.displayed_keys

_shown contains key if {
	not input.certification.displayed_keys
	some key in domain.display_keys
}
