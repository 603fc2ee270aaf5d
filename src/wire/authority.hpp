#pragma once

#include <string_view>

namespace signalbox::wire {

// A host with an optional port, as Host and absolute targets have it: a name of letters, digits, '-',
// '_' and single dots, or an address, IPv6 in brackets; port 1-65535. No user, space, list or path.
[[nodiscard]] bool is_authority(std::string_view text);

}  // namespace signalbox::wire
