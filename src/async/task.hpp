#pragma once

#include "async/frame_store.hpp"

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

namespace signalbox {

// A coroutine that runs on one worker loop and is awaited exactly once.
//
// Why not asio::awaitable: a frame stack, an executor and a cancellation slot per call cost a
// quarter of the proxy's own work for each request (docs/adr/0003-own-task.md). A Task is one
// frame; it starts when awaited and resumes its awaiter by symmetric transfer.
//
// Threads: none. Everything that resumes a Task runs on the loop that started it.
// Cancellation: not built in; work that waits takes a Cancellation& (cancellation.hpp).
// Parameters: a Task may take references only when its caller awaits it at once.
template <class T>
class [[nodiscard]] Task;

namespace detail {

struct FinalAwaiter {
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> finished) const noexcept {
        return finished.promise().awaiter;
    }
    void await_resume() const noexcept {}
};

struct PromiseBase {
    static void* operator new(std::size_t size) { return FrameStore::take(size); }
    static void operator delete(void* frame, std::size_t size) noexcept { FrameStore::give(frame, size); }

    std::coroutine_handle<> awaiter;
    [[nodiscard]] std::suspend_always initial_suspend() const noexcept { return {}; }
    [[nodiscard]] FinalAwaiter final_suspend() const noexcept { return {}; }
};

template <class T>
struct Promise : PromiseBase {
    std::variant<std::monostate, T, std::exception_ptr> outcome;
    Task<T> get_return_object();
    template <class U>
    void return_value(U&& value) {
        outcome.template emplace<1>(std::forward<U>(value));
    }
    void unhandled_exception() noexcept { outcome.template emplace<2>(std::current_exception()); }
    T take() {
        if (auto* broken = std::get_if<2>(&outcome)) std::rethrow_exception(*broken);
        return std::move(std::get<1>(outcome));
    }
};

template <>
struct Promise<void> : PromiseBase {
    std::exception_ptr broken;
    Task<void> get_return_object();
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { broken = std::current_exception(); }
    void take() const {
        if (broken) std::rethrow_exception(broken);
    }
};

}  // namespace detail

template <class T>
class [[nodiscard]] Task {
public:
    using promise_type = detail::Promise<T>;

    Task(Task&& other) noexcept : frame_{std::exchange(other.frame_, {})} {}
    Task& operator=(Task&& other) noexcept {
        std::swap(frame_, other.frame_);
        return *this;
    }
    ~Task() {
        if (frame_) frame_.destroy();
    }

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiter) noexcept {
        frame_.promise().awaiter = awaiter;
        return frame_;
    }
    T await_resume() { return frame_.promise().take(); }

private:
    friend promise_type;
    explicit Task(std::coroutine_handle<promise_type> frame) noexcept : frame_{frame} {}
    std::coroutine_handle<promise_type> frame_;
};

namespace detail {

template <class T>
Task<T> Promise<T>::get_return_object() {
    return Task<T>{std::coroutine_handle<Promise>::from_promise(*this)};
}
inline Task<void> Promise<void>::get_return_object() {
    return Task<void>{std::coroutine_handle<Promise>::from_promise(*this)};
}

// A coroutine that starts at once, owns itself and ends the program if it throws.
struct Detached {
    struct promise_type {
        static void* operator new(std::size_t size) { return FrameStore::take(size); }
        static void operator delete(void* frame, std::size_t size) noexcept { FrameStore::give(frame, size); }
        Detached get_return_object() const noexcept { return {}; }
        [[nodiscard]] std::suspend_never initial_suspend() const noexcept { return {}; }
        [[nodiscard]] std::suspend_never final_suspend() const noexcept { return {}; }
        void return_void() const noexcept {}
        void unhandled_exception() const noexcept { std::terminate(); }
    };
};

}  // namespace detail

// Runs `task` detached, from here until its first wait, then on its loop; `then` gets the result.
// The task owns what it needs: nobody waits for it. An exception that leaves it ends the program.
template <class T, class Then>
    requires(!std::is_void_v<T>)
void spawn(Task<T> task, Then then) {
    [](Task<T> work, Then done) -> detail::Detached { done(co_await std::move(work)); }(std::move(task),
                                                                                        std::move(then));
}
template <class Then>
void spawn(Task<void> task, Then then) {
    [](Task<void> work, Then done) -> detail::Detached {
        co_await std::move(work);
        done();
    }(std::move(task), std::move(then));
}
inline void spawn(Task<void> task) {
    spawn(std::move(task), [] {});
}

}  // namespace signalbox
