# METADATA
# title: Fabrication with AI not answered
# description: >-
#   An account was found to have impersonated somebody or invented an event with AI, and neither a
#   measure, a notice, a deletion nor a refutation followed in time.
# custom:
#   code: DIS-01
#   title_zh: 利用 AI 造假未处置
#   clauses: [2.2 s1]
#   basis: [qinglang-2025]
#   subject: adjudication
#   direction: under
#   severity: high
#   nature: state
#   identity: []
#   cause: [offence]
#   messages:
#     en: "The account was found to have impersonated somebody or invented an event with AI ({offence}, decided at {decided_at}), but no measure, notice, deletion or refutation label followed in time."
#     zh: "账号利用人工智能冒充他人或编造社会事件（{offence}），已于 {decided_at} 被认定，但逾期未见处置措施、通知、删除或辟谣标签。"
#   cure:
#     en: Act on the verdict with a measure, a notice, a deletion or a refutation label.
#     zh: 依裁定采取处置措施、通知账号、删除内容或添加辟谣标签。
package qinglang.distortion.ai_fabrication

import data.qinglang.lib.verdict

default applies := false

applies if verdict.due("DIS-01")

violations contains verdict.facts if verdict.unanswered("DIS-01")

undetermined contains {"missing": "post"} if verdict.hangs_on_post("DIS-01")
