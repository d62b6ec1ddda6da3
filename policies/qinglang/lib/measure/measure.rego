# METADATA
# title: Measures of the ladder
# description: Their ranks, which of them are mutes, and when one is in force.
package qinglang.lib.measure

# Measures beside the ladder (demonetisation, recommendation_stop) have no rank.
ranks := {"guidance": 0, "warning": 1, "short_mute": 2, "long_mute": 3, "closure": 4}

mutes := {"short_mute", "long_mute"}

in_force(sanction, moment) if {
	sanction.starts_at <= moment
	not _over_by(sanction, moment)
}

_over_by(sanction, moment) if sanction.lifted_at <= moment

_over_by(sanction, moment) if sanction.ends_at <= moment
