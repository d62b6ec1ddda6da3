# METADATA
# title: Management of monetisation rights not in place
# description: >-
#   By its latest statement on the management of monetisation rights, the platform has this only
#   partly or not in place, or the statement has expired.
# custom:
#   code: GOV-12
#   title_zh: 营利权限管理未落实
#   clauses: [closing s1]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: state
#   identity: [reason]
#   cause: []
#   messages:
#     en: "The platform's latest statement on the management of monetisation rights does not hold ({reason}): it says that this is only partly or not in place (statement), or its time is over (expired)."
#     zh: "平台关于营利权限管理的最新声明不成立（{reason}）：声明为部分落实或未落实（statement），或已过有效期（expired）。"
#   cure:
#     en: Put the management of monetisation rights fully in place, and attest it anew with evidence and a date of expiry.
#     zh: 全面落实营利权限管理，并重新作出附证据、注明有效期的声明。
package qinglang.governance.monetisation_management

import data.qinglang.lib.duty

applies := true

violations contains {"reason": "statement"} if duty.unfulfilled("GOV-12")

violations contains {"reason": "expired"} if duty.expired("GOV-12")

undetermined contains {"missing": "capabilities.monetisation_management"} if not duty.stated("GOV-12")

undetermined contains {"missing": "capabilities.evidence_hash"} if duty.unproven("GOV-12")
