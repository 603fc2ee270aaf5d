#pragma once

#include <span>
#include <string>
#include <string_view>

namespace signalbox::redis {

// One command as Redis reads it: an array of strings, each with its length.
[[nodiscard]] std::string request_bytes(std::span<std::string_view const> words);

}  // namespace signalbox::redis
