#pragma once

#include "core/money.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace signalbox {

// What a provider's own list says of one of its models. What it does not say is absent: unknown, never 0.
struct ListedModel {
    std::string id;                              // what the provider calls it
    std::optional<Price> price;                  // absent also when a price for tokens alone cannot say it
    std::optional<std::int64_t> context_window;  // tokens, prompt and answer together
    std::optional<std::int64_t> max_output;      // tokens
    std::optional<bool> tools;
    std::optional<bool> json_mode;
    std::optional<bool> vision;
    bool text = true;  // reads and writes text
    friend bool operator==(ListedModel const&, ListedModel const&) = default;
};

}  // namespace signalbox
