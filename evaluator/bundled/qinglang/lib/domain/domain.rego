# METADATA
# title: What unknown values may be
# description: Values that the contract allows in columns whose unknown cells policies complete.
package qinglang.lib.domain

topics := {"news_domestic", "news_international", "public_policy", "social_event", "other"}

professional_fields := {"finance", "medicine", "law", "education"}
