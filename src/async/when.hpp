#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"

#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

namespace signalbox {

// Several tasks of one loop at the same time. Both run all tasks to their end whatever happens, so
// that nothing they refer to can go before them. An exception of one leaves when all have ended.
// Threads: the loop's.

namespace detail {

// Counts down to the resumption of whoever waits.
struct Latch {
    std::size_t open = 0;
    std::coroutine_handle<> waiter{};

    void count_down() {
        if (--open == 0 && waiter) std::exchange(waiter, {}).resume();
    }
    [[nodiscard]] bool await_ready() const noexcept { return open == 0; }
    void await_suspend(std::coroutine_handle<> who) noexcept { waiter = who; }
    void await_resume() const noexcept {}
};

template <class T>
struct Place {
    std::optional<T> value{};
    std::exception_ptr broken{};
};

// `ended` is told of each value when it comes. Waits are the last thing here that touches the caller.
template <class T, class Ended>
Detached fill(Task<T> task, Place<T>& place, Latch& latch, Ended& ended, std::size_t index) {
    try {
        place.value.emplace(co_await std::move(task));
        ended(index, *place.value);
    } catch (...) {
        place.broken = std::current_exception();
    }
    latch.count_down();
}

template <class T, class Ended>
Task<std::vector<T>> run_all(std::vector<Task<T>> tasks, Ended ended) {
    std::vector<Place<T>> places(tasks.size());
    Latch latch{.open = tasks.size()};
    for (std::size_t i = 0; i < tasks.size(); ++i) fill(std::move(tasks[i]), places[i], latch, ended, i);
    co_await latch;
    std::vector<T> values;
    values.reserve(places.size());
    for (auto& place : places) {
        if (place.broken) std::rethrow_exception(place.broken);
        values.push_back(std::move(*place.value));
    }
    co_return values;
}

}  // namespace detail

// The values of all tasks, in the order of the tasks.
template <class T>
[[nodiscard]] Task<std::vector<T>> when_all(std::vector<Task<T>> tasks) {
    return detail::run_all(std::move(tasks), [](std::size_t, T const&) {});
}

template <class T>
struct WhenAny {
    std::optional<std::size_t> winner;  // none: no value would do
    std::vector<T> values;              // of all tasks: losers are awaited to their end
};

// The first value that `wins` accepts; then `others` is requested, which makes the rest end soon.
// REQUIRES: the tasks wait below `others`; it and `wins` outlive the task.
template <class T, class Wins>
[[nodiscard]] Task<WhenAny<T>> when_any(std::vector<Task<T>> tasks, Wins& wins, Cancellation& others) {
    WhenAny<T> any;
    auto const ended = [&any, &wins, &others](std::size_t index, T const& value) {
        if (any.winner || !wins(value)) return;
        any.winner = index;
        others.request(Errc::cancelled);
    };
    any.values = co_await detail::run_all(std::move(tasks), ended);
    co_return any;
}

}  // namespace signalbox
