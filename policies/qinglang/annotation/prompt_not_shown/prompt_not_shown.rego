# METADATA
# title: Prompt not shown
# description: >-
#   On a channel of publication too many authors are not offered the label options.
# custom:
#   code: ANN-14
#   title_zh: 发布时未提示标注
#   clauses: [3.2 s1]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: state
#   identity: [publish_channel]
#   cause: []
#   messages:
#     en: "On the channel {publish_channel}, {not_shown} of {posts} posts were published without the label options being offered: authors cannot label what they do not see."
#     zh: "在 {publish_channel} 渠道，{posts} 条内容中有 {not_shown} 条发布时未提示标注选项，作者难以主动标注。"
#   cure:
#     en: Offer the label options on every publication.
#     zh: 在每次发布时提示标注选项。
package qinglang.annotation.prompt_not_shown

default applies := false

applies if count(_channels) > 0

violations contains object.filter(channel, {"publish_channel", "not_shown", "posts"}) if {
	some channel in _channels
	_too_many(channel.not_shown, channel)
}

undetermined contains {"missing": "posts.label_prompt_shown"} if {
	some channel in _channels
	not _too_many(channel.not_shown, channel)
	_too_many(channel.not_shown + channel.unknown, channel)
}

undetermined contains {"missing": "posts.publish_channel"} if {
	some channel in input.prompting
	channel.publish_channel == "unknown"
	channel.not_shown + channel.unknown > 0
	count(_violating) < 2
}

# Channels that have a place to offer labels in.
_channels contains channel if {
	some channel in input.prompting
	channel.publish_channel in {"app", "web"}
}

_violating contains channel.publish_channel if {
	some channel in _channels
	_too_many(channel.not_shown, channel)
}

_too_many(posts, channel) if {
	most := data.qinglang.params.max_unprompted_percent * channel.posts
	posts * 100 > most
}
