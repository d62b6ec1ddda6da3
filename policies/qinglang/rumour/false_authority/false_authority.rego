# METADATA
# title: False claim of authority not answered
# description: >-
#   An account was found to have invented an authoritative report, first-hand data or an
#   investigation, and neither a measure, a notice, a deletion nor a refutation followed in time.
# custom:
#   code: RUM-03
#   title_zh: 编造权威发布未处置
#   clauses: [2.1 s3]
#   basis: [qinglang-2025]
#   subject: adjudication
#   direction: under
#   severity: high
#   nature: state
#   identity: []
#   cause: [offence]
#   messages:
#     en: "The account was found to have invented an authoritative report, first-hand data or an investigation ({offence}, decided at {decided_at}), but no measure, notice, deletion or refutation label followed in time."
#     zh: "账号编造权威发布、一手数据或深度调查（{offence}），已于 {decided_at} 被认定，但逾期未见处置措施、通知、删除或辟谣标签。"
#   cure:
#     en: Act on the verdict with a measure, a notice, a deletion or a refutation label.
#     zh: 依裁定采取处置措施、通知账号、删除内容或添加辟谣标签。
package qinglang.rumour.false_authority

import data.qinglang.lib.verdict

default applies := false

applies if verdict.due("RUM-03")

violations contains verdict.facts if verdict.unanswered("RUM-03")

undetermined contains {"missing": "post"} if verdict.hangs_on_post("RUM-03")
