#pragma once

#include <atomic>
#include <cstdint>

namespace signalbox::telemetry {

// A number that only grows, counted from all loops without a lock.
class Counter {
public:
    void add(std::int64_t by = 1) { count_.fetch_add(by, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const { return count_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> count_{0};
};

}  // namespace signalbox::telemetry
