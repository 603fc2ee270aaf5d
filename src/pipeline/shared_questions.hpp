#pragma once

#include "async/cancellation.hpp"
#include "async/time.hpp"
#include "pipeline/second_opinion.hpp"
#include "routing/lru_map.hpp"

#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace signalbox {

// Of the requests of one loop that have the same question at the same time, one asks it and the others
// wait for what it is told, each with its own patience and its own cancellation.
//
// Who asks has a Duty. It is fulfilled with an opinion, which all who wait get; a duty that is given
// back unfulfilled (its request was cancelled) goes to the one who has waited longest, so that the
// leaving of one client costs the others nothing but time.
// Holds nothing when nobody asks. Threads: the loop's. REQUIRES: outlives its duties and those who wait.
class SharedQuestions {
public:
    explicit SharedQuestions(Time& time) : time_{time} {}

    class Duty {
    public:
        Duty(SharedQuestions& all, Digest const& key) : all_{&all}, key_{key} {}
        Duty(Duty&& other) noexcept : all_{std::exchange(other.all_, nullptr)}, key_{other.key_} {}
        Duty& operator=(Duty&&) = delete;
        ~Duty() {
            if (all_ != nullptr) all_->pass_on(key_);
        }
        void fulfil(SharedOpinion const& opinion) { std::exchange(all_, nullptr)->tell(key_, opinion); }

    private:
        SharedQuestions* all_;
        Digest key_;
    };

    // What became of joining: the duty to ask, or what another was told. Neither: `until` has come, or
    // cancellation was requested.
    struct Place {
        std::optional<Duty> duty;
        SharedOpinion opinion;
    };
    // REQUIRES: `cancellation` outlives the task.
    [[nodiscard]] Task<Place> join(Digest key, TimePoint until, Cancellation& cancellation);

    // Questions that are being asked.
    [[nodiscard]] std::size_t size() const { return lines_.size(); }

private:
    class Waiting;
    struct Hash {
        std::size_t operator()(Digest const& key) const { return static_cast<std::size_t>(key[0]); }
    };
    void pass_on(Digest const& key);
    void tell(Digest const& key, SharedOpinion const& opinion);

    Time& time_;
    std::unordered_map<Digest, std::vector<Waiting*>, Hash> lines_;  // who waits, the longest first
};

}  // namespace signalbox
