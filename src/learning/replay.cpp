#include "learning/replay.hpp"

#include <utility>

namespace signalbox {

void Replay::take(Outcome outcome) {
    if (capacity_ == 0) return;
    if (auto const known = index_.find(outcome.id); known != index_.end()) remove(known->second);
    while (index_.size() >= capacity_) make_room();
    if (places_.size() >= 2 * capacity_) compact();
    auto const place = places_.size();
    index_.emplace(outcome.id, place);
    ++counts_[static_cast<std::size_t>(outcome.source)];
    if (outcome.source == OutcomeSource::checks) checks_.push_back(place);
    places_.push_back(std::make_shared<Outcome const>(std::move(outcome)));
}

void Replay::remove(std::size_t place) {
    auto const gone = std::exchange(places_[place], nullptr);
    index_.erase(gone->id);
    --counts_[static_cast<std::size_t>(gone->source)];
}

// REQUIRES: not empty.
void Replay::make_room() {
    if (2 * of(OutcomeSource::checks) >= size()) {
        while (places_[checks_.front()] == nullptr) checks_.pop_front();
        remove(checks_.front());
        checks_.pop_front();
        return;
    }
    while (places_[oldest_] == nullptr) ++oldest_;
    remove(oldest_);
}

void Replay::compact() {
    auto before = std::exchange(places_, {});
    checks_.clear();
    oldest_ = 0;
    for (auto& outcome : before) {
        if (outcome == nullptr) continue;
        index_[outcome->id] = places_.size();
        if (outcome->source == OutcomeSource::checks) checks_.push_back(places_.size());
        places_.push_back(std::move(outcome));
    }
}

std::vector<SharedOutcome> Replay::all() const {
    std::vector<SharedOutcome> list;
    list.reserve(size());
    for (auto const& outcome : places_) {
        if (outcome != nullptr) list.push_back(outcome);
    }
    return list;
}

}  // namespace signalbox
