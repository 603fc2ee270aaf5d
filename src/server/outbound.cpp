#include "server/outbound.hpp"

#include "net/socket_io.hpp"
#include "net/socket_wait.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace signalbox::server {

namespace {

constexpr std::size_t keep_capacity = 4 * 1024;  // a larger queue is given back once it is empty

std::size_t total(std::span<std::string_view const> pieces) {
    return std::accumulate(pieces.begin(), pieces.end(), std::size_t{0},
                           [](std::size_t sum, std::string_view piece) { return sum + piece.size(); });
}

}  // namespace

Outbound::Outbound(net::Loop& loop, net::Socket& socket, Duration stall)
    : loop_{loop},
      socket_{socket},
      stall_{stall},
      alarm_{loop, *this},
      changed_{loop},
      departure_{loop.turn_ends(), *this} {}

void Outbound::send(std::span<std::string_view> pieces) {
    if (broken_) return;
    if (sending_) return queue(pieces);
    if (gather(pieces)) return departure_.schedule();
    flush();
    write(pieces);
}

bool Outbound::gather(std::span<std::string_view const> pieces) {
    if (gathered_size_ + total(pieces) > net::BufferPool::size) return false;
    if (!gathered_) gathered_ = loop_.buffers().lend();
    auto* end = gathered_.space().data() + gathered_size_;
    for (auto const piece : pieces) end = std::ranges::copy(piece, end).out;
    gathered_size_ = static_cast<std::size_t>(end - gathered_.space().data());
    return true;
}

void Outbound::flush() {
    auto const buffer = std::move(gathered_);
    std::array<std::string_view, 1> pieces{{{buffer.space().data(), std::exchange(gathered_size_, 0)}}};
    if (!pieces[0].empty()) write(pieces);
}

void Outbound::write(std::span<std::string_view> pieces) {
    if (broken_) return;
    if (sending_) return queue(pieces);
    auto const result = net::try_writev(socket_, pieces);
    if (!result.ok() && !result.would_block()) return give_up();
    net::advance(pieces, result.bytes);
    if (total(pieces) == 0) return;
    queue(pieces);
    sending_ = true;
    spawn(send_rest());
}

void Outbound::queue(std::span<std::string_view const> pieces) {
    queue_.reserve(queue_.size() + total(pieces));
    for (auto const piece : pieces) queue_.append(piece);
}

Task<void> Outbound::send_rest() {
    while (!broken_ && queued() > 0) {
        alarm_.arm(loop_.now() + stall_);
        (void)co_await net::writable(socket_);  // how it ended shows at the next try
        alarm_.disarm();
        if (broken_) break;
        auto const result = net::try_write(socket_, std::string_view{queue_}.substr(sent_));
        if (!result.ok() && !result.would_block()) {
            give_up();
            break;
        }
        sent_ += result.bytes;
        // Bytes that left make room once they are half of the queue: each is moved at most once.
        if (sent_ > queue_.size() / 2) {
            queue_.erase(0, sent_);
            sent_ = 0;
        }
        changed_.set();
    }
    if (queue_.capacity() > keep_capacity) queue_ = {};
    sending_ = false;
    changed_.set();
}

Task<void> Outbound::drained_to(std::size_t limit, Cancellation& cancellation) {
    Cancellation::Hook const hook{cancellation, [](void* self) { static_cast<Signal*>(self)->set(); }, &changed_};
    while (queued() > limit && !broken_ && !cancellation.requested()) co_await changed_.wait();
}

Task<void> Outbound::settled() {
    while (sending_) co_await changed_.wait();
}

void Outbound::abort() {
    give_up();
    if (sending_) socket_.cancel();
}

void Outbound::give_up() {
    if (broken_) return;
    broken_ = true;
    gathered_.release();
    gathered_size_ = 0;
    queue_.clear();
    sent_ = 0;
    changed_.set();
    if (run_ != nullptr) run_->request(Errc::cancelled);
}

}  // namespace signalbox::server
