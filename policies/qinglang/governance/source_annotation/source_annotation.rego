# METADATA
# title: Source labelling not in place
# description: >-
#   By its latest statement on the labelling of sources, the platform has this only partly or not in
#   place, or the statement has expired.
# custom:
#   code: GOV-02
#   title_zh: 信源标注机制未落实
#   clauses: [goal]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: state
#   identity: [reason]
#   cause: []
#   messages:
#     en: "The platform's latest statement on the labelling of sources does not hold ({reason}): it says that this is only partly or not in place (statement), or its time is over (expired)."
#     zh: "平台关于信源标注机制的最新声明不成立（{reason}）：声明为部分落实或未落实（statement），或已过有效期（expired）。"
#   cure:
#     en: Put the labelling of sources fully in place, and attest it anew with evidence and a date of expiry.
#     zh: 全面落实信源标注机制，并重新作出附证据、注明有效期的声明。
package qinglang.governance.source_annotation

import data.qinglang.lib.duty

applies := true

violations contains {"reason": "statement"} if duty.unfulfilled("GOV-02")

violations contains {"reason": "expired"} if duty.expired("GOV-02")

undetermined contains {"missing": "capabilities.source_annotation"} if not duty.stated("GOV-02")

undetermined contains {"missing": "capabilities.evidence_hash"} if duty.unproven("GOV-02")
