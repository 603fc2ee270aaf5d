#pragma once

#include "app/config.hpp"
#include "app/config_reader.hpp"

// What one value alone cannot tell: names, references, and numbers that must fit each other.
// Each adds problems at the place of the value that is to blame.
namespace signalbox::app {

// Only this machine may connect as long as nobody needs a key. "localhost" becomes 127.0.0.1.
void check_address(Reader const& address, server::ServerOptions& options, bool guarded);

// As browsers send them: "https://chat.example.org", without a path.
void check_origins(Reader const& origins);

// Timeouts that were set must not be longer than those around them; those that were not, shrink.
void settle_timeouts(Reader const& chain, ChainPolicy& policy);

// The first cooldown must not be longer than the longest; of the two, one that was not set gives way.
void settle_cooldowns(Reader const& breaker, HealthOptions& options);

// An ensemble has two to five models, and its quorum is not above their number; one that was not set
// gives way.
void settle_ensemble(Reader const& ensemble, EnsemblePolicy& policy);

// Without a model nobody analyzes, so the rest of the section says nothing; and it must end before the
// request does.
void settle_analyzer(Reader const& analyzer, ChainPolicy const& chain, AnalyzerPolicy& policy);

// The address, key and headers of a provider must be usable; a demo provider has none of them.
void check_provider(Reader const& provider, ProviderConfig const& config);

// Names of providers, ids and aliases of models are unique, and none is a routing name.
void check_names(Reader const& file, Config const& config);

// Models name configured providers; judge, analyzer and allow lists name configured models.
void check_references(Reader const& file, Config const& config);

// Why `address` cannot be served on; empty when it can. `guarded`: requests need a key.
[[nodiscard]] std::string address_problem(std::string_view address, bool guarded);

}  // namespace signalbox::app
