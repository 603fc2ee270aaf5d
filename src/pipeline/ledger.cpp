#include "pipeline/ledger.hpp"

#include <algorithm>

namespace signalbox {

namespace {

Purse::Amount amount_of(ModelCard const& model, Tokens input, Tokens output) {
    auto const known = model.price.known();
    return {known ? signalbox::cost(model.price.value, input, output) : MicroUsd{}, input + output};
}

// Far above every budget, and far enough from the end of the range that what several calls have set aside can be
// taken back one by one.
constexpr MicroUsd most_set_aside{std::int64_t{1} << 56};

}  // namespace

Ledger::~Ledger() {
    for (auto const& hold : paid_ahead_) purse_->settle(hold, {});
}

Result<void> Ledger::pay_ahead(ModelCard const& model, Tokens input, Tokens output) {
    if (purse_ == nullptr) return {};
    auto hold = purse_->ask(amount_of(model, input, output));
    if (!hold) return std::unexpected(std::move(hold.error()));
    paid_ahead_.push_back(*hold);
    return {};
}

bool Ledger::affords(ModelCard const& model, Tokens input, Tokens output) const {
    auto const rest = left();
    if (!rest) return true;
    if (!model.price.known()) return rest->count > 0;
    return signalbox::cost(model.price.value, input, output) <= *rest;
}

Ledger::Reservation Ledger::reserve(ModelCard const& model, Tokens input, Tokens output) {
    Reservation reserved;
    if (limit_ && model.price.known()) {
        reserved.money = std::min(signalbox::cost(model.price.value, input, output), most_set_aside);
    }
    reserved_ += reserved.money;
    if (purse_ == nullptr) return reserved;
    if (paid_ahead_.empty()) {
        reserved.hold = purse_->take(amount_of(model, input, output));
        return reserved;
    }
    reserved.hold = paid_ahead_.back();
    paid_ahead_.pop_back();
    return reserved;
}

void Ledger::settle(Reservation const& reserved, AttemptRecord record) {
    pay(reserved, record.cost, record.usage);
    attempts_.push_back(std::move(record));
}

void Ledger::judged(int nth, ValidationResult const& validation) {
    auto const found = std::ranges::find(attempts_, nth, &AttemptRecord::nth);
    if (found != attempts_.end()) found->validation = validation;
}

void Ledger::settle(Reservation const& reserved, SideCall call) {
    pay(reserved, call.cost, call.usage);
    side_calls_.push_back(std::move(call));
}

void Ledger::pay(Reservation const& reserved, std::optional<MicroUsd> cost, Usage const& usage) {
    reserved_ = reserved_ - reserved.money;
    if (purse_ != nullptr) purse_->settle(reserved.hold, {cost.value_or(MicroUsd{}), usage.input + usage.output});
    if (cost) {
        spent_ += *cost;
    } else {
        all_known_ = false;
    }
}

std::optional<MicroUsd> Ledger::left() const {
    auto const shared = purse_ != nullptr ? purse_->left() : std::nullopt;
    if (!limit_) return shared;
    auto const own = *limit_ - spent_ - reserved_;
    return shared ? std::min(own, *shared) : own;
}

std::optional<MicroUsd> Ledger::cost() const { return all_known_ ? std::optional{spent_} : std::nullopt; }

Usage Ledger::usage() const {
    Usage sum;
    for (auto const& attempt : attempts_) {
        sum.input += attempt.usage.input;
        sum.output += attempt.usage.output;
        sum.cached += attempt.usage.cached;
        sum.reasoning += attempt.usage.reasoning;
        sum.estimated = sum.estimated || attempt.usage.estimated;
    }
    return sum;
}

void Ledger::move_into(ChainResult& result) {
    result.cost = cost();
    result.usage = usage();
    result.attempts = std::exchange(attempts_, {});
    std::ranges::sort(result.attempts, {}, &AttemptRecord::nth);
    result.side_calls = std::exchange(side_calls_, {});
}

}  // namespace signalbox
