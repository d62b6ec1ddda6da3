# METADATA
# title: The measure that a document is about
# description: >-
#   Whether it belongs to the framework, and what it would be if its verdict, which is not in the
#   snapshot, were one or the other.
package qinglang.lib.sanction

import data.qinglang.lib.adjudication
import data.qinglang.lib.basis
import data.qinglang.lib.measure

# All that a verdict can be about, by the contract.
offences := {
	"missing_source",
	"missing_certification",
	"missing_label",
	"unverified_repost",
	"hot_event_impersonation",
	"fake_insider",
	"false_authority",
	"ai_impersonation",
	"ai_fabrication",
	"staged_event",
	"policy_misreading",
	"old_news_as_new",
	"ranking_manipulation",
	"wrong_source",
	"false_certification",
	"professional_distortion",
	"unfounded_professional_claim",
	"history_falsification",
	"false_information",
	"other",
}

# What the findings about measures tell.
facts := {"measure": input.sanction.measure, "at": input.sanction.starts_at}

rank := measure.ranks[input.sanction.measure]

# In the framework's scope, whatever is unknown. Other measures, against spam say, are not.
in_scope if adjudication.class(input.adjudication)

in_scope if basis.notice_named(input.sanction)

in_scope if {
	not input.sanction.adjudication_id
	not input.sanction.legal_basis
}

in_scope if {
	adjudication_unknown
	every offence in offences {
		data.qinglang.params.offence_class[offence]
	}
}

# In scope in some completion at least.
may_be_in_scope if in_scope

may_be_in_scope if {
	adjudication_unknown
	some offence in offences
	data.qinglang.params.offence_class[offence]
}

# The unknown verdict decides.
scope_open if {
	may_be_in_scope
	not in_scope
}

# The verdict is of this class, whatever is unknown.
of_class(class) if adjudication.class(input.adjudication) == class

of_class(class) if {
	adjudication_unknown
	every offence in offences {
		data.qinglang.params.offence_class[offence] == class
	}
}

# The verdict is unknown, and of this class in some completion.
may_be_of_class(class) if {
	adjudication_unknown
	some offence in offences
	data.qinglang.params.offence_class[offence] == class
}

adjudication_unknown if "adjudication" in input.unknown

emergency_unknown if not _emergency_known

_emergency_known if input.sanction.emergency in {true, false}

# What is wrong with the verdict that a measure rests on, or with having none.
verdict_faults contains "none" if not input.sanction.adjudication_id

verdict_faults contains "no_violation" if input.adjudication.verdict == "no_violation"

verdict_faults contains "not_final" if {
	input.adjudication.final == false
	input.sanction.emergency == false
}

verdict_faults contains "other_account" if input.adjudication.account_id != input.sanction.account_id

# The verdict was not final when the snapshot was taken, in some completion.
verdict_may_be_open if input.adjudication.final == false

verdict_may_be_open if adjudication_unknown
