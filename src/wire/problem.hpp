#pragma once

#include "core/error.hpp"

#include <string>
#include <string_view>

namespace signalbox::wire {

// What one error code means over HTTP. The table is public: docs/errors.md has a heading for each row.
struct Problem {
    int status;
    std::string_view type;  // OpenAI's `error.type`
    std::string_view code;  // OpenAI's `error.code`
    bool sdk_should_retry;  // false is sent as x-should-retry: false on 5xx
    std::string_view hint;  // what the reader can do about it
};
[[nodiscard]] Problem const& problem(Errc code);
// Refines bad_request by `param`: 501 transfer-encoding, 505 version, 417 expect; and provider_overloaded
// by `retry_after`: 503.
[[nodiscard]] int status_of(Error const& error);

// What people are told: the error's own words, else the row's hint. A view into `error` or the table.
[[nodiscard]] std::string_view message_of(Error const& error);

// `{"error":{"message","type","param","code"}}`, on all surfaces but Anthropic's.
void append_problem(std::string& out, Error const& error);

}  // namespace signalbox::wire
