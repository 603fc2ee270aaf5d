#pragma once

#include "core/error.hpp"
#include "core/keyed_hash.hpp"
#include "routing/route_cache.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// The route cache as bytes, to be there again after a restart. It holds no message, but the secret that keys its
// digests: a file of it is its owner's alone.
//
// "signalbox routes\n", the form (4 bytes), the secret (16), the wall clock in milliseconds since 1970 (8), the number
// of routes (4), each route, and a keyed hash over all of it (16). A route: digest (16), epoch (8), age in milliseconds
// (8), hits (8), its label and its sealed plan, each behind its length. Numbers least significant byte first.
struct RouteFile {
    KeyedHash::Key secret{};
    std::int64_t saved = 0;         // milliseconds since 1970
    std::vector<KeptRoute> routes;  // those used last first
};

// Some 200,000 routes: what does not fit is left out, what was used longest ago first.
inline constexpr std::size_t most_route_bytes = std::size_t{200} << 20;

// Routes that cannot be sealed (route_value.hpp) are left out too.
[[nodiscard]] std::string write_route_file(RouteFile const& file);
// The ages are those of when it was saved. Errors: invalid_value, with what is wrong with the bytes.
[[nodiscard]] Result<RouteFile> read_route_file(std::string_view bytes);

}  // namespace signalbox
