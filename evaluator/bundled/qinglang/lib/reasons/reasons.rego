# METADATA
# title: Reasons of a measure
# description: What the holder must be given with a measure, and which unknown facts decide on it.
package qinglang.lib.reasons

import data.qinglang.lib.calendar
import data.qinglang.lib.measure
import data.qinglang.lib.sanction

missing contains "legal_basis" if not input.sanction.legal_basis

missing contains "rule_clause" if not input.sanction.rule_clause

missing contains "facts" if input.sanction.facts_stated == false

missing contains "notice" if not input.sanction.notice_id

missing contains "notice" if {
	input.notice
	not _delivered
}

missing contains "appeal" if not input.sanction.appeal_until

missing contains "response" if {
	_response_due
	input.sanction.response_offered == false
	input.sanction.emergency == false
}

# Unknown facts on which it hangs whether something is missing.
unknown contains "sanctions.facts_stated" if not _facts_known

unknown contains "sanctions.response_offered" if {
	_response_due
	not _response_known
	not input.sanction.emergency
}

unknown contains "sanctions.emergency" if {
	_response_due
	sanction.emergency_unknown
	not input.sanction.response_offered
}

unknown contains "notice" if "notice" in input.unknown

# The moment by which reasons must be complete.
due := input.sanction.starts_at + (data.qinglang.params.reasons_grace_days * calendar.day)

_delivered if input.notice.delivered_at <= due

_response_due if sanction.rank >= measure.ranks.long_mute

_facts_known if input.sanction.facts_stated in {true, false}

_response_known if input.sanction.response_offered in {true, false}
