#pragma once

#include "core/error.hpp"
#include "server/endpoints.hpp"
#include "server/key_hash.hpp"
#include "server/key_table.hpp"
#include "wire/http_head.hpp"

#include <optional>
#include <string_view>

namespace signalbox::server {

// The key that a request brings: x-api-key, else Authorization: Bearer. When both are there the first
// counts, as at Anthropic, whose clients send both. Empty when there is none.
[[nodiscard]] std::string_view presented_key(wire::RequestHead const& head);

// Whose request it is, from the head alone; null where none is asked for or needed. `endpoint` is null when
// nothing matches: what does not exist is told to those who may come in.
// Errors: unauthorized, the same for every reason.
[[nodiscard]] Result<SharedKey> identify(wire::RequestHead const& head, Endpoint const* endpoint, KeyTable const& keys,
                                         KeyHasher& hasher, bool from_loopback);

// Errors: forbidden, with the scope that is missing.
[[nodiscard]] Result<void> check_scope(ApiKey const& key, Endpoint const& endpoint);

// Counts a request against the limits of its key. Errors: rate_limited with the time to wait.
[[nodiscard]] Result<void> count_request(KeyAccount& account, TimePoint now);

}  // namespace signalbox::server
