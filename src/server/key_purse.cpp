#include "server/key_purse.hpp"

#include <chrono>

namespace signalbox::server {

Purse::Hold KeyPurse::hold_of(Amount amount, TimePoint now) const {
    return {amount, account_->budget ? account_->budget->day(now) : 0};
}

Result<Purse::Hold> KeyPurse::ask(Amount amount) {
    auto const now = time_.now();
    if (account_->tokens) {
        if (auto const wait = account_->tokens->take(amount.tokens.count, now); wait > Duration{}) {
            account_->refused.add();
            return std::unexpected(Error{Errc::rate_limited,
                                         "the tokens of this key for this minute are used up",
                                         {},
                                         std::chrono::ceil<std::chrono::milliseconds>(wait)});
        }
    }
    if (!account_->budget || account_->budget->take(amount.money, now)) return hold_of(amount, now);
    if (account_->tokens) account_->tokens->give_back(amount.tokens.count);
    account_->refused.add();
    return fail(Errc::quota_exhausted, "the next call would cost more than is left of this key's budget for today");
}

Purse::Hold KeyPurse::take(Amount amount) {
    auto const now = time_.now();
    if (account_->tokens) account_->tokens->force(amount.tokens.count, now);
    if (account_->budget) account_->budget->force(amount.money, now);
    return hold_of(amount, now);
}

std::optional<MicroUsd> KeyPurse::left() const {
    if (!account_->budget) return std::nullopt;
    return account_->budget->left(time_.now());
}

void KeyPurse::settle(Hold const& hold, Amount used) {
    auto const now = time_.now();
    if (account_->tokens) account_->tokens->settle(hold.amount.tokens.count, used.tokens.count, now);
    if (account_->budget) account_->budget->settle(hold.amount.money, hold.period, used.money, now);
    account_->tokens_used.add(used.tokens.count);
    account_->micro_usd.add(used.money.count);
}

}  // namespace signalbox::server
