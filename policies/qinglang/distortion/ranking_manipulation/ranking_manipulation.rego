# METADATA
# title: Manipulated trending list not answered
# description: >-
#   An account was found to have bought or manipulated a place on a trending list, and neither a
#   measure, a notice, a deletion nor a refutation followed in time.
# custom:
#   code: DIS-05
#   title_zh: 操纵热搜榜单未处置
#   clauses: [2.2 s5]
#   basis: [qinglang-2025]
#   subject: adjudication
#   direction: under
#   severity: high
#   nature: state
#   identity: []
#   cause: [offence]
#   messages:
#     en: "The account was found to have bought or manipulated a place on a trending list ({offence}, decided at {decided_at}), but no measure, notice, deletion or refutation label followed in time."
#     zh: "账号买卖、操纵热搜榜单（{offence}），已于 {decided_at} 被认定，但逾期未见处置措施、通知、删除或辟谣标签。"
#   cure:
#     en: Act on the verdict with a measure, a notice, a deletion or a refutation label.
#     zh: 依裁定采取处置措施、通知账号、删除内容或添加辟谣标签。
package qinglang.distortion.ranking_manipulation

import data.qinglang.lib.verdict

default applies := false

applies if verdict.due("DIS-05")

violations contains verdict.facts if verdict.unanswered("DIS-05")

undetermined contains {"missing": "post"} if verdict.hangs_on_post("DIS-05")
