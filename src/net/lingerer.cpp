#include "net/lingerer.hpp"

#include <algorithm>

namespace signalbox::net {

namespace {

constexpr int max_reads = 16;  // at a time: what is still talking much is not worth waiting for

// True while the end is only a matter of time; false when it came or never will.
bool goes_on(Exchange& exchange) {
    for (int i = 0; i < max_reads; ++i) {
        auto const step = exchange.step();
        if (!step || *step == Exchange::Step::end) return false;
        if (*step == Exchange::Step::wait) return true;
    }
    return false;
}

}  // namespace

void Lingerer::add(std::unique_ptr<Exchange> exchange) {
    if (!goes_on(*exchange) || waiting_.size() == max_waiting) return;
    auto& connection = *exchange->connection();
    waiting_.push_back(std::move(exchange));
    connection.watch(*this, connection.loop().now() + patience);
}

void Lingerer::something_came(Connection& connection) {
    auto const found =
        std::ranges::find_if(waiting_, [&](auto const& one) { return one->connection() == &connection; });
    if (found == waiting_.end()) return;
    if (goes_on(**found)) return connection.keep_watching();
    waiting_.erase(found);
}

void Lingerer::time_is_up(Connection& connection) {
    std::erase_if(waiting_, [&](auto const& one) { return one->connection() == &connection; });
}

}  // namespace signalbox::net
