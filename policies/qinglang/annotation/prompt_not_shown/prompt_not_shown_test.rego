package qinglang.annotation.prompt_not_shown_test

import data.qinglang.annotation.prompt_not_shown

_params := {"max_unprompted_percent": 10}

_answer(document) := answer if {
	answer := [prompt_not_shown.applies, prompt_not_shown.violations, prompt_not_shown.undetermined] with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 864000}
}

_row(channel, shown, not_shown, unknown) := {
	"publish_channel": channel,
	"posts": (shown + not_shown) + unknown,
	"shown": shown,
	"not_shown": not_shown,
	"unknown": unknown,
}

test_channel_above_its_share_violates if {
	_answer({"prompting": [_row("app", 89, 11, 0), _row("web", 90, 10, 0)]}) == [
		true,
		{{"publish_channel": "app", "not_shown": 11, "posts": 100}},
		set(),
	]
}

test_other_channels_are_not_asked if {
	_answer({"prompting": [_row("api", 0, 100, 0)]}) == [false, set(), set()]
	_answer({"prompting": []}) == [false, set(), set()]
}

test_unknown_prompts_decide if {
	_answer({"prompting": [_row("app", 89, 10, 1)]}) == [
		true,
		set(),
		{{"missing": "posts.label_prompt_shown"}},
	]
}

test_unknown_channel_decides_unless_both_violate if {
	_answer({"prompting": [_row("unknown", 0, 1, 0)]}) == [
		false,
		set(),
		{{"missing": "posts.publish_channel"}},
	]
	_answer({"prompting": [_row("unknown", 1, 0, 0)]}) == [false, set(), set()]
	rows := [_row("app", 0, 1, 0), _row("web", 0, 1, 0), _row("unknown", 0, 0, 1)]
	_answer({"prompting": rows})[2] == set()
}
