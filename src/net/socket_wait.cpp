#include "net/socket_wait.hpp"

#include <boost/asio/detail/reactor.hpp>
#include <boost/asio/execution_context.hpp>

#include <utility>

namespace signalbox::net {

namespace {

// The reactor's data of a socket, which Asio keeps protected for derived classes.
struct Inside : Socket {
    static auto& of(Socket& socket) { return (socket.*&Inside::impl_).get_implementation(); }
};

}  // namespace

WaitOp::WaitOp(Done done) : reactor_op{{}, &perform, &complete}, done_{done} {}

void WaitOp::start(Socket& socket, Direction direction) {
    using boost::asio::detail::reactor;
    ec_ = {};
    auto& inside = Inside::of(socket);
    auto& asio_reactor = boost::asio::use_service<reactor>(socket.get_executor().context());
    auto const kind = direction == Direction::read ? reactor::read_op : reactor::write_op;
    asio_reactor.start_op(kind, inside.socket_, inside.reactor_data_, this, true, true);
}

// Called by the reactor on an edge, or by start_op() when an edge came since the last wait.
// "Exhausted" makes the reactor forget the edge: the next wait is for a new one.
WaitOp::status WaitOp::perform(boost::asio::detail::reactor_op*) { return done_and_exhausted; }

void WaitOp::complete(void* owner, boost::asio::detail::operation* base, boost::system::error_code const&,
                      std::size_t) {
    auto& op = *static_cast<WaitOp*>(base);
    op.done_(op, owner != nullptr);
}

SocketReady::SocketReady(Socket& socket, Direction direction)
    : WaitOp{[](WaitOp& op, bool alive) {
          if (alive) static_cast<SocketReady&>(op).waiter_.resume();
      }},
      socket_{socket},
      direction_{direction} {}

struct ReadWatch::Op : WaitOp {
    explicit Op(ReadWatch& watch) : WaitOp{&done}, owner{&watch} {}
    ReadWatch* owner;  // null: the watch is gone, the entry frees itself

    static void done(WaitOp& base, bool alive) {
        auto& op = static_cast<Op&>(base);
        if (op.owner == nullptr) {
            delete &op;
            return;
        }
        op.owner->armed_ = false;
        if (alive) op.owner->came();
    }
};

ReadWatch::ReadWatch(Time& time, Socket& socket) : time_{time}, socket_{socket}, op_{std::make_unique<Op>(*this)} {}

ReadWatch::~ReadWatch() {
    if (armed_) op_.release()->owner = nullptr;
}

void ReadWatch::arm() {
    if (armed_ || ready_) return;
    armed_ = true;
    op_->start(socket_, Direction::read);
}

void ReadWatch::came() {
    ready_ = true;
    if (posted_) return;  // the posted resume() reports it
    if (waiter_) return resume();
    if (listener_.run != nullptr) listener_.run(listener_.self);
}

void ReadWatch::resume() { std::exchange(waiter_, {}).resume(); }

void ReadWatch::interrupt() {
    if (!waiter_ || posted_) return;
    posted_ = true;
    time_.post(
        [](void* self) {
            auto& watch = *static_cast<ReadWatch*>(self);
            watch.posted_ = false;
            watch.resume();
        },
        this);
}

void ReadWatch::Awaiter::await_suspend(std::coroutine_handle<> waiter) const {
    watch.waiter_ = waiter;
    watch.arm();
}

}  // namespace signalbox::net
