#pragma once

#include "core/listed_model.hpp"
#include "wire/json_document.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire {

// OpenRouter's model list, `GET .../models`.

// One page of it. `next` is the query of the next page's address, empty on the last one.
struct OpenRouterPage {
    std::vector<ListedModel> models;
    std::string next;
};

// Reads foreign bytes: at most `max_listed_models`, ids of visible ASCII up to 256 bytes. A fact that is missing or
// senseless is absent. A price is absent too when the model also costs something per request.
// Errors: provider_protocol.
inline constexpr std::size_t max_listed_models = 5'000;
[[nodiscard]] Result<OpenRouterPage> read_openrouter_models(std::string_view body, JsonReader& reader);

// The same shape with the facts we read: it reads back as `models`.
// REQUIRES: they were read; then tools and json_mode are both known or both not.
void append_openrouter_models(std::string& out, std::span<ListedModel const> models);

}  // namespace signalbox::wire
