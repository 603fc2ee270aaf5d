#include "validation/checks.hpp"
#include "validation/text.hpp"

#include <array>

namespace signalbox::checks {

namespace {

constexpr std::size_t hopeless = 512;  // bytes of nothing: no answer begins like this

// Blanks that are no ASCII: no-break, zero-width and ideographic ones, the byte order mark.
constexpr std::array<std::string_view, 7> invisible{"\u00a0", "\u200b", "\u200c", "\u200d",
                                                    "\u2060", "\u3000", "\ufeff"};

bool shows_nothing(std::string_view text) {
    for (text = trim(text); !text.empty(); text = trim(text)) {
        auto const before = text.size();
        for (auto const blank : invisible)
            if (text.starts_with(blank)) text.remove_prefix(blank.size());
        if (text.size() == before) return false;
    }
    return true;
}

}  // namespace

Evidence empty(AnswerView const& view) {
    if (!view.finished && view.answer.size() < hopeless) return std::nullopt;
    if (!shows_nothing(view.answer)) return std::nullopt;
    return "the answer has no text";
}

}  // namespace signalbox::checks
