# METADATA
# title: Verdicts in time
# description: When a verdict is effective, and what kind of offence it is about.
package qinglang.lib.adjudication

effective(adjudication, moment) if {
	adjudication.verdict == "violation"
	adjudication.final
	adjudication.decided_at <= moment
	not _overturned_by(adjudication, moment)
}

# The class of the offence: A missing marking, B unverified repost, C malicious. Some have none.
class(adjudication) := data.qinglang.params.offence_class[adjudication.offence]

refutable(adjudication) if adjudication.offence in data.qinglang.params.refutable_offences

_overturned_by(adjudication, moment) if adjudication.overturned_at <= moment
