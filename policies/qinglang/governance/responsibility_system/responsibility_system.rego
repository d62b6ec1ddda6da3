# METADATA
# title: System of responsibility not in place
# description: >-
#   By its latest statement on the system of responsibility, the platform has this only partly or
#   not in place, or the statement has expired.
# custom:
#   code: GOV-10
#   title_zh: 主体责任制度未落实
#   clauses: [closing s1]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: state
#   identity: [reason]
#   cause: []
#   messages:
#     en: "The platform's latest statement on the system of responsibility does not hold ({reason}): it says that this is only partly or not in place (statement), or its time is over (expired)."
#     zh: "平台关于主体责任制度的最新声明不成立（{reason}）：声明为部分落实或未落实（statement），或已过有效期（expired）。"
#   cure:
#     en: Put the system of responsibility fully in place, and attest it anew with evidence and a date of expiry.
#     zh: 全面落实主体责任制度，并重新作出附证据、注明有效期的声明。
package qinglang.governance.responsibility_system

import data.qinglang.lib.duty

applies := true

violations contains {"reason": "statement"} if duty.unfulfilled("GOV-10")

violations contains {"reason": "expired"} if duty.expired("GOV-10")

undetermined contains {"missing": "capabilities.responsibility_system"} if not duty.stated("GOV-10")

undetermined contains {"missing": "capabilities.evidence_hash"} if duty.unproven("GOV-10")
