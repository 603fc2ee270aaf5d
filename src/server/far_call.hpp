#pragma once

#include "net/loop.hpp"

#include <atomic>
#include <memory>

namespace signalbox::server {

// A function of one loop that any thread may ask for. It runs on that loop soon after it was asked for,
// once for all who asked before it began.
class FarCall : public std::enable_shared_from_this<FarCall> {
public:
    // `self` lives until forget().
    [[nodiscard]] static std::shared_ptr<FarCall> make(net::Loop& loop, void (*run)(void* self), void* self);

    // From any thread, as long as the loop is there.
    void ask();
    // From the loop: it never runs again, whoever asks.
    void forget() { self_ = nullptr; }

private:
    FarCall(net::Loop& loop, void (*run)(void*), void* self) : loop_{loop}, run_{run}, self_{self} {}
    void run();

    net::Loop& loop_;
    void (*run_)(void*);
    void* self_;  // the loop's alone
    std::atomic<bool> asked_{false};
};

}  // namespace signalbox::server
