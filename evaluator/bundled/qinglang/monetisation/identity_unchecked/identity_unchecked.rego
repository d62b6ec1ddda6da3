# METADATA
# title: Earning with identity unchecked
# description: >-
#   An account may earn although nobody checked who earns.
# custom:
#   code: MON-04
#   title_zh: 未核验收益人身份
#   clauses: [closing s1]
#   basis: [qinglang-2025]
#   subject: account
#   direction: under
#   severity: medium
#   nature: state
#   identity: [grant_id]
#   cause: [kind]
#   messages:
#     en: "The account may earn by {kind} ({grant_id}), but the identity of the earner was not checked."
#     zh: "该账号可通过 {kind} 营利（{grant_id}），但未核验收益人身份。"
#   cure:
#     en: Check the identity of the earner, or withdraw the right.
#     zh: 核验收益人身份，或收回营利权限。
package qinglang.monetisation.identity_unchecked

import data.qinglang.lib.calendar
import data.qinglang.lib.monetisation

default applies := false

applies if count(_granted) > 0

violations contains object.filter(grant, {"grant_id", "kind"}) if {
	some grant in _granted
	grant.identity_checked == false
}

undetermined contains {"missing": "monetisation.identity_checked"} if {
	some grant in _granted
	not _told(grant)
}

_granted contains grant if {
	some grant in input.monetisation
	monetisation.granted(grant, calendar.now)
}

_told(grant) if grant.identity_checked in {true, false}
