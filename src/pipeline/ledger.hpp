#pragma once

#include "core/chain_result.hpp"
#include "pipeline/purse.hpp"
#include "routing/model_card.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace signalbox {

// What one request has used up and may still use: every token and micro-dollar of every call.
//
// Money is set aside before a call starts and settled when it has ended, so that calls that run at
// the same time cannot spend the same money: what was not set aside in vain overshoots the limit by
// one call's misjudgement at most.
// An unknown price stays unknown: nothing can be set aside for it, and the total has no figure.
// Who shares a purse with other runs pays each call from that too: the first ones only when the purse
// agrees, later ones as far as left() says so.
// Threads: the run's loop.
class Ledger {
public:
    // What was set aside for one call.
    struct Reservation {
        MicroUsd money;
        Purse::Hold hold;
    };

    // Absent: no limit; null: no purse, else it outlives the ledger.
    explicit Ledger(std::optional<MicroUsd> limit, Purse* purse = nullptr) : limit_{limit}, purse_{purse} {}
    Ledger(Ledger const&) = delete;
    Ledger& operator=(Ledger const&) = delete;
    // What was paid ahead and not used goes back to the purse.
    ~Ledger();

    // Lets the purse set a call of this size aside before the run makes any; a later reserve() takes it up.
    // Errors: those of Purse::ask().
    [[nodiscard]] Result<void> pay_ahead(ModelCard const& model, Tokens input, Tokens output);

    // Is there enough for a call of this size? One of unknown price needs something left.
    [[nodiscard]] bool affords(ModelCard const& model, Tokens input, Tokens output) const;
    // Sets the expected cost aside and gives it back to settle() with. Does not ask affords().
    [[nodiscard]] Reservation reserve(ModelCard const& model, Tokens input, Tokens output);

    void settle(Reservation const& reserved, AttemptRecord record);
    // What was thought of a settled attempt's answer, later.
    void judged(int nth, ValidationResult const& validation);
    void settle(Reservation const& reserved, SideCall call);
    // The side call that was settled last brought something else than what was asked for.
    void unreadable() { side_calls_.back().outcome = SideOutcome::unreadable; }

    // Absent: no limit. What running calls have set aside is not left; below zero when
    // calls cost more than was expected: then not even a free model is called.
    [[nodiscard]] std::optional<MicroUsd> left() const;
    // Of all settled calls; absent when a price among them is unknown.
    [[nodiscard]] std::optional<MicroUsd> cost() const;
    // Of all settled attempts; side calls have their own.
    [[nodiscard]] Usage usage() const;

    [[nodiscard]] std::vector<AttemptRecord> const& attempts() const { return attempts_; }
    [[nodiscard]] std::vector<SideCall> const& side_calls() const { return side_calls_; }
    // Empties the ledger into a result; there attempts are in the order of their numbers.
    void move_into(ChainResult& result);

private:
    void pay(Reservation const& reserved, std::optional<MicroUsd> cost, Usage const& usage);

    std::optional<MicroUsd> limit_;
    Purse* purse_;
    std::vector<Purse::Hold> paid_ahead_;
    MicroUsd reserved_;
    MicroUsd spent_;  // as far as prices are known
    bool all_known_ = true;
    std::vector<AttemptRecord> attempts_;
    std::vector<SideCall> side_calls_;
};

}  // namespace signalbox
