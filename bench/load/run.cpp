#include "run.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace load {

Run::Run(Options const& options, std::string_view request) : options_{options}, epoll_{::epoll_create1(EPOLL_CLOEXEC)} {
    for (std::size_t i = 0; i < options.connections; ++i)
        clients_.push_back(std::make_unique<Client>(options, request, figures_));
}

Run::~Run() { ::close(epoll_); }

Figures& Run::go() {
    begun_ = last_news_ = next_due_ = now_ns();
    stop_ = begun_ + std::chrono::nanoseconds{options_.length}.count();
    // In groups, so that no listener's backlog overflows.
    for (std::size_t i = 0; i < clients_.size(); ++i) {
        connect(i);
        if (i % 64 == 63) poll(now_ns() + 1'000'000);
    }
    auto const endless = options_.mode == Mode::paced || options_.mode == Mode::idle;
    for (;;) {
        auto const now = now_ns();
        if (options_.mode == Mode::idle && all_have_text()) {
            hold_until_stdin_ends();
            break;
        }
        if (options_.mode != Mode::idle && !wants_more(now) && (endless || busy_ == 0)) break;
        if (now > stop_ + grace || now - last_news_ > patience) {
            figures_.error("no answer in time");
            break;
        }
        if (figures_.errors > 100) break;
        if (options_.rate > 0) dispatch(now);
        poll(options_.rate > 0 && wants_more(now) && !idle_.empty() ? next_due_ : now + 20'000'000);
    }
    figures_.seconds = static_cast<double>(std::min(now_ns(), std::max(last_news_, begun_ + 1)) - begun_) / 1e9;
    if (endless)
        for (auto const& client : clients_)
            if (client->has_text()) ++figures_.requests;
    return figures_;
}

void Run::connect(std::size_t client) {
    auto const socket = clients_[client]->connect();
    if (socket < 0) return;
    epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.u64 = client}};
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
}

void Run::settle(std::size_t client) {
    auto& one = *clients_[client];
    auto const now = now_ns();
    if (one.state() == Client::State::closed && wants_more(now) && figures_.errors <= 100) {
        ++figures_.reconnects;
        return connect(client);
    }
    if (one.state() != Client::State::idle) return;
    if (options_.rate > 0) {
        if (std::ranges::find(idle_, client) == idle_.end()) idle_.push_back(client);
        return;
    }
    if (!wants_more(now)) return;
    ++asked_;
    one.ask(now);
    if (one.state() == Client::State::busy) ++busy_;
}

void Run::dispatch(std::int64_t now) {
    auto const step = static_cast<std::int64_t>(1e9 / options_.rate);
    constexpr std::int64_t own_lateness = 1'000'000;  // below it, blame this program's timer
    while (next_due_ <= now && !idle_.empty() && wants_more(now)) {
        auto& one = *clients_[idle_.back()];
        idle_.pop_back();
        if (one.state() != Client::State::idle) continue;
        ++asked_;
        one.ask(now - next_due_ > own_lateness ? next_due_ : now_ns());
        if (one.state() == Client::State::busy) ++busy_;
        next_due_ += step;
    }
}

void Run::poll(std::int64_t until) {
    std::array<epoll_event, 256> events{};
    auto const left = std::max<std::int64_t>(0, until - now_ns());
    timespec const wait{.tv_sec = left / 1'000'000'000, .tv_nsec = left % 1'000'000'000};
    auto const ready = ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &wait, nullptr);
    for (int i = 0; i < ready; ++i) {
        auto const client = events[i].data.u64;
        auto const was_busy = clients_[client]->state() == Client::State::busy;
        auto const news = events[i].events;
        auto const ended = (news & (EPOLLRDHUP | EPOLLERR | EPOLLHUP)) != 0;
        clients_[client]->on_event((news & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0, (news & EPOLLIN) != 0 || ended,
                                   ended);
        if (was_busy && clients_[client]->state() != Client::State::busy) --busy_;
        settle(client);
    }
    if (ready > 0) last_news_ = now_ns();
}

bool Run::wants_more(std::int64_t now) const {
    if (options_.requests > 0) return asked_ < options_.requests;
    return now < stop_;
}

bool Run::all_have_text() const {
    return std::ranges::all_of(clients_, [](auto const& client) { return client->has_text(); });
}

void Run::hold_until_stdin_ends() {
    std::printf("ready\n");
    std::fflush(stdout);
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    ::poll(&input, 1, static_cast<int>(options_.length.count()));
}

}  // namespace load
