# METADATA
# title: Content review not in place
# description: >-
#   By its latest statement on content review, the platform has this only partly or not in place, or
#   the statement has expired.
# custom:
#   code: GOV-04
#   title_zh: 内容审核机制未落实
#   clauses: [3.1 s1]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: state
#   identity: [reason]
#   cause: []
#   messages:
#     en: "The platform's latest statement on content review does not hold ({reason}): it says that this is only partly or not in place (statement), or its time is over (expired)."
#     zh: "平台关于内容审核机制的最新声明不成立（{reason}）：声明为部分落实或未落实（statement），或已过有效期（expired）。"
#   cure:
#     en: Put content review fully in place, and attest it anew with evidence and a date of expiry.
#     zh: 全面落实内容审核机制，并重新作出附证据、注明有效期的声明。
package qinglang.governance.content_review

import data.qinglang.lib.duty

applies := true

violations contains {"reason": "statement"} if duty.unfulfilled("GOV-04")

violations contains {"reason": "expired"} if duty.expired("GOV-04")

undetermined contains {"missing": "capabilities.content_review"} if not duty.stated("GOV-04")

undetermined contains {"missing": "capabilities.evidence_hash"} if duty.unproven("GOV-04")
