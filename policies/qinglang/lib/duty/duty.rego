# METADATA
# title: A duty is attested
# description: >-
#   The one rule behind all duty controls: what the platform stated last about a duty. A control of
#   this kind is a line in `duties` and a folder that names its code.
package qinglang.lib.duty

import data.qinglang.lib.calendar

# Control code -> the duty that it follows.
duties := {
	"GOV-01": "detection",
	"GOV-02": "source_annotation",
	"GOV-03": "certification",
	"GOV-04": "content_review",
	"GOV-05": "account_management",
	"GOV-06": "annotation_function",
	"GOV-07": "certification_process",
	"GOV-08": "publishing_flow",
	"GOV-09": "complaint_channel",
	"GOV-10": "responsibility_system",
	"GOV-11": "negative_information_list",
	"GOV-12": "monetisation_management",
	"GOV-13": "refutation_label",
}

stated(code) if {
	some statement in input.capabilities
	statement.duty == duties[code]
}

unfulfilled(code) if {
	some statement in input.capabilities
	_decides(statement, code)
	statement.statement in {"partly", "not_in_place"}
}

expired(code) if {
	some statement in input.capabilities
	_decides(statement, code)
	statement.expires_at < calendar.now
}

# The statement that decides rests on no evidence.
unproven(code) if {
	some statement in input.capabilities
	_decides(statement, code)
	not statement.evidence_hash
}

# The last statement decides; of several at one moment, the one with the greatest id.
_decides(statement, code) if {
	[statement.attested_at, statement.capability_id] == max({[other.attested_at, other.capability_id] |
		some other in input.capabilities
		other.duty == duties[code]
	})
}
