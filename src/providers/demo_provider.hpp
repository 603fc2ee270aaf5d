#pragma once

#include "async/time.hpp"
#include "pipeline/provider.hpp"

#include <cstdint>
#include <string>

namespace signalbox {

// Three models in this process, so that a newcomer sees the whole chain at work without any key:
// they answer at the pace of real ones, and the small one fails at what is too hard for it.
// The same prompt, model and seed always get the same answer. Every whole answer says that it
// comes from a demo.
// Threads: one instance per loop.
class DemoProvider final : public Provider {
public:
    // `time` outlives it.
    explicit DemoProvider(Time& time, std::uint64_t seed = 0) : time_{time}, seed_{seed} {}

    Task<Result<ExecutionResult>> complete(Attempt const& attempt, DeltaSink& sink,
                                           Cancellation& cancellation) override;

private:
    Time& time_;
    std::uint64_t seed_;
};

}  // namespace signalbox
