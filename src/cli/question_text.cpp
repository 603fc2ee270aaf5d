#include "cli/question_text.hpp"

#include <istream>

namespace signalbox::cli {

Result<std::string> question_text(std::optional<std::string> const& argument, std::istream& in, bool in_is_screen) {
    constexpr std::size_t most = 16 << 20;
    constexpr std::size_t piece = 64 << 10;
    auto text = argument.value_or("-");
    if (!argument && in_is_screen) return fail(Errc::invalid_value, "no question: give one, or pipe one in");
    if (text == "-") {
        text.clear();
        for (std::string buffer(piece, '\0'); in && text.size() <= most;) {
            in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
            text.append(buffer, 0, static_cast<std::size_t>(in.gcount()));
        }
        if (text.ends_with('\n')) text.pop_back();
    }
    if (text.empty()) return fail(Errc::invalid_value, "the question is empty");
    if (text.size() > most) return fail(Errc::invalid_value, "the question is larger than 16 MiB");
    return text;
}

}  // namespace signalbox::cli
