#pragma once

#include "async/task.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <utility>

namespace signalbox {

// A Task as an asio::awaitable, for programs whose own coroutines are Asio's:
//   auto result = co_await as_awaitable(orchestrator.orchestrate(context, cancellation));
// REQUIRES: awaited on the loop that the task belongs to.
template <class T>
[[nodiscard]] boost::asio::awaitable<T> as_awaitable(Task<T> task) {
    auto start = [](auto handler, Task<T> work) {
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        spawn(std::move(work), [shared](T result) { std::move (*shared)(std::move(result)); });
    };
    co_return co_await boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void(T)>(
        std::move(start), boost::asio::use_awaitable, std::move(task));
}

}  // namespace signalbox
