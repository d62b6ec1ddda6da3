# METADATA
# title: False insider not answered
# description: >-
#   An account was found to have posed as an insider in an emergency, and neither a measure, a
#   notice, a deletion nor a refutation followed in time.
# custom:
#   code: RUM-02
#   title_zh: 冒充知情人未处置
#   clauses: [2.1 s2]
#   basis: [qinglang-2025]
#   subject: adjudication
#   direction: under
#   severity: high
#   nature: state
#   identity: []
#   cause: [offence]
#   messages:
#     en: "The account was found to have posed as an insider in an emergency ({offence}, decided at {decided_at}), but no measure, notice, deletion or refutation label followed in time."
#     zh: "账号在突发事件中冒充知情人（{offence}），已于 {decided_at} 被认定，但逾期未见处置措施、通知、删除或辟谣标签。"
#   cure:
#     en: Act on the verdict with a measure, a notice, a deletion or a refutation label.
#     zh: 依裁定采取处置措施、通知账号、删除内容或添加辟谣标签。
package qinglang.rumour.fake_insider

import data.qinglang.lib.verdict

default applies := false

applies if verdict.due("RUM-02")

violations contains verdict.facts if verdict.unanswered("RUM-02")

undetermined contains {"missing": "post"} if verdict.hangs_on_post("RUM-02")
