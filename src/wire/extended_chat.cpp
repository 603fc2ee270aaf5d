#include "wire/extended_chat.hpp"

#include "wire/json_writer.hpp"
#include "wire/raw_members.hpp"

namespace signalbox::wire {

namespace {

// A JSON array with these messages behind what it has.
void append_extended(std::string& out, std::string_view array, std::span<Message const> more) {
    auto const inside = array.substr(0, array.rfind(']'));
    out += inside;
    bool first = inside.find_first_not_of(" \t\r\n", 1) == std::string_view::npos;
    for (auto const& message : more) {
        if (!first) out += ',';
        first = false;
        out += R"({"role":)";
        append_json_string(out, name(message.role));
        out += R"(,"content":)";
        append_json_string(out, message.content);
        out += '}';
    }
    out += ']';
}

}  // namespace

std::string extended_members(RawChat const& chat, std::span<Message const> more) {
    std::string out;
    for (auto const run : chat.members) {
        auto const object = "{" + std::string{run} + "}";
        RawMembers members{object};
        for (RawMember member; members.next(member);) {
            if (!out.empty()) out += ',';
            if (!means(member.name, "messages")) {
                out += member.whole;
                continue;
            }
            out += R"("messages":)";
            append_extended(out, member.value, more);
        }
    }
    return out;
}

}  // namespace signalbox::wire
