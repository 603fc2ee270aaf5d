#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace load {

enum class Mode {
    json,           // whole answers, closed loop
    sse,            // streams read to their end, closed loop
    paced,          // endless streams, each event carries its time of sending
    idle,           // open streams that say nothing more
    orchestration,  // streams of progress events, closed loop
};

struct Options {
    std::uint16_t port = 0;
    Mode mode = Mode::json;
    std::string path = "/v1/chat/completions";
    std::string model = "auto";
    std::string prompt;             // the last user message
    std::string expect;             // the exact text of a good answer; empty: any text
    std::string key;                // Authorization: Bearer
    std::size_t body_bytes = 1024;  // of the chat request, filled up with conversation
    std::size_t connections = 32;   // or open streams
    std::size_t requests = 0;       // stop after so many; 0: after `length`
    std::chrono::milliseconds length{2000};
    double rate = 0;  // requests a second; 0: as fast as the answers come
};

inline constexpr char usage[] =
    "load --port N --mode json|sse|paced|idle|orchestration [--path P] [--model M] [--prompt T]\n"
    "     [--expect T] [--key K] [--body-bytes N] [--connections N] [--requests N] [--ms N] [--rate N]\n"
    "Loopback only. Prints one JSON object. Mode idle prints `ready` when all streams are open and\n"
    "leaves when stdin ends.\n";

// Nothing when an argument cannot be used; `complaint` then names it.
[[nodiscard]] std::optional<Options> read_options(int count, char const* const* arguments, std::string& complaint);

// The bytes of one request, head and body, as the options want it.
[[nodiscard]] std::string request_bytes(Options const& options);

}  // namespace load
