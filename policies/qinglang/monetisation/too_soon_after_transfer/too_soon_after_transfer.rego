# METADATA
# title: Earning too soon after a transfer
# description: >-
#   An account that passed to another holder kept, was given, or got back a right to earn within the
#   waiting time.
# custom:
#   code: MON-03
#   title_zh: 变更主体后过早营利
#   clauses: [closing s1]
#   basis: [qinglang-2025, Notice on self-media of 2023-07-10]
#   subject: account
#   direction: under
#   severity: medium
#   nature: event
#   identity: [grant_id]
#   cause: []
#   messages:
#     en: "The account passed to another holder, who could earn by the right {grant_id} within the waiting time."
#     zh: "账号变更使用主体后，在等待期内仍可使用营利权限（{grant_id}）。"
#   cure:
#     en: Suspend rights to earn when an account passes on, for the whole waiting time.
#     zh: 账号主体变更后应暂停营利权限，期满后方可恢复。
package qinglang.monetisation.too_soon_after_transfer

import data.qinglang.lib.calendar
import data.qinglang.lib.monetisation

default applies := false

applies if {
	input.account.subject_changed_at
	count(input.monetisation) > 0
}

violations contains {"grant_id": grant.grant_id, "at": input.account.subject_changed_at} if {
	some grant in input.monetisation
	monetisation.granted(grant, input.account.subject_changed_at)
}

violations contains {"grant_id": grant.grant_id, "at": min(_too_soon(grant))} if {
	some grant in input.monetisation
	not monetisation.granted(grant, input.account.subject_changed_at)
	count(_too_soon(grant)) > 0
}

undetermined := set()

# Moments within the waiting time at which the grant came into force, or came back.
_too_soon(grant) := {moment |
	changed := input.account.subject_changed_at
	some moment in monetisation.beginnings(grant)
	changed <= moment
	moment < changed + (data.qinglang.params.monetisation_wait_days * calendar.day)
	monetisation.granted(grant, moment)
}
