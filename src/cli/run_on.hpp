#pragma once

#include "async/task.hpp"
#include "net/loop.hpp"

#include <optional>
#include <utility>

namespace signalbox::cli {

// Runs `task` on `loop`, on this thread, until it has ended.
template <class T>
[[nodiscard]] T run_on(net::Loop& loop, Task<T> task) {
    std::optional<T> outcome;
    spawn(std::move(task), [&](T value) {
        outcome.emplace(std::move(value));
        loop.stop();
    });
    if (!outcome) loop.run();
    return std::move(*outcome);
}

}  // namespace signalbox::cli
