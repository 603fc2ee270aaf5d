#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::redis {

// What Redis answered, as a value of our own: bounded in size and depth when it was read (ReplyLimits).
struct Reply {
    enum class Kind : std::uint8_t { nil, integer, text, array };
    Kind kind = Kind::nil;
    std::int64_t integer = 0;
    std::string text;  // of a string or a status; any bytes
    std::vector<Reply> items;

    [[nodiscard]] bool is_nil() const { return kind == Kind::nil; }
    [[nodiscard]] bool is_text() const { return kind == Kind::text; }
    [[nodiscard]] bool is_array() const { return kind == Kind::array; }
};

// Why there is no reply.
enum class Trouble : std::uint8_t {
    unavailable,  // no connection, or its breaker is open: said at once
    timeout,      // no reply in time
    refused,      // Redis answered with an error; `detail` is its first word, such as "OOM"
    cancelled,    // whoever asked gave up
};

struct Failure {
    Trouble trouble = Trouble::unavailable;
    std::string detail{};  // for people and logs: never a key or a value
};

}  // namespace signalbox::redis
