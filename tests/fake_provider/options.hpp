#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace fake {

// What the command line decides. Pace and length are defaults: a behaviour's argument wins.
struct Options {
    std::uint16_t port = 0;              // 0: any free one
    std::size_t tokens = 0;              // length of the normal answer; 0: as long as the text is
    std::chrono::milliseconds first{0};  // before the first token
    std::chrono::milliseconds gap{0};    // between tokens
    bool die_with_parent = false;
    bool help = false;
};

inline constexpr char usage[] =
    "fake_provider [--port N] [--tokens N] [--first-ms N] [--gap-ms N] [--die-with-parent]\n"
    "An OpenAI-shaped upstream that misbehaves on request: model `fake-<behaviour>`, or\n"
    "`[[behaviour]]`, `[[behaviour:argument]]` in the prompt. GET /behaviours lists them.\n";

// Nothing when an argument is unknown or not a number; `complaint` then says which.
[[nodiscard]] std::optional<Options> read_options(int count, char const* const* arguments, std::string& complaint);

}  // namespace fake
