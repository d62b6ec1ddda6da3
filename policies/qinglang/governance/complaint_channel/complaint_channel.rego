# METADATA
# title: Complaint channel not in place
# description: >-
#   By its latest statement on the channel for complaints, the platform has this only partly or not
#   in place, or the statement has expired.
# custom:
#   code: GOV-09
#   title_zh: 投诉举报渠道未落实
#   clauses: [3.4 s1]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: state
#   identity: [reason]
#   cause: []
#   messages:
#     en: "The platform's latest statement on the channel for complaints does not hold ({reason}): it says that this is only partly or not in place (statement), or its time is over (expired)."
#     zh: "平台关于投诉举报渠道的最新声明不成立（{reason}）：声明为部分落实或未落实（statement），或已过有效期（expired）。"
#   cure:
#     en: Put the channel for complaints fully in place, and attest it anew with evidence and a date of expiry.
#     zh: 全面落实投诉举报渠道，并重新作出附证据、注明有效期的声明。
package qinglang.governance.complaint_channel

import data.qinglang.lib.duty

applies := true

violations contains {"reason": "statement"} if duty.unfulfilled("GOV-09")

violations contains {"reason": "expired"} if duty.expired("GOV-09")

undetermined contains {"missing": "capabilities.complaint_channel"} if not duty.stated("GOV-09")

undetermined contains {"missing": "capabilities.evidence_hash"} if duty.unproven("GOV-09")
