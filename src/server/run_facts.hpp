#pragma once

#include "core/error.hpp"
#include "core/money.hpp"
#include "core/tokens.hpp"
#include "pipeline/events.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::server {

// What the x-signalbox fields and the log tell of a run, read from its events.
struct RunFacts {
    bool ran = false;       // a chain was asked at all
    bool detached = false;  // the run goes on without this connection, and is counted on its own
    Tokens input;           // of the prompt, as the analysis estimates it; 0 without one
    std::string model;      // of the text that came last, else of the latest attempt; routing's choice before the first
    std::string_view route;  // cache, fresh or direct; empty before routing
    int attempts = 0;
    int shown = -1;  // the attempt whose text came last
    std::optional<MicroUsd> cost;
    std::optional<Errc> error;

    void observe(Event const& event);
};

}  // namespace signalbox::server
