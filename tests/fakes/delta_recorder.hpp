#pragma once

#include "async/signal.hpp"
#include "pipeline/provider.hpp"

#include <string>
#include <vector>

namespace signalbox::fakes {

// A reader of one answer that writes everything down. It can be slow: after `slow_after` deltas it is
// behind until catch_up().
class DeltaRecorder final : public DeltaSink {
public:
    explicit DeltaRecorder(Time& time) : resumed_{time} {}

    void on_delta(Delta const& delta) override {
        text += delta.text;
        reasoning += delta.reasoning;
        frames += delta.frames;
        tool_calls = tool_calls || delta.tool_calls;
        sizes.push_back(delta.text.size());
    }
    [[nodiscard]] bool behind() const override { return slow_after != 0 && sizes.size() >= slow_after; }
    Task<void> caught_up() override {
        ++waits;
        co_await resumed_.wait();
    }
    void catch_up() {
        slow_after = 0;
        resumed_.set();
    }

    std::string text;
    std::string reasoning;
    std::string frames;
    bool tool_calls = false;
    std::vector<std::size_t> sizes;  // of the text of each delta
    std::size_t slow_after = 0;      // 0: never
    int waits = 0;

private:
    Signal resumed_;
};

}  // namespace signalbox::fakes
