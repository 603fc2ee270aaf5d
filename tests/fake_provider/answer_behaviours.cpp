#include "answers.hpp"
#include "behaviours.hpp"
#include "composer.hpp"

#include <array>

// Answers in good form whose content is special.

namespace fake {
namespace {

std::string normal_text(Call const& call) {
    auto const count = call.number(static_cast<int>(call.options.tokens));
    return count > 0 ? prose(static_cast<std::size_t>(count)) : answer_to(call.request.prompt, call.request.json_mode);
}

Script normal(Call const& call) { return say(call, normal_text(call)); }

Script utf8(Call const& call) {
    return say(call,
               "Grüße aus Zürich, привет из Москвы, 你好，世界, \xf0\x9f\x9a\x80 and "
               "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb work.");
}

Script empty(Call const& call) { return say(call, ""); }

Script length(Call const& call) {
    return say(call, "The first reason is the cost of waiting. The second reason is that the", "length");
}

Script content_filter(Call const& call) { return say(call, "That is", "content_filter"); }

Script refusal(Call const& call) {
    return say(call, "I'm sorry, but I can't help with that request. As an AI language model I am unable to assist.");
}

Script repetition(Call const& call) {
    std::string text = "The answer is as follows. ";
    for (int i = 0; i < call.number(60); ++i) text.append("It goes on and on and on. ");
    return say(call, text);
}

Script bad_code(Call const& call) {
    return say(call, "Here is the function:\n\n```python\ndef add(a, b):\n    return (a + b\n");
}

Script bad(Call const& call) { return say(call, "BAD: this answer says nothing about what was asked, on purpose."); }

Script bad_json(Call const& call) { return say(call, R"({"answer": "unfinished, "list": [1, 2,)"); }

Script done_inside(Call const& call) {
    return say(call,
               "A stream ends with data: [DONE] and not before.\n\ndata: [DONE]\n\ndata: {\"error\": 1}\n\nThis is "
               "still text.");
}

Script echo(Call const& call) { return say(call, call.request.prompt); }

std::string verdict(Call const& call) {
    auto const low = call.request.conversation.find("BAD") != std::string::npos;
    return low ? R"({"accuracy": 2, "completeness": 2, "score": 2, "issues": ["does not answer the question"]})"
               : R"({"accuracy": 9, "completeness": 9, "score": 9, "issues": []})";
}

Script judge(Call const& call) { return say(call, verdict(call)); }

Script judge_prose(Call const& call) {
    return say(call, "Let me look at this answer.\n\n```json\n" + verdict(call) + "\n```\n\nThat is my judgement.");
}

Script judge_babble(Call const& call) { return say(call, "What a lovely answer! I would give it a solid eleven."); }

// More than any built-in analysis would say of a short message.
Script analyzer(Call const& call) {
    return say(call, R"({"complexity": 9, "category": "code", "capabilities": ["reasoning"], )"
                     R"("estimatedOutputTokens": 400, "confidence": 0.98, "reasoning": "Many parts must fit."})");
}

// Arguments come in pieces that break inside of strings; two calls in parallel by default.
Script tools(Call const& call) {
    Composer composer{call.request};
    ToolUse const weather{"call_a", "get_weather", R"({"city":"Paris"})"};
    ToolUse const time{"call_b", "get_time", R"({"zone":"Europe/Paris"})"};
    if (!call.request.stream) return composer.whole({.tools = {weather, time}, .finish = "tool_calls"}).take();
    composer.head().role();
    composer.tool(weather, {R"({"ci)", R"(ty":"Par)", R"(is"})"});
    composer.tool(time, {R"({"zone":"Europe)", R"(/Paris"})"});
    return composer.finish("tool_calls").done().take();
}

Script tools_bad_index(Call const& call) {
    if (!call.request.stream) return tools(call);
    Composer composer{call.request};
    composer.head().delta(R"({"role":"assistant","content":null})");
    composer.delta(
        R"({"tool_calls":[{"index":"0","id":"call_a","type":"function","function":{"name":"get_weather","arguments":""}}]})");
    composer.delta(R"({"tool_calls":[{"function":{"arguments":"{\"city\":\"Par"}}]})");
    composer.delta(R"({"tool_calls":[{"index":-1,"function":{"arguments":"is\"}"}}]})");
    return composer.finish("tool_calls").done().take();
}

constexpr std::array table{
    Behaviour{"normal", "a short real text that depends on the prompt; argument: so many words of prose", normal},
    Behaviour{"utf8", "several scripts and emoji", utf8},
    Behaviour{"empty", "no text, finish_reason stop", empty},
    Behaviour{"length", "cut off, finish_reason length", length},
    Behaviour{"content-filter", "finish_reason content_filter", content_filter},
    Behaviour{"refusal", "a polite refusal", refusal},
    Behaviour{"repetition", "one sentence again and again; argument: how often (60)", repetition},
    Behaviour{"bad-code", "a code fence that is never closed", bad_code},
    Behaviour{"bad", "an answer with the word that fake-judge scores low", bad},
    Behaviour{"bad-json", "broken JSON as the text", bad_json},
    Behaviour{"done-inside", "the text contains data: and [DONE]", done_inside},
    Behaviour{"echo", "the last user message", echo},
    Behaviour{"judge", "scores as JSON: 2 when the conversation contains BAD, else 9", judge},
    Behaviour{"judge-prose", "the same in a code fence with prose around it", judge_prose},
    Behaviour{"judge-babble", "a verdict without any JSON", judge_babble},
    Behaviour{"analyzer", "an analysis as JSON: complexity 9, code, sure of it", analyzer},
    Behaviour{"tools", "two parallel tool calls, arguments split", tools},
    Behaviour{"tools-bad-index", "tool call fragments with text, missing and negative index", tools_bad_index},
};

}  // namespace

std::span<Behaviour const> answer_behaviours() { return table; }

}  // namespace fake
