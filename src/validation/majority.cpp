#include "validation/majority.hpp"

#include <algorithm>
#include <array>

namespace signalbox {

namespace {

constexpr std::size_t longest = 200;

// Before a space or a colon.
constexpr std::array<std::string_view, 8> introductions{
    "the final answer is", "the answer is", "final answer", "answer is", "answer", "it is", "it's", "that is"};

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// What may stand around an answer without being part of it.
bool is_trim(char c) {
    constexpr std::string_view trims = ".,;:!?\"'`*_()[]#";
    return is_space(c) || trims.find(c) != trims.npos;
}

void trim(std::string_view& text) {
    while (!text.empty() && is_trim(text.front()) && text.front() != '.') text.remove_prefix(1);  // ".5" is no 5
    while (!text.empty() && is_trim(text.back())) text.remove_suffix(1);
}

std::string lowered(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '*' || c == '`') continue;  // markup within
        if (!is_space(c)) {
            out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
        } else if (!out.empty() && out.back() != ' ') {
            out.push_back(' ');
        }
    }
    return out;
}

}  // namespace

std::string countable(std::string_view answer) {
    if (answer.size() > longest) return {};
    trim(answer);
    auto const text = lowered(answer);
    std::string_view rest = text;
    for (auto const introduction : introductions) {
        if (!rest.starts_with(introduction)) continue;
        auto const follows = rest.substr(introduction.size());
        if (!follows.starts_with(' ') && !follows.starts_with(':')) continue;
        rest = follows;
        break;
    }
    trim(rest);
    return std::string{rest};
}

std::optional<Majority> majority(std::vector<std::string_view> const& answers) {
    struct Opinion {
        std::string text;
        std::vector<std::size_t> voters;
    };
    std::vector<Opinion> opinions;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        auto text = countable(answers[i]);
        if (text.empty()) continue;
        auto found = std::ranges::find(opinions, text, &Opinion::text);
        if (found == opinions.end()) found = opinions.insert(found, {std::move(text), {}});
        found->voters.push_back(i);
    }
    auto const votes = [](Opinion const& opinion) { return opinion.voters.size(); };
    auto const most = std::ranges::max_element(opinions, {}, votes);
    if (most == opinions.end() || votes(*most) < 2) return std::nullopt;
    if (std::ranges::count(opinions, votes(*most), votes) > 1) return std::nullopt;
    return Majority{std::move(most->voters)};
}

}  // namespace signalbox
