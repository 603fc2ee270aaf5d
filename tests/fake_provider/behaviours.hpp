#pragma once

#include "chat_request.hpp"
#include "options.hpp"
#include "script.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace fake {

// What behaviours remember between calls.
struct Memory {
    std::unordered_set<std::string> seen;  // prompts that fake-flaky has failed once
};

struct Call {
    ChatRequest const& request;
    Options const& options;
    Memory& memory;
    std::string_view argument;  // what stands after the colon of a marker

    // The argument as a number from 0 to 100,000, or `otherwise`.
    [[nodiscard]] int number(int otherwise) const;
    [[nodiscard]] std::chrono::milliseconds milliseconds(int otherwise) const {
        return std::chrono::milliseconds{number(otherwise)};
    }
};

struct Behaviour {
    std::string_view name;
    std::string_view what;  // one line for people
    Script (*play)(Call const& call) = nullptr;
};

// The parts of the table, each in its own file.
[[nodiscard]] std::span<Behaviour const> answer_behaviours();    // a proper answer with an odd content
[[nodiscard]] std::span<Behaviour const> hopeless_behaviours();  // a long answer that is of no use from its beginning
[[nodiscard]] std::span<Behaviour const> stream_behaviours();    // odd pace, framing or events
[[nodiscard]] std::span<Behaviour const> fault_behaviours();     // statuses, silence and broken connections

[[nodiscard]] std::array<std::span<Behaviour const>, 4> all_behaviours();

// Tells `text` as a model would: stream or whole, as the request asks, at the pace of the options.
[[nodiscard]] Script say(Call const& call, std::string_view text, std::string_view finish_reason = "stop");

// The answer to a chat request. Model `fake-<behaviour>` decides; with any other model, and with
// fake-normal, a marker in the last user message does; otherwise the answer is normal.
[[nodiscard]] Script answer(ChatRequest const& request, Options const& options, Memory& memory);

}  // namespace fake
