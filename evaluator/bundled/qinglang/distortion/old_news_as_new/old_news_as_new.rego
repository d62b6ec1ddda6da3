# METADATA
# title: Old news as new not answered
# description: >-
#   An account was found to have served old news as new, and neither a measure, a notice, a deletion
#   nor a refutation followed in time.
# custom:
#   code: DIS-04
#   title_zh: 旧闻新炒未处置
#   clauses: [2.2 s4]
#   basis: [qinglang-2025]
#   subject: adjudication
#   direction: under
#   severity: high
#   nature: state
#   identity: []
#   cause: [offence]
#   messages:
#     en: "The account was found to have served old news as new ({offence}, decided at {decided_at}), but no measure, notice, deletion or refutation label followed in time."
#     zh: "账号旧闻新炒（{offence}），已于 {decided_at} 被认定，但逾期未见处置措施、通知、删除或辟谣标签。"
#   cure:
#     en: Act on the verdict with a measure, a notice, a deletion or a refutation label.
#     zh: 依裁定采取处置措施、通知账号、删除内容或添加辟谣标签。
package qinglang.distortion.old_news_as_new

import data.qinglang.lib.verdict

default applies := false

applies if verdict.due("DIS-04")

violations contains verdict.facts if verdict.unanswered("DIS-04")

undetermined contains {"missing": "post"} if verdict.hangs_on_post("DIS-04")
