#pragma once

#include "core/analysis_result.hpp"
#include "core/money.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

enum class Tier : std::uint8_t { cheap, mid, expensive };
inline constexpr std::array<std::string_view, 3> tier_names{"cheap", "mid", "expensive"};
[[nodiscard]] constexpr auto const& enum_names(Tier) { return tier_names; }

// Where a fact about a model comes from; an earlier one beats a later one.
enum class Origin : std::uint8_t { config, provider_list, inference, unknown };
inline constexpr std::array<std::string_view, 4> origin_names{"config", "provider_list", "inference", "unknown"};
[[nodiscard]] constexpr auto const& enum_names(Origin) { return origin_names; }

template <class T>
struct Fact {
    T value{};
    Origin origin = Origin::unknown;
    [[nodiscard]] bool known() const { return origin != Origin::unknown; }
    // Takes `candidate` unless a better source has spoken.
    void offer(T candidate, Origin from) {
        if (from < origin) {
            value = std::move(candidate);
            origin = from;
        }
    }
};

// What outcomes have taught of a model beyond its facts, as log-odds of a good answer that come on top.
struct LearnedSkill {
    static constexpr double most = 4;  // no lesson moves a model further

    double skill = 0;
    std::array<double, category_names.size()> by_category{};  // on top of `skill`
    [[nodiscard]] double in(Category category) const {
        return std::clamp(skill + by_category[static_cast<std::size_t>(category)], -most, most);
    }
    friend bool operator==(LearnedSkill const&, LearnedSkill const&) = default;
};

// What is known of one model. An unknown price or window is unknown, never 0.
struct ModelCard {
    std::string id;             // public name, unique: "openai/gpt-4o-mini"
    std::string provider;       // name of the provider that serves it
    std::string upstream_name;  // what that provider calls it: "gpt-4o-mini"
    std::vector<std::string> aliases;

    Fact<Tier> tier;
    Fact<double> quality;  // 0-1: chance of a good answer to a hard question
    Fact<Price> price;
    Fact<std::int64_t> context_window;  // tokens, prompt and answer together
    Fact<std::int64_t> max_output;      // tokens
    Fact<double> tokens_per_second;
    Fact<bool> tools;
    Fact<bool> json_mode;
    Fact<bool> vision;
    Fact<bool> chat;  // false: it makes embeddings, no answers
    Fact<std::vector<Category>> strengths;
    std::optional<LearnedSkill> learned{};  // absent: nothing was learned yet
};

}  // namespace signalbox
