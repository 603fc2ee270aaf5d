#pragma once

#include "server/key_account.hpp"

#include <string>

namespace signalbox::server {

// Appends the x-ratelimit-* fields of the limits that the key has, as OpenAI's clients read them: limit,
// remaining, and the time until nothing of it is used ("250ms", "12s", "1m0s").
void append_rate_limit_fields(std::string& out, KeyAccount const& account, TimePoint now);

}  // namespace signalbox::server
