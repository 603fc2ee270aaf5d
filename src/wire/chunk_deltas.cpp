#include "wire/chunk_deltas.hpp"

#include "wire/text_member.hpp"

#include <algorithm>

namespace signalbox::wire {

namespace {

using Object = simdjson::dom::object;

std::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::provider_protocol, "a chunk of the answer cannot be told in this API: " + std::string{why});
}

// True when there was some.
bool tell_reasoning(Object delta, ChunkListener& listener) {
    auto thoughts = text_member(delta, "reasoning_content");
    if (thoughts.empty()) thoughts = text_member(delta, "reasoning");
    if (!thoughts.empty()) listener.on_reasoning(thoughts);
    bool told = !thoughts.empty();
    simdjson::dom::array details;
    if (delta.at_key("reasoning_details").get(details) != simdjson::SUCCESS) return told;
    for (auto const detail : details) {
        Object object;
        if (detail.get(object) != simdjson::SUCCESS) continue;
        auto const signature = text_member(object, "signature");
        if (signature.empty()) continue;
        listener.on_signature(signature);
        told = true;
    }
    return told;
}

bool tell_text(Object delta, ChunkListener& listener) {
    auto const words = text_member(delta, "content");
    if (!words.empty()) listener.on_text(words);
    auto const refusal = text_member(delta, "refusal");
    if (!refusal.empty()) listener.on_refusal(refusal);
    return !words.empty() || !refusal.empty();
}

}  // namespace

Result<void> ChunkDeltas::read(std::string_view frames, JsonReader& reader, ChunkListener& listener) {
    constexpr std::string_view prefix = "data: ";
    while (!frames.empty()) {
        auto const line = frames.substr(0, frames.find('\n'));
        frames.remove_prefix(std::min(line.size() + 1, frames.size()));
        if (!line.starts_with(prefix)) continue;
        if (auto told = chunk(line.substr(prefix.size()), reader, listener); !told) return told;
    }
    return {};
}

Result<void> ChunkDeltas::chunk(std::string_view data, JsonReader& reader, ChunkListener& listener) {
    auto const document = reader.parse(data);
    if (!document) return broken("it is no strict JSON");
    Object delta;
    if (document->at_key("choices").at(0).at_key("delta").get(delta) != simdjson::SUCCESS) return {};
    if (tell_reasoning(delta, listener)) in_call_ = false;
    if (tell_text(delta, listener)) in_call_ = false;
    simdjson::dom::array calls;
    if (delta.at_key("tool_calls").get(calls) != simdjson::SUCCESS) return {};
    for (auto const element : calls) {
        Object object;
        if (element.get(object) != simdjson::SUCCESS) return broken("a tool call is no object");
        if (auto told = call(object, listener); !told) return told;
    }
    return {};
}

Result<void> ChunkDeltas::call(Object call, ChunkListener& listener) {
    std::int64_t index = 0;
    if (call.at_key("index").get(index) != simdjson::SUCCESS || index < 0) return broken("a tool call has no index");
    Object function;
    auto const has_function = call.at_key("function").get(function) == simdjson::SUCCESS;
    if (index > latest_call_) {
        auto const id = text_member(call, "id");
        auto const name = has_function ? text_member(function, "name") : std::string_view{};
        if (id.empty() || name.empty()) return broken("a tool call begins without id or name");
        listener.on_call(id, name);
        latest_call_ = index;
        in_call_ = true;
    }
    if (index < latest_call_ || !in_call_) return broken("fragments of a tool call that has ended");
    auto const fragment = has_function ? text_member(function, "arguments") : std::string_view{};
    if (!fragment.empty()) listener.on_arguments(fragment);
    return {};
}

}  // namespace signalbox::wire
