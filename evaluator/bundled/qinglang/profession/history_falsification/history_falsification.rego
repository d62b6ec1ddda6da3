# METADATA
# title: Falsified history not answered
# description: >-
#   An account was found to have falsified history, and neither a measure, a notice, a deletion nor
#   a refutation followed in time.
# custom:
#   code: PRO-03
#   title_zh: 歪曲历史未处置
#   clauses: [2.4 s2]
#   basis: [qinglang-2025]
#   subject: adjudication
#   direction: under
#   severity: high
#   nature: state
#   identity: []
#   cause: [offence]
#   messages:
#     en: "The account was found to have falsified history ({offence}, decided at {decided_at}), but no measure, notice, deletion or refutation label followed in time."
#     zh: "账号歪曲历史（{offence}），已于 {decided_at} 被认定，但逾期未见处置措施、通知、删除或辟谣标签。"
#   cure:
#     en: Act on the verdict with a measure, a notice, a deletion or a refutation label.
#     zh: 依裁定采取处置措施、通知账号、删除内容或添加辟谣标签。
package qinglang.profession.history_falsification

import data.qinglang.lib.verdict

default applies := false

applies if verdict.due("PRO-03")

violations contains verdict.facts if verdict.unanswered("PRO-03")

undetermined contains {"missing": "post"} if verdict.hangs_on_post("PRO-03")
