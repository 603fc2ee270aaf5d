#pragma once

#include "core/chain_context.hpp"

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace signalbox {

// A top-level member of the request as its client sent it ("tools"); nothing when there is none.
// Lives as long as `parser` parses nothing else. Costs a search of the request's bytes, and a parse
// of the run of members that may have it.
[[nodiscard]] std::optional<simdjson::dom::element> request_member(RawChat const* raw, std::string_view name,
                                                                   simdjson::dom::parser& parser);

}  // namespace signalbox
