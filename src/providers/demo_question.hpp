#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox {

// What a demo model understands of a question. Much less than the analysis does, on purpose: a
// model is a stranger to the house that asks it.
struct DemoQuestion {
    std::size_t parts = 0;  // numbered questions; 0 when it numbers none
    bool complex = false;   // too hard for the small model
    bool code = false;      // wants a program
    bool creative = false;  // wants a poem or a story
    std::string topic;      // what it is about, in its own words: "a rate limiter for a distributed API"
};

[[nodiscard]] DemoQuestion read_demo_question(std::string_view text);

// The same for the same text and seed, on every machine.
[[nodiscard]] std::uint64_t demo_hash(std::string_view text, std::uint64_t seed);

}  // namespace signalbox
