#include "wire/copied_members.hpp"

#include "wire/given_member.hpp"

namespace signalbox::wire {

void copy_members(JsonWriter& json, simdjson::dom::object from, std::initializer_list<std::string_view> names) {
    for (auto const name : names) {
        auto const value = given_member(from, name);
        if (!value) continue;
        json.key(name);
        json.raw(simdjson::minify(*value));
    }
}

}  // namespace signalbox::wire
