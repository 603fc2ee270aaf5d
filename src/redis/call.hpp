#pragma once

#include "async/signal.hpp"
#include "async/time.hpp"
#include "redis/link.hpp"
#include "redis/reply.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

namespace signalbox::redis {

class Call;

// One who awaits a reply; lives in the frame that does.
struct Waiting {
    explicit Waiting(Time& time) : woken{time} {}
    Signal woken;
    std::optional<std::expected<Reply, Failure>> outcome;
};

// Who decides what becomes of calls.
class CallKeeper {
public:
    virtual ~CallKeeper() = default;
    // The reply, or null when the link ended.
    virtual void replied(Call& call, redisReply const* reply) = 0;
    // Nobody waits any longer; a reply may still come.
    virtual void late(Call& call) = 0;
};

// One command on its way. Owned by whoever sends it until a link takes it, then by the link until replied().
class Call final : public Expectation, public Time::Alarm {
public:
    Call(Time& time, CallKeeper& keeper, std::string its_bytes, std::uint16_t its_slot)
        : Alarm{time}, bytes{std::move(its_bytes)}, slot{its_slot}, keeper_{keeper} {}

    void replied(redisReply const* reply) override { keeper_.replied(*this, reply); }
    void fire() override { keeper_.late(*this); }

    // Tells whoever waits, if anybody does.
    void tell(std::expected<Reply, Failure> outcome) {
        disarm();
        auto* const told = std::exchange(waiting, nullptr);
        if (told == nullptr) return;
        told->outcome.emplace(std::move(outcome));
        told->woken.set();
    }

    std::string bytes;
    std::uint16_t slot = 0;
    std::size_t node = 0;  // where it went
    int redirections = 0;
    bool is_late = false;        // has been counted as a failure
    Waiting* waiting = nullptr;  // null: nobody does

private:
    CallKeeper& keeper_;
};

}  // namespace signalbox::redis
