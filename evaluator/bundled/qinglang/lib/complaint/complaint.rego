# METADATA
# title: Time limits of complaints
# description: How long the document's complaint may take, and whether it took longer.
package qinglang.lib.complaint

import data.qinglang.lib.calendar

# What the contract allows the platform to declare, in days.
shortest := 1

longest := 36500

# Days that deciding may take: what the platform published, else what the parameter asks.
limit := input.complaint.declared_days

limit := data.qinglang.params.complaint_days if not input.complaint.declared_days

limit_unknown if not limit

# The moment by which it had to be decided. What the complainant kept waiting does not count.
due(days) := input.complaint.received_at + ((days + _paused) * calendar.day)

late(moment) if moment < input.complaint.decided_at

late(moment) if {
	not input.complaint.decided_at
	moment < calendar.now
}

_paused := object.get(input.complaint, "paused_days", 0)
