#pragma once

#include "app/config.hpp"
#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "net/loop.hpp"

#include <string>
#include <vector>

namespace signalbox::app {

// Where a local Ollama would be: its own variable OLLAMA_HOST ("127.0.0.1:11434", with or without scheme and port; the
// address of all interfaces means this machine), else its usual address.
[[nodiscard]] std::string ollama_address(Environment const& environment);

// Asks an Ollama once what models it has, within `limit`.
// Errors: those of the HTTP client; provider_protocol when it is none.
Task<Result<std::vector<std::string>>> list_ollama_models(net::Loop& loop, std::string address, Duration limit,
                                                          Cancellation& cancellation);

// Adds the models that were found as "ollama/NAME", free of charge, behind a provider "ollama"; they replace the demo
// models. What is configured under one of these names stays as it is. False when nothing was added.
[[nodiscard]] bool add_ollama(Config& config, std::string const& address, std::vector<std::string> const& models);

}  // namespace signalbox::app
