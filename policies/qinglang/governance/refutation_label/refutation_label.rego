# METADATA
# title: Refutation labels not in place
# description: >-
#   By its latest statement on labels that refute rumours, the platform has this only partly or not
#   in place, or the statement has expired.
# custom:
#   code: GOV-13
#   title_zh: 辟谣标签机制未落实
#   clauses: [closing s1]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: state
#   identity: [reason]
#   cause: []
#   messages:
#     en: "The platform's latest statement on labels that refute rumours does not hold ({reason}): it says that this is only partly or not in place (statement), or its time is over (expired)."
#     zh: "平台关于辟谣标签机制的最新声明不成立（{reason}）：声明为部分落实或未落实（statement），或已过有效期（expired）。"
#   cure:
#     en: Put labels that refute rumours fully in place, and attest it anew with evidence and a date of expiry.
#     zh: 全面落实辟谣标签机制，并重新作出附证据、注明有效期的声明。
package qinglang.governance.refutation_label

import data.qinglang.lib.duty

applies := true

violations contains {"reason": "statement"} if duty.unfulfilled("GOV-13")

violations contains {"reason": "expired"} if duty.expired("GOV-13")

undetermined contains {"missing": "capabilities.refutation_label"} if not duty.stated("GOV-13")

undetermined contains {"missing": "capabilities.evidence_hash"} if duty.unproven("GOV-13")
