#include "validation/request_member.hpp"

#include <string>

namespace signalbox {

std::optional<simdjson::dom::element> request_member(RawChat const* raw, std::string_view name,
                                                     simdjson::dom::parser& parser) {
    if (raw == nullptr) return std::nullopt;
    std::string const quoted = '"' + std::string{name} + '"';
    for (auto const members : raw->members) {
        if (!members.contains(quoted)) continue;
        std::string object;
        object.reserve(members.size() + 2 + simdjson::SIMDJSON_PADDING);
        object.append("{").append(members).append("}");
        simdjson::dom::element member;
        if (parser.parse(object).at_key(name).get(member) == simdjson::SUCCESS) return member;
    }
    return std::nullopt;
}

}  // namespace signalbox
