#pragma once

#include "core/error.hpp"

#include <optional>

namespace signalbox {

// Tells running work to stop, with the reason. One per request; a raced attempt gets its own,
// linked below the request's.
//
// Whoever waits registers a hook that ends the wait (cancels the socket operation, fires the
// timer). Hooks run inside request(), each at most once; a hook must not resume a coroutine that
// could destroy the Cancellation: it asks the loop to do so (socket.cancel() and Time do).
// Work checks requested() after each wait and before each step that costs something.
// Threads: one loop.
class Cancellation {
public:
    class Hook {
    public:
        // Registers; calls `run(self)` at once when already requested.
        Hook(Cancellation& owner, void (*run)(void* self), void* self);
        ~Hook();
        Hook(Hook const&) = delete;
        Hook& operator=(Hook const&) = delete;

    private:
        friend class Cancellation;
        void unlink();
        Cancellation* owner_ = nullptr;
        Hook* next_ = nullptr;
        Hook* previous_ = nullptr;
        void (*run_)(void*);
        void* self_;
    };

    Cancellation() = default;
    // Requested together with `parent`, but may be requested alone. The parent outlives it.
    explicit Cancellation(Cancellation& parent);
    ~Cancellation();
    Cancellation(Cancellation const&) = delete;
    Cancellation& operator=(Cancellation const&) = delete;

    // Asks all work to stop. The first reason stays; later calls do nothing.
    void request(Errc reason);
    [[nodiscard]] bool requested() const { return reason_.has_value(); }
    // REQUIRES: requested().
    [[nodiscard]] Errc reason() const { return *reason_; }

private:
    std::optional<Errc> reason_;
    Hook* first_ = nullptr;
    Cancellation* parent_ = nullptr;
    std::optional<Hook> link_;
};

}  // namespace signalbox
