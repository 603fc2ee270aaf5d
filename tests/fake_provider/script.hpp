#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace fake {

// One thing a connection does while it answers.
struct Step {
    enum class Kind {
        send,    // `bytes`, in one system call when the socket takes them
        wait,    // for `pause`
        finish,  // close in good order
        reset,   // close with RST
        hold,    // say nothing until the client leaves
        again,   // go on at step `to`
    };
    static constexpr std::size_t no_stamp = ~std::size_t{0};

    Kind kind = Kind::send;
    std::string bytes;
    std::chrono::milliseconds pause{0};
    std::size_t to = 0;
    std::size_t stamp = no_stamp;  // where in `bytes` 16 hex digits of monotonic ns go when it is sent
};

// The whole answer to one request. Immutable once made, and shared by equal requests.
struct Script {
    std::vector<Step> steps;
    std::string model;
    std::string behaviour;
    bool stream = false;
    bool reusable = true;  // the same request always gets it
};

}  // namespace fake
