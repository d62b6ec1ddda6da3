# METADATA
# title: What unknown values may be
# description: Values that the contract allows in columns whose unknown cells policies complete.
package qinglang.lib.domain

topics := {"news_domestic", "news_international", "public_policy", "social_event", "other"}

professional_fields := {"finance", "medicine", "law", "education"}

annotation_kinds := {
	"source",
	"ai_generated",
	"ai_possible",
	"ai_suspected",
	"fiction",
	"past_event",
	"refuted",
	"disputed",
}

regions := {"edge", "corner", "centre", "control_area", "below_fold"}

pixels := {"least": 1, "most": 100000}

milliseconds := {"least": 0, "most": 86400000}

contrast_centi := {"least": 100, "most": 2100}

flags := {true, false}

display_keys := {
	"field",
	"identity",
	"institution",
	"certificate_name",
	"operator_name",
	"uscc",
	"id_number",
	"certificate_number",
	"certificate_scan",
	"phone",
	"address",
	"birth_date",
	"face",
}

dimensions := {"name", "qualification", "display", "business"}
