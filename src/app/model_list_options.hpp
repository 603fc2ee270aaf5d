#pragma once

#include "app/config.hpp"
#include "app/config_reader.hpp"

namespace signalbox::app {

// The section `model_list` of a provider whose name, type and address are read already. A provider at openrouter.ai has
// OpenRouter's list unless it says otherwise.
[[nodiscard]] ModelListOptions model_list_options(Reader const& section, ProviderConfig const& provider);

// Where the last good list of `provider` is kept when nobody said where: below XDG_CACHE_HOME, else ~/.cache; without
// either it is not kept. "none" means that too.
void settle_list_copy(ProviderConfig& provider, Environment const& environment);

}  // namespace signalbox::app
