#include "pipeline/ledger.hpp"

#include <algorithm>

namespace signalbox {

bool Ledger::affords(ModelCard const& model, Tokens input, Tokens output) const {
    auto const rest = left();
    if (!rest) return true;
    if (!model.price.known()) return rest->count > 0;
    return signalbox::cost(model.price.value, input, output) <= *rest;
}

MicroUsd Ledger::reserve(ModelCard const& model, Tokens input, Tokens output) {
    if (!limit_ || !model.price.known()) return {};
    auto const expected = signalbox::cost(model.price.value, input, output);
    reserved_ += expected;
    return expected;
}

void Ledger::settle(MicroUsd reserved, AttemptRecord record) {
    pay(reserved, record.cost);
    attempts_.push_back(std::move(record));
}

void Ledger::judged(int nth, ValidationResult const& validation) {
    auto const found = std::ranges::find(attempts_, nth, &AttemptRecord::nth);
    if (found != attempts_.end()) found->validation = validation;
}

void Ledger::settle(MicroUsd reserved, SideCall call) {
    pay(reserved, call.cost);
    side_calls_.push_back(std::move(call));
}

void Ledger::pay(MicroUsd reserved, std::optional<MicroUsd> cost) {
    reserved_ = reserved_ - reserved;
    if (cost) {
        spent_ += *cost;
    } else {
        all_known_ = false;
    }
}

std::optional<MicroUsd> Ledger::left() const {
    if (!limit_) return std::nullopt;
    return *limit_ - spent_ - reserved_;
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
