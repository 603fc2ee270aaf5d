#pragma once

#include <string_view>

namespace signalbox::wire {

// One member of a JSON object as its bytes stand.
struct RawMember {
    std::string_view name;  // between the quotes, escapes and all
    std::string_view value;
    std::string_view whole;  // name, colon and value
};

// Walks over the members of one JSON object without reading their values:
//   RawMembers members{text}; RawMember member; while (members.next(member)) ...
// REQUIRES: the text was validated and is one object; of anything else it gives no members.
class RawMembers {
public:
    explicit RawMembers(std::string_view object);
    [[nodiscard]] bool next(RawMember& member);

private:
    std::string_view rest_;
};

// Whether the raw name means `name` (ASCII), also when it is spelled with escapes.
[[nodiscard]] bool means(std::string_view raw_name, std::string_view name);

}  // namespace signalbox::wire
