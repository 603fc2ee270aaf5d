#pragma once

#include "routing/model_card.hpp"
#include "routing/model_health.hpp"
#include "wire/json_writer.hpp"

#include <string_view>

namespace signalbox::server {

// A model as GET /api/models tells it: every fact as {"value", "origin"}, an unknown one with the
// value null. Prices are dollars per million tokens. `available`, and `leftAlone` with reason and
// milliseconds while it is not.
void write_model(wire::JsonWriter& json, ModelCard const& card, ModelHealth const& health);

// A row of OpenAI's model list. `created` is required there and unknown to us: 0.
void write_openai_model(wire::JsonWriter& json, std::string_view id, std::string_view owner);

}  // namespace signalbox::server
