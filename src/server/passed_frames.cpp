#include "server/passed_frames.hpp"

namespace signalbox::server {

std::optional<FrameIdentity> read_identity(std::string_view frames, wire::JsonReader& reader) {
    constexpr std::string_view prefix = "data: ";
    if (!frames.starts_with(prefix)) return std::nullopt;
    frames.remove_prefix(prefix.size());
    auto const parsed = reader.parse(frames.substr(0, frames.find('\n')));
    if (!parsed) return std::nullopt;
    std::string_view id;
    std::string_view model;
    FrameIdentity identity;
    if (parsed->at_key("id").get(id) != simdjson::SUCCESS || parsed->at_key("model").get(model) != simdjson::SUCCESS ||
        parsed->at_key("created").get(identity.created) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    identity.id = id;
    identity.model = model;
    return identity;
}

}  // namespace signalbox::server
