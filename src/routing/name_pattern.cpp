#include "routing/name_pattern.hpp"

namespace signalbox {

bool matches_pattern(std::string_view pattern, std::string_view name) {
    constexpr auto none = std::string_view::npos;
    std::size_t at = 0, in = 0;
    auto star = none;         // the last `*` that was met
    std::size_t matched = 0;  // how far `name` goes for it
    while (in < name.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            matched = in;
        } else if (at < pattern.size() && pattern[at] == name[in]) {
            ++at;
            ++in;
        } else if (star != none) {
            at = star + 1;
            in = ++matched;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at) == none;
}

}  // namespace signalbox
