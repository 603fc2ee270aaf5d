#include "providers/demo_pace.hpp"

#include "validation/text.hpp"

#include <algorithm>

namespace signalbox {

namespace {

using std::chrono::duration_cast;

constexpr std::size_t longest_piece = 12;
constexpr double usual_speed = 80;  // tokens per second

}  // namespace

DemoPace demo_pace(ModelCard const& model) {
    auto const speed =
        std::clamp(model.tokens_per_second.known() ? model.tokens_per_second.value : usual_speed, 1.0, 10'000.0);
    auto const first = model.upstream_name == "large" ? 600 : model.upstream_name == "small" ? 250 : 400;
    return {milliseconds{first}, duration_cast<Duration>(std::chrono::duration<double>{1 / speed})};
}

std::string_view demo_piece(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && !is_blank(text[end])) ++end;
    while (end < text.size() && is_blank(text[end])) ++end;
    if (end <= longest_piece) return text.substr(0, end);
    auto const piece = whole_prefix(text, longest_piece);
    return piece.empty() ? text.substr(0, longest_piece) : piece;  // bytes that are no characters
}

}  // namespace signalbox
