# METADATA
# title: Accounts that publish as professionals
# description: >-
#   The fields in which an account publishes as a professional, whether it is certified for them,
#   and what decides it where that is unknown.
package qinglang.lib.professional

import data.qinglang.lib.calendar
import data.qinglang.lib.holder

# What the account published in each field that it needs a certification for.
claims contains claim if {
	not _exempt
	some claim in input.professional_posts
	claim.field in data.qinglang.params.certified_fields
	claim.posts >= data.qinglang.params.min_professional_posts
	claim.last_at >= data.qinglang.params.standing_from
}

# Claims without any certification, and without one that has expired.
uncertified contains claim if {
	some claim in claims
	not _certified(claim)
	count(expired(claim)) == 0
}

# Claims without a certification, but with one that has expired.
lapsed contains claim if {
	some claim in claims
	not _certified(claim)
	count(expired(claim)) > 0
}

# Certifications of the claim's field that had expired at its last post: end and id.
expired(claim) := {[held.valid_to, held.certification_id] |
	some held in input.certifications
	held.field == claim.field
	held.state == "valid"
	held.valid_to < claim.last_at
}

# The operator may publish news, and needs no other certification.
licensed if input.operator.licensed_news

unlicensed if input.operator.licensed_news == false

# An account without an operator has no licence.
unlicensed if {
	not input.operator
	not _operator_unknown
}

# Posts of unknown field could make the account one that needs a certification.
hangs_on_field if {
	not _exempt
	not licensed
	some lost in input.professional_posts
	lost.field == "unknown"
	some field in data.qinglang.params.certified_fields
	not holder.certified(field, calendar.now)
	_may_reach(field)
}

_may_reach(field) if {
	rows := [row | some row in input.professional_posts; row.field in {field, "unknown"}]
	sum([row.posts | some row in rows]) >= data.qinglang.params.min_professional_posts
	max([row.last_at | some row in rows]) >= data.qinglang.params.standing_from
}

_certified(claim) if holder.certified(claim.field, claim.last_at)

_certified(claim) if holder.certified(claim.field, calendar.now)

_exempt if input.account.account_class in data.qinglang.params.exempt_classes

_operator_unknown if "operator" in input.unknown
