#pragma once

#include "app/config.hpp"
#include "core/listed_model.hpp"

#include <span>

namespace signalbox::app {

// Adds what the list of `provider` says: to its configured models the facts that the configuration leaves open, and
// those listed text models of known price that match one of model_list.add, as "PROVIDER/NAME". A model of unknown
// price is never added: it may be a router of its own. Only `config.models` changes.
void add_listed(Config& config, ProviderConfig const& provider, std::span<ListedModel const> models);

}  // namespace signalbox::app
