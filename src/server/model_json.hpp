#pragma once

#include "routing/model_card.hpp"
#include "routing/model_health.hpp"
#include "server/surface.hpp"
#include "wire/json_writer.hpp"

#include <string_view>

namespace signalbox::server {

// A model as GET /api/models tells it: every fact as {"value", "origin"}, an unknown one with the
// value null. Prices are dollars per million tokens. `available`, and `leftAlone` with reason and
// milliseconds while it is not.
void write_model(wire::JsonWriter& json, ModelCard const& card, ModelHealth const& health);

// A model as the list of the client's API tells it. When it was made is required there and unknown to us: the epoch.
void write_listed_model(wire::JsonWriter& json, Surface surface, std::string_view id, std::string_view owner);

}  // namespace signalbox::server
