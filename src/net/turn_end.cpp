#include "net/turn_end.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace signalbox::net {

TurnEnd::~TurnEnd() { unschedule(); }

void TurnEnd::schedule() {
    if (!scheduled()) turn_.add(*this);
}

void TurnEnd::unschedule() {
    if (scheduled()) TurnEnds::remove(*this);
}

TurnEnds::Ring::Ring(TurnEnds& turn) : TurnEnd{turn} { next_ = previous_ = this; }

TurnEnds::TurnEnds(boost::asio::io_context& context) : context_{context}, waiting_{*this} {}

void TurnEnds::add(TurnEnd& entry) {
    entry.previous_ = waiting_.previous_;
    entry.next_ = &waiting_;
    entry.previous_->next_ = waiting_.previous_ = &entry;
    come_to_an_end();
}

TimePoint TurnEnds::time() { return time_ ? *time_ : renew_time(); }

TimePoint TurnEnds::renew_time() {
    time_ = Clock::now();
    come_to_an_end();
    return *time_;
}

void TurnEnds::come_to_an_end() {
    if (posted_) return;
    posted_ = true;
    // Behind all handlers that are ready now.
    boost::asio::post(context_, [this] { run(); });
}

// What is scheduled meanwhile is done too: it was caused by this turn.
void TurnEnds::run() {
    while (waiting_.next_ != &waiting_) {
        auto& entry = *waiting_.next_;
        remove(entry);
        entry.turn_ended();
    }
    posted_ = false;
    time_.reset();
}

void TurnEnds::remove(TurnEnd& entry) {
    entry.previous_->next_ = entry.next_;
    entry.next_->previous_ = entry.previous_;
    entry.next_ = entry.previous_ = nullptr;
}

}  // namespace signalbox::net
