#include "redis/link.hpp"

#include <boost/asio/posix/basic_stream_descriptor.hpp>

#include <hiredis/async.h>
#include <sys/socket.h>
#include <utility>

namespace signalbox::redis {

namespace asio = boost::asio;

// What hiredis sees of the loop. Waits hold it, so that one that ends late finds it closed, not gone.
class Link::Watch : public std::enable_shared_from_this<Watch> {
public:
    Watch(net::Loop& loop, ReplyLimits limits, Ended ended, void* self)
        : descriptor_{loop.context()}, guard_{limits}, ended_{ended}, self_{self} {}

    void connect(std::string const& address, std::uint16_t port) {
        auto* const made = redisAsyncConnect(address.c_str(), port);
        if (made == nullptr) return;
        if (made->err != 0 || made->c.fd < 0) return redisAsyncFree(made);
        context_ = made;
        guard_.guard(*made->c.reader);
        descriptor_.assign(made->c.fd);
        made->data = this;
        made->ev.data = this;
        made->ev.addRead = [](void* watch) { of(watch).want(of(watch).reading_, Descriptor::wait_read); };
        made->ev.delRead = [](void* watch) { of(watch).reading_.wanted = false; };
        made->ev.addWrite = [](void* watch) { of(watch).want(of(watch).writing_, Descriptor::wait_write); };
        made->ev.delWrite = [](void* watch) { of(watch).writing_.wanted = false; };
        made->ev.cleanup = [](void* watch) { of(watch).gone(); };
        want(writing_, Descriptor::wait_write);  // which tells that the connection stands, or why not
    }

    [[nodiscard]] bool open() const { return context_ != nullptr && !closing_; }

    bool send(std::string_view bytes, Expectation* expectation) {
        if (!open()) return false;
        return redisAsyncFormattedCommand(context_, &Watch::replied, expectation, bytes.data(), bytes.size()) ==
               REDIS_OK;
    }

    [[nodiscard]] std::size_t unsent() const { return open() ? sdslen(context_->c.obuf) : 0; }

    void close() {
        auto const kept = shared_from_this();
        ended_ = nullptr;
        if (context_ == nullptr || std::exchange(closing_, true)) return;
        redisAsyncFree(context_);  // within a callback: when that has returned
    }

private:
    using Descriptor = asio::posix::basic_stream_descriptor<asio::io_context::executor_type>;
    struct Side {
        bool wanted = false;
        bool waiting = false;
    };
    static Watch& of(void* watch) { return *static_cast<Watch*>(watch); }

    static void replied(redisAsyncContext* context, void* reply, void* expectation) {
        if (expectation != nullptr) {
            static_cast<Expectation*>(expectation)->replied(static_cast<redisReply const*>(reply));
        }
        // hiredis asserts that no reply comes unasked: what follows the last one must not reach it.
        auto const& reader = *context->c.reader;
        bool const more = reader.pos < reader.len;
        if (reply != nullptr && more && context->replies.head == nullptr) of(context->data).distrust();
    }

    [[nodiscard]] bool comes_unasked() const {
        if (context_->replies.head != nullptr) return false;
        char byte = 0;
        return ::recv(context_->c.fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
    }

    void distrust() {
        if (context_ == nullptr || std::exchange(closing_, true)) return;
        why_ = "a reply to nothing";
        redisAsyncFree(context_);
    }

    void want(Side& side, Descriptor::wait_type what) {
        side.wanted = true;
        if (std::exchange(side.waiting, true)) return;
        descriptor_.async_wait(what, [watch = shared_from_this(), &side, what](boost::system::error_code const& ec) {
            side.waiting = false;
            if (ec || watch->context_ == nullptr || !std::exchange(side.wanted, false)) return;
            what == Descriptor::wait_read ? watch->read() : watch->write();
        });
    }

    void read() {
        if (comes_unasked()) return distrust();
        redisAsyncHandleRead(context_);
        if (context_ == nullptr || guard_.within_limits(*context_->c.reader)) return;
        why_ = "a reply above the limit";
        redisAsyncFree(context_);
    }

    void write() { redisAsyncHandleWrite(context_); }

    // hiredis is done with the descriptor and will close it.
    void gone() {
        auto const kept = shared_from_this();
        if (why_.empty()) why_ = context_->errstr == nullptr || *context_->errstr == 0 ? "closed" : context_->errstr;
        context_ = nullptr;
        descriptor_.release();
        if (auto const ended = std::exchange(ended_, nullptr)) ended(self_, why_);
    }

    Descriptor descriptor_;
    ReplyGuard guard_;
    redisAsyncContext* context_ = nullptr;
    Side reading_;
    Side writing_;
    bool closing_ = false;
    std::string why_;
    Ended ended_;
    void* self_;
};

Link::Link(net::Loop& loop, std::string const& address, std::uint16_t port, ReplyLimits limits, Ended ended, void* self)
    : watch_{std::make_shared<Watch>(loop, limits, ended, self)} {
    watch_->connect(address, port);
}

Link::~Link() { watch_->close(); }

bool Link::open() const { return watch_->open(); }

bool Link::send(std::string_view bytes, Expectation* expectation) { return watch_->send(bytes, expectation); }

std::size_t Link::unsent() const { return watch_->unsent(); }

void Link::close() { watch_->close(); }

}  // namespace signalbox::redis
