#pragma once

#include "core/error.hpp"
#include "core/listed_model.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// A fact that a provider's new list tells differently from the one before, too differently to be believed.
struct HeldFact {
    std::string model;      // as the provider calls it
    std::string_view fact;  // "price" or "context_window"
    std::string kept;       // "0.15 + 0.6 dollars per million tokens", "128000 tokens"
    std::string offered;    // likewise, or "unknown"
    friend bool operator==(HeldFact const&, HeldFact const&) = default;
};

struct GuardedList {
    std::vector<ListedModel> models;  // what counts now, in the order of their ids, each id once
    std::vector<HeldFact> held;
};

// What of `offered` is believed, given the list that counted so far. The old value stays where a price moves more than
// tenfold, drops to zero or is gone, or where a window shrinks or is gone. A price that was zero may be anything
// afterwards: that it is free must not hide what a model costs. A model that is new is taken as it is, one that is
// gone is forgotten.
// Errors: provider_protocol for a list that is empty, or that lost more than half of ten models or more.
// REQUIRES: `known` is in the order of its ids, as a GuardedList is.
[[nodiscard]] Result<GuardedList> guard_list(std::span<ListedModel const> known, std::vector<ListedModel> offered);

}  // namespace signalbox
