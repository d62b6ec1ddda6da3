# METADATA
# title: Lists of harmful information not in place
# description: >-
#   By its latest statement on lists of harmful information, the platform has this only partly or
#   not in place, or the statement has expired.
# custom:
#   code: GOV-11
#   title_zh: 负面信息清单未落实
#   clauses: [closing s1]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: state
#   identity: [reason]
#   cause: []
#   messages:
#     en: "The platform's latest statement on lists of harmful information does not hold ({reason}): it says that this is only partly or not in place (statement), or its time is over (expired)."
#     zh: "平台关于负面信息清单的最新声明不成立（{reason}）：声明为部分落实或未落实（statement），或已过有效期（expired）。"
#   cure:
#     en: Put lists of harmful information fully in place, and attest it anew with evidence and a date of expiry.
#     zh: 全面落实负面信息清单，并重新作出附证据、注明有效期的声明。
package qinglang.governance.negative_information_list

import data.qinglang.lib.duty

applies := true

violations contains {"reason": "statement"} if duty.unfulfilled("GOV-11")

violations contains {"reason": "expired"} if duty.expired("GOV-11")

undetermined contains {"missing": "capabilities.negative_information_list"} if not duty.stated("GOV-11")

undetermined contains {"missing": "capabilities.evidence_hash"} if duty.unproven("GOV-11")
