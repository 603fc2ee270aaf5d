#include "routing/model_families.hpp"
#include "routing/model_registry.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

namespace signalbox {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_word(char c) { return is_digit(c) || is_letter(c); }

std::string lower_case(std::string_view name) {
    std::string text{name};
    for (auto& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

// Whether a version goes on at `at`: "-1" and "-10", but not "-2024" and not "-70b".
bool version_goes_on(std::string_view name, std::size_t at) {
    if (at >= name.size() || name[at] != '-') return false;
    auto end = at + 1;
    while (end < name.size() && is_digit(name[end])) ++end;
    auto const digits = end - at - 1;
    return digits >= 1 && digits <= 2 && (end == name.size() || !is_word(name[end]));
}

// Whether `piece` stands in `name` on its own: "o1" is not in "gpt-4o1", "4" not in "2024", "gpt-4"
// neither in "gpt-4o" nor in "gpt-4-1"; but "llama" is in "llama3" and "qwen" in "qwen2".
bool stands_in(std::string_view piece, std::string_view name) {
    for (auto at = name.find(piece); at != std::string_view::npos; at = name.find(piece, at + 1)) {
        bool const begins = at == 0 || !is_word(name[at - 1]);
        auto const end = at + piece.size();
        bool const after_digit = is_digit(piece.back());
        bool const ends = end == name.size() || !is_word(name[end]) || (!after_digit && is_digit(name[end]));
        bool const other_version = after_digit && version_goes_on(name, end);
        if (begins && ends && !other_version) return true;
    }
    return false;
}

bool matches(ModelFamily const& family, std::string_view name) {
    for (auto rest = family.pieces; !rest.empty();) {
        auto const end = rest.find(' ');
        if (!stands_in(rest.substr(0, end), name)) return false;
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
    return true;
}

// Billions of parameters, as in "70b", "1.5b" or "8x7b". REQUIRES: lower case.
std::optional<double> parameters(std::string_view name) {
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (!is_digit(name[i]) || (i != 0 && (is_word(name[i - 1]) || name[i - 1] == '.'))) continue;
        double factor = 1, value = 0;
        auto const* at = name.data() + i;
        auto const* const end = name.data() + name.size();
        at = std::from_chars(at, end, value, std::chars_format::fixed).ptr;
        if (at != end && *at == 'x') {
            factor = value;
            at = std::from_chars(at + 1, end, value, std::chars_format::fixed).ptr;
        }
        bool const billions = at != end && *at == 'b' && (at + 1 == end || !is_word(at[1]));
        if (billions && factor * value > 0) return factor * value;
    }
    return std::nullopt;
}

Tier tier_of_size(double billions) {
    if (billions <= 20) return Tier::cheap;
    return billions <= 120 ? Tier::mid : Tier::expensive;
}

// Open models of one generation: 8 billion about 0.33, 70 billion 0.55, 405 billion 0.73.
double quality_of_size(double billions) { return std::clamp(0.12 + 0.07 * std::log2(billions), 0.08, 0.75); }

void offer_traits(ModelCard& card, std::string_view traits) {
    std::vector<Category> strengths;
    bool truth = true;
    for (char const c : traits) {
        switch (c) {
            case '!':
                truth = false;
                continue;
            case 't':
                card.tools.offer(truth, Origin::inference);
                break;
            case 'j':
                card.json_mode.offer(truth, Origin::inference);
                break;
            case 'v':
                card.vision.offer(truth, Origin::inference);
                break;
            case 'C':
                strengths.push_back(Category::code);
                break;
            case 'R':
                strengths.push_back(Category::research);
                break;
            case 'W':
                strengths.push_back(Category::creative);
                break;
            case 'A':
                strengths.push_back(Category::analysis);
                break;
            default:
                break;
        }
        truth = true;
    }
    if (!strengths.empty()) card.strengths.offer(std::move(strengths), Origin::inference);
}

MicroUsd micro(double dollars) { return {std::llround(dollars * 1e6)}; }

void offer_family(ModelCard& card, ModelFamily const& family, std::optional<double> billions) {
    if (family.quality >= 0) {
        card.quality.offer(family.quality, Origin::inference);
        card.tier.offer(family.tier, Origin::inference);
    } else if (billions) {
        card.quality.offer(quality_of_size(*billions), Origin::inference);
    }
    if (family.input >= 0) {
        card.price.offer({.input = micro(family.input), .output = micro(family.output)}, Origin::inference);
    }
    if (family.window > 0) card.context_window.offer(family.window, Origin::inference);
    if (family.max_output > 0) card.max_output.offer(family.max_output, Origin::inference);
    offer_traits(card, family.traits);
}

}  // namespace

void infer_from_name(ModelCard& card) {
    auto name = lower_case(card.upstream_name.empty() ? card.id : card.upstream_name);
    auto const billions = parameters(name);
    std::ranges::replace_if(name, [](char c) { return !is_word(c); }, '-');
    // What makes embeddings mostly says so: "text-embedding-3-small", "nomic-embed-text".
    if (name.find("embed") != std::string::npos) card.chat.offer(false, Origin::inference);
    auto const family = std::ranges::find_if(model_families, [&](auto const& row) { return matches(row, name); });
    if (family != model_families.end()) offer_family(card, *family, billions);
    if (billions) card.tier.offer(tier_of_size(*billions), Origin::inference);
    if (family != model_families.end()) card.tier.offer(family->tier, Origin::inference);
}

}  // namespace signalbox
