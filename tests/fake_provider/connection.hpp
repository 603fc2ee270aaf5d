#pragma once

#include "endpoints.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace fake {

// What a connection wants from the loop after it was given its turn.
enum class Next {
    nothing,        // until the socket has news
    wait_for_time,  // until `due`
    turn,           // it did its share of an endless answer: another one soon
    close
};

// One client: reads requests, plays their scripts. Never blocks.
class Connection {
public:
    Connection(int socket, std::uint64_t id, Endpoints& endpoints);
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    // The socket may be readable. The peer's end is noticed here too.
    Next on_readable();
    // The socket takes bytes again, a wait is over, or a turn has come.
    Next go_on();

    std::chrono::steady_clock::time_point due;
    [[nodiscard]] std::uint64_t id() const { return id_; }
    [[nodiscard]] bool blocked() const { return !unsent_.empty(); }

private:
    enum class Play { blocked, waiting, holding, turn, done, closed };

    Next next_request();
    Play play();
    Play play_step(Step const& step);
    bool flush();
    void stamp(std::size_t at);
    void end(Outcome outcome);

    int socket_;
    std::uint64_t id_;
    Endpoints& endpoints_;
    std::string input_;
    std::string output_;       // of the current step, only when it has to be kept
    std::string_view unsent_;  // into output_ or into the script
    std::shared_ptr<Script const> script_;
    std::size_t step_ = 0;
    std::size_t sent_ = 0;  // bytes of the answer that runs
    std::uint64_t number_ = 0;
    bool keep_alive_ = true;
};

}  // namespace fake
