#pragma once

#include "validation/check.hpp"
#include "validation/loop_watch.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// Looks at an answer while it arrives, to stop a hopeless one early. Says nothing that check_answer
// would not say of the same text.
//
// The beginning (refusal, no JSON, an echo, another script or language, nothing but blanks) is looked
// at when 128, 256, 512 and 1,024 bytes are there; loops are looked for from then on whenever a window
// of 1,024 bytes, of which 256 were seen before, is full. In between a piece costs its copy into the
// window. Memory is constant, work is linear in the text.
// Thoughts between <think> and </think> at the beginning are skipped.
//
// Threads: one loop. REQUIRES: the context outlives it.
class ProgressiveChecks {
public:
    explicit ProgressiveChecks(ChainContext const& context) : context_{context} {}

    // Takes the next piece of the answer's text; true when the answer is hopeless.
    bool feed(std::string_view text) {
        if (over_) return !findings_.empty();
        window_.append(text);
        return window_.size() >= next_look_ && look();
    }

    // Looks at once at what has come.
    bool look();

    // The text can no longer be replaced: only a loop without end still counts, one that goes on far
    // beyond what any task asks for.
    void commit();

    // The answer is beyond judging (it calls tools): nothing is looked at any more.
    void stop() { over_ = true; }

    // Nothing that comes can change what is found.
    [[nodiscard]] bool over() const { return over_; }

    // Why the answer is hopeless; empty when it is not.
    [[nodiscard]] std::vector<Finding> const& findings() const { return findings_; }

private:
    [[nodiscard]] bool skip_thoughts();
    void look_at_beginning();
    void look_for_loops();
    void slide();

    static constexpr std::size_t first_look = 128;
    static constexpr std::size_t window = 1024;
    static constexpr std::size_t overlap = 256;

    ChainContext const& context_;
    std::string window_;
    std::size_t next_look_ = first_look;  // size of the window
    std::size_t at_ = 0;                  // in the window: what the loop watch has not read
    LoopWatch loops_{strict_patience};
    bool patient_ = false;
    bool committed_ = false;
    bool thinking_ = false;
    bool began_ = false;     // known whether it begins with thoughts
    bool beginning_ = true;  // the window holds the answer's beginning
    bool over_ = false;
    std::vector<Finding> findings_;
};

}  // namespace signalbox
