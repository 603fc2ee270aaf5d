#include "server/inbound.hpp"

namespace signalbox::server {

using State = net::IoResult::State;

namespace {

// After a short read the end of the stream may already be there: the edge that told of the bytes told of it
// too. Only another read would show, and costs a system call, while the next request or the answer
// mostly comes first. So it is done this much later.
constexpr auto first_look = milliseconds{20};

}  // namespace

Inbound::Inbound(net::Loop& loop, net::Socket& socket)
    : loop_{loop}, socket_{socket}, watch_{loop, socket}, alarm_{loop, *this} {
    watch_.on_event([](void* self) { static_cast<Inbound*>(self)->on_event(); }, this);
}

Task<Inbound::Came> Inbound::more(TimePoint deadline) {
    for (;;) {
        if (ended_) co_return Came::end;
        if (maybe_more_) {
            auto const result = receive();
            if (result.ok()) co_return Came::bytes;
            if (!result.would_block()) co_return Came::end;
        }
        keep_rest();
        auto const came = co_await wait(deadline);
        if (came != Came::bytes) co_return came;
    }
}

Task<Inbound::Came> Inbound::more(std::string& out, std::size_t most, TimePoint deadline) {
    for (;;) {
        if (ended_) co_return Came::end;
        auto const before = out.size();
        net::IoResult result{State::would_block};
        if (maybe_more_) {
            out.resize_and_overwrite(before + most, [&](char* bytes, std::size_t size) {
                result = net::try_read(socket_, {bytes + before, size - before});
                return before + result.bytes;
            });
            maybe_more_ = result.ok() && result.bytes == most;
            quiet_ = result.would_block();
        }
        if (result.ok()) co_return Came::bytes;
        if (!result.would_block()) {
            ended_ = true;
            co_return Came::end;
        }
        keep_rest();
        auto const came = co_await wait(deadline);
        if (came != Came::bytes) co_return came;
    }
}

// `bytes`: it is worth trying again.
Task<Inbound::Came> Inbound::wait(TimePoint deadline) {
    interrupted_ = false;
    auto const look = loop_.now() + first_look;
    bool const looks = !quiet_ && look < deadline;
    alarm_.arm(looks ? look : deadline);
    bool const came = co_await watch_.wait();
    alarm_.disarm();
    maybe_more_ = came || looks;
    if (interrupted_) co_return Came::interrupted;  // what came meanwhile is read by the next more()
    // Bytes that are there win over a deadline that passed while the machine slept.
    co_return maybe_more_ ? Came::bytes : Came::late;
}

void Inbound::interrupt() {
    interrupted_ = true;
    watch_.interrupt();
}

void Inbound::on_alarm() {
    if (run_ != nullptr) return look();
    watch_.interrupt();
}

net::IoResult Inbound::receive() {
    if (!rest_.empty()) keep_rest();
    if (!buffer_) buffer_ = loop_.buffers().lend();
    auto const space = buffer_.space();
    auto const result = net::try_read(socket_, space);
    maybe_more_ = result.ok() && result.bytes == space.size();
    quiet_ = result.would_block();
    if (!result.ok()) {
        ended_ = ended_ || !result.would_block();
        return result;
    }
    std::string_view const fresh{space.data(), result.bytes};
    if (rest_.empty()) {
        rest_ = fresh;
        return result;
    }
    kept_.append(fresh);
    rest_ = kept_;
    return result;
}

// Moves what is unread out of the buffer, and gives the buffer back.
void Inbound::keep_rest() {
    if (rest_.empty()) {
        kept_.clear();
        if (kept_.capacity() > 1024) kept_ = {};
        rest_ = {};
    } else if (buffer_ && rest_.data() >= buffer_.space().data() &&
               rest_.data() < buffer_.space().data() + buffer_.space().size()) {
        kept_.assign(rest_);
        rest_ = kept_;
    } else if (rest_.size() < kept_.size()) {
        kept_.erase(0, kept_.size() - rest_.size());
        rest_ = kept_;
    }
    buffer_.release();
}

void Inbound::watch(Cancellation& run, std::size_t limit) {
    run_ = &run;
    watch_limit_ = limit;
    keep_rest();
    if (ended_) return run.request(Errc::cancelled);
    if (maybe_more_ || watch_.ready()) return look();
    watch_.arm();
    if (!quiet_) alarm_.arm(loop_.now() + first_look);
}

void Inbound::unwatch() {
    run_ = nullptr;
    alarm_.disarm();
}

void Inbound::on_event() {
    if (run_ != nullptr) look();
    // Otherwise the next more() finds it.
}

// Reads what is there, to its end, because the end of the stream may stand behind the bytes.
void Inbound::look() {
    (void)watch_.wait().await_resume();
    maybe_more_ = true;
    while (rest_.size() < watch_limit_) {
        auto const result = receive();
        if (result.ok()) continue;
        keep_rest();
        if (!result.would_block()) return run_->request(Errc::cancelled);
        return watch_.arm();
    }
    keep_rest();
}

}  // namespace signalbox::server
