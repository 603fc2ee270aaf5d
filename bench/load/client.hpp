#pragma once

#include "answer_check.hpp"
#include "figures.hpp"
#include "options.hpp"
#include "response_reader.hpp"

#include <cstdint>
#include <string_view>

namespace load {

// One connection: writes the request, reads and checks the answer, again and again. Never blocks.
class Client {
public:
    enum class State { closed, connecting, idle, busy };

    Client(Options const& options, std::string_view request, Figures& figures)
        : options_{options}, request_{request}, figures_{figures}, check_{options, figures} {}
    ~Client();
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    // Begins to connect; the socket to watch, or -1.
    int connect();
    // Writes one request. `since`: when it should have been written, for the latency.
    void ask(std::int64_t since);
    // The socket has news. `ended`: the peer sends nothing more.
    void on_event(bool writable, bool readable, bool ended);

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool has_text() const { return state_ == State::busy && check_.has_text(); }
    void fail(std::string_view why);
    void close();

private:
    void write();
    void read(bool ended);
    void take(std::string_view bytes, std::int64_t now);
    void complete(std::int64_t now);

    Options const& options_;
    std::string_view request_;
    Figures& figures_;
    AnswerCheck check_;
    ResponseReader reader_;
    std::string_view unsent_;
    std::int64_t since_ = 0;
    int socket_ = -1;
    State state_ = State::closed;
};

// Nanoseconds of the monotonic clock.
[[nodiscard]] std::int64_t now_ns();

}  // namespace load
