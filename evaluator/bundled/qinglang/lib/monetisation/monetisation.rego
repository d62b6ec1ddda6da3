# METADATA
# title: Monetisation rights in time
# description: When a right to earn money is granted, and at which moments it came or came back.
package qinglang.lib.monetisation

granted(grant, moment) if {
	grant.granted_at <= moment
	not _revoked_by(grant, moment)
	not _suspended_at(grant, moment)
}

# Moments at which the right was given, or given back.
beginnings(grant) := {grant.granted_at, grant.resumed_at}

beginnings(grant) := {grant.granted_at} if not grant.resumed_at

_revoked_by(grant, moment) if grant.revoked_at <= moment

_suspended_at(grant, moment) if {
	grant.suspended_at <= moment
	not _resumed_by(grant, moment)
}

_resumed_by(grant, moment) if {
	grant.suspended_at <= grant.resumed_at
	grant.resumed_at <= moment
}
