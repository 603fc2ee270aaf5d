#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

namespace signalbox::server {

// The right to run a chain: one of at most `limit` at a time over all loops. There is no queue: a
// refused client is told to come back, which costs it less than a wait that may be for nothing.
class RunTicket {
public:
    RunTicket(std::atomic<std::size_t>& in_flight, std::size_t limit) {
        if (in_flight.fetch_add(1, std::memory_order_relaxed) < limit) {
            in_flight_ = &in_flight;
        } else {
            in_flight.fetch_sub(1, std::memory_order_relaxed);
        }
    }
    RunTicket() = default;  // none
    RunTicket(RunTicket&& other) noexcept : in_flight_{std::exchange(other.in_flight_, nullptr)} {}
    RunTicket(RunTicket const&) = delete;
    RunTicket& operator=(RunTicket const&) = delete;
    ~RunTicket() {
        if (in_flight_ != nullptr) in_flight_->fetch_sub(1, std::memory_order_relaxed);
    }
    [[nodiscard]] bool granted() const { return in_flight_ != nullptr; }

private:
    std::atomic<std::size_t>* in_flight_ = nullptr;
};

}  // namespace signalbox::server
