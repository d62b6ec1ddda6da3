# METADATA
# title: Education of creators lapsed
# description: The platform has not taught its creators the rules for longer than it may.
# custom:
#   code: GOV-15
#   title_zh: 创作者教育引导中断
#   clauses: [3.1 s2]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: state
#   identity: []
#   cause: []
#   messages:
#     en: "The platform has held no education of creators within the time in which one is due."
#     zh: "平台在规定期限内未开展创作者教育引导。"
#   cure:
#     en: Educate creators in the rules, and keep doing so in time.
#     zh: 开展创作者规则教育，并按期持续进行。
package qinglang.governance.education_lapsed

import data.qinglang.lib.calendar

applies := true

violations contains {} if not _held_lately

undetermined := set()

_held_lately if {
	some event in input.education
	event.held_at >= calendar.now - (data.qinglang.params.education_days * calendar.day)
}
