# METADATA
# title: Label options not in place
# description: >-
#   By its latest statement on prominent options for source and AI labels, the platform has this
#   only partly or not in place, or the statement has expired.
# custom:
#   code: GOV-06
#   title_zh: 标注选项未落实
#   clauses: [3.2 s1]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: state
#   identity: [reason]
#   cause: []
#   messages:
#     en: "The platform's latest statement on prominent options for source and AI labels does not hold ({reason}): it says that this is only partly or not in place (statement), or its time is over (expired)."
#     zh: "平台关于显著的信源和 AI 标注选项的最新声明不成立（{reason}）：声明为部分落实或未落实（statement），或已过有效期（expired）。"
#   cure:
#     en: Put prominent options for source and AI labels fully in place, and attest it anew with evidence and a date of expiry.
#     zh: 全面落实显著的信源和 AI 标注选项，并重新作出附证据、注明有效期的声明。
package qinglang.governance.annotation_function

import data.qinglang.lib.duty

applies := true

violations contains {"reason": "statement"} if duty.unfulfilled("GOV-06")

violations contains {"reason": "expired"} if duty.expired("GOV-06")

undetermined contains {"missing": "capabilities.annotation_function"} if not duty.stated("GOV-06")

undetermined contains {"missing": "capabilities.evidence_hash"} if duty.unproven("GOV-06")
