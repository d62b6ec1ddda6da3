# METADATA
# title: Certification process not in place
# description: >-
#   By its latest statement on the process of certification, the platform has this only partly or
#   not in place, or the statement has expired.
# custom:
#   code: GOV-07
#   title_zh: 专业认证流程未落实
#   clauses: [3.3 s1]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: state
#   identity: [reason]
#   cause: []
#   messages:
#     en: "The platform's latest statement on the process of certification does not hold ({reason}): it says that this is only partly or not in place (statement), or its time is over (expired)."
#     zh: "平台关于专业认证流程的最新声明不成立（{reason}）：声明为部分落实或未落实（statement），或已过有效期（expired）。"
#   cure:
#     en: Put the process of certification fully in place, and attest it anew with evidence and a date of expiry.
#     zh: 全面落实专业认证流程，并重新作出附证据、注明有效期的声明。
package qinglang.governance.certification_process

import data.qinglang.lib.duty

applies := true

violations contains {"reason": "statement"} if duty.unfulfilled("GOV-07")

violations contains {"reason": "expired"} if duty.expired("GOV-07")

undetermined contains {"missing": "capabilities.certification_process"} if not duty.stated("GOV-07")

undetermined contains {"missing": "capabilities.evidence_hash"} if duty.unproven("GOV-07")
