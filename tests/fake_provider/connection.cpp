#include "connection.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace fake {
namespace {

constexpr std::size_t read_size = 64UL * 1024;
constexpr int steps_a_turn = 256;  // an endless answer lets others in between

}  // namespace

Connection::Connection(int socket, std::uint64_t id, Endpoints& endpoints)
    : socket_{socket}, id_{id}, endpoints_{endpoints} {
    int const on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    endpoints_.journal().connection_opened();
}

Connection::~Connection() {
    if (script_) end(Outcome::client_left);
    endpoints_.journal().connection_closed();
    ::close(socket_);
}

Next Connection::on_readable() {
    std::array<char, read_size> buffer;
    for (;;) {
        auto const got = ::recv(socket_, buffer.data(), buffer.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got == 0 || (got < 0 && errno != EAGAIN)) return Next::close;
        if (got > 0) input_.append(buffer.data(), static_cast<std::size_t>(got));
        if (got < static_cast<ssize_t>(buffer.size())) break;
    }
    return script_ ? Next::nothing : next_request();
}

Next Connection::go_on() {
    if (!script_) return Next::nothing;
    switch (play()) {
        case Play::blocked:
        case Play::holding:
            return Next::nothing;
        case Play::waiting:
            return Next::wait_for_time;
        case Play::turn:
            return Next::turn;
        case Play::closed:
            return Next::close;
        case Play::done:
            break;
    }
    return keep_alive_ ? next_request() : Next::close;
}

Next Connection::next_request() {
    while (!input_.empty()) {
        HttpRequest request;
        auto const reading = read_request(input_, request);
        if (reading == Reading::incomplete) break;
        if (reading == Reading::broken) return Next::close;

        auto reply = endpoints_.answer(request, id_);
        script_ = std::move(reply.script);
        number_ = reply.number;
        step_ = 0;
        sent_ = 0;
        keep_alive_ = request.keep_alive;
        if (request.size == input_.size())
            input_.clear();
        else
            input_.erase(0, request.size);

        auto const next = go_on();
        if (next != Next::nothing || script_) return next;
    }
    return Next::nothing;
}

Connection::Play Connection::play() {
    if (!flush()) return errno == EAGAIN ? Play::blocked : Play::closed;
    for (int turns = 0; step_ < script_->steps.size(); ++turns) {
        if (turns == steps_a_turn) return Play::turn;
        auto const& step = script_->steps[step_];
        if (step.kind == Step::Kind::hold) return Play::holding;
        step_ = step.kind == Step::Kind::again ? step.to : step_ + 1;
        auto const after = play_step(step);
        if (after != Play::done) return after;
    }
    end(Outcome::finished);
    return Play::done;
}

Connection::Play Connection::play_step(Step const& step) {
    switch (step.kind) {
        case Step::Kind::send:
            unsent_ = step.bytes;
            if (step.stamp != Step::no_stamp) stamp(step.stamp);
            if (flush()) return Play::done;
            return errno == EAGAIN ? Play::blocked : Play::closed;
        case Step::Kind::wait:
            due = std::chrono::steady_clock::now() + step.pause;
            return Play::waiting;
        case Step::Kind::finish:
            end(Outcome::dropped);
            return Play::closed;
        case Step::Kind::reset: {
            linger const at_once{.l_onoff = 1, .l_linger = 0};
            ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
            end(Outcome::dropped);
            return Play::closed;
        }
        case Step::Kind::hold:
        case Step::Kind::again:
            break;
    }
    return Play::done;
}

bool Connection::flush() {
    while (!unsent_.empty()) {
        auto const sent = ::send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return false;
        unsent_.remove_prefix(static_cast<std::size_t>(sent));
        sent_ += static_cast<std::size_t>(sent);
    }
    return true;
}

void Connection::stamp(std::size_t at) {
    auto const now = std::chrono::steady_clock::now().time_since_epoch();
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx",
                  static_cast<unsigned long long>(std::chrono::nanoseconds{now}.count()));
    output_.assign(unsent_);
    output_.replace(at, 16, digits.data(), 16);
    unsent_ = output_;
}

void Connection::end(Outcome outcome) {
    if (number_ != 0) endpoints_.journal().end(number_, outcome, sent_);
    unsent_ = {};
    script_.reset();
}

}  // namespace fake
