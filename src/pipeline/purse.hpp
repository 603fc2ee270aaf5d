#pragma once

#include "core/error.hpp"
#include "core/money.hpp"
#include "core/tokens.hpp"

#include <cstdint>
#include <optional>

namespace signalbox {

// What many runs pay from together, on all loops: the money and tokens of whoever asks. A port: who
// fills it, and how often, is the server's affair.
//
// Each call is set aside before it starts and settled when it has ended.
// Threads: one object for one run, on its loop; what stands behind it is shared.
class Purse {
public:
    struct Amount {
        MicroUsd money;
        Tokens tokens;
    };
    // What was set aside for one call, for settle().
    struct Hold {
        Amount amount;
        std::int64_t period = 0;  // the purse's own: of when the money was taken
    };

    virtual ~Purse() = default;

    // Sets the amount aside if it is there. Errors: rate_limited with the time to wait for tokens,
    // quota_exhausted for money.
    [[nodiscard]] virtual Result<Hold> ask(Amount amount) = 0;
    // Sets it aside in any case: for a run that has begun and looked at left().
    [[nodiscard]] virtual Hold take(Amount amount) = 0;
    // Absent: no limit. Below zero when calls cost more than was set aside for them.
    [[nodiscard]] virtual std::optional<MicroUsd> left() const = 0;
    // Ends a hold: `used` is what the call really took.
    virtual void settle(Hold const& hold, Amount used) = 0;
};

}  // namespace signalbox
