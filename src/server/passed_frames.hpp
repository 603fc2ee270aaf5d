#pragma once

#include "wire/json_document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::server {

// What must be known of a provider's frames that pass through unread: the members that are equal in
// all chunks of one answer.
struct FrameIdentity {
    std::string id;
    std::string model;
    std::int64_t created = 0;
};
// Of the first frame in `frames`; nothing when it does not have all of them.
[[nodiscard]] std::optional<FrameIdentity> read_identity(std::string_view frames, wire::JsonReader& reader);

}  // namespace signalbox::server
