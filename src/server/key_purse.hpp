#pragma once

#include "async/time.hpp"
#include "pipeline/purse.hpp"
#include "server/key_account.hpp"

#include <memory>

namespace signalbox::server {

// What a run pays from that was asked for with an API key. Keeps the account until the run has ended.
class KeyPurse final : public Purse {
public:
    // `time` outlives it.
    KeyPurse(std::shared_ptr<KeyAccount> account, Time& time) : account_{std::move(account)}, time_{time} {}

    [[nodiscard]] Result<Hold> ask(Amount amount) override;
    [[nodiscard]] Hold take(Amount amount) override;
    [[nodiscard]] std::optional<MicroUsd> left() const override;
    void settle(Hold const& hold, Amount used) override;

private:
    [[nodiscard]] Hold hold_of(Amount amount, TimePoint now) const;

    std::shared_ptr<KeyAccount> account_;
    Time& time_;
};

}  // namespace signalbox::server
