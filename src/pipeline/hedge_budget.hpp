#pragma once

#include <atomic>
#include <cstdint>

namespace signalbox {

// Limits the second models of races to a share of all requests, so that slow providers do not get
// twice the load when they need it least. Each request brings its share of a hedge, a hedge takes a
// whole one; what is saved up is at most ten.
// Threads: safe from all loops, without a lock. Loops that ask in the same instant may go beyond the
// limit by one hedge each.
class HedgeBudget {
public:
    // A request came. `share`: of a hedge for each request, 0-1.
    void request(double share) {
        auto const saved = thousandths_.load(std::memory_order_relaxed);
        if (saved >= most) return;
        thousandths_.fetch_add(static_cast<std::int64_t>(share * whole), std::memory_order_relaxed);
    }
    [[nodiscard]] bool available() const { return thousandths_.load(std::memory_order_relaxed) >= whole; }
    // Takes a hedge, if there is one.
    [[nodiscard]] bool take() {
        if (!available()) return false;
        thousandths_.fetch_sub(whole, std::memory_order_relaxed);
        return true;
    }

private:
    static constexpr std::int64_t whole = 1000;
    static constexpr std::int64_t most = 10 * whole;
    std::atomic<std::int64_t> thousandths_{most};
};

}  // namespace signalbox
