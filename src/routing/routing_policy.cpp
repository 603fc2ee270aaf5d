#include "routing/routing_policy.hpp"

#include "core/keyed_hash.hpp"

#include <bit>

namespace signalbox {

namespace {

void update(KeyedHash& hash, std::vector<std::string> const& names) {
    hash.update(names.size());
    for (auto const& name : names) {
        hash.update(name.size());
        hash.update(name);
    }
}

}  // namespace

std::uint64_t RoutingPolicy::version() const {
    KeyedHash hash{{}};  // no secret: a version only tells differences
    hash.update(std::bit_cast<std::uint64_t>(quality));
    hash.update(static_cast<std::uint64_t>(min_complexity_for_chain));
    hash.update(static_cast<std::uint64_t>(min_complexity_for_judge));
    hash.update(static_cast<std::uint64_t>(max_fallbacks));
    update(hash, allowed_models);
    update(hash, denied_models);
    hash.update(std::uint64_t{max_cost.has_value()});
    hash.update(static_cast<std::uint64_t>(max_cost.value_or(MicroUsd{}).count));
    hash.update(default_model.size());
    hash.update(default_model);
    hash.update(std::uint64_t{fixed});
    return hash.finish()[0];
}

}  // namespace signalbox
