#pragma once

#include "analysis/analyzer.hpp"
#include "fakes/manual_time.hpp"
#include "fakes/recording_sink.hpp"
#include "fakes/scripted_provider.hpp"
#include "pipeline/orchestrator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

namespace signalbox::fakes {

using namespace std::chrono_literals;

// Finds every message as hard as it is told to.
class FixedAnalyzer final : public Analyzer {
public:
    explicit FixedAnalyzer(int complexity) : complexity_{complexity} {}
    [[nodiscard]] AnalysisResult analyze(ChainContext const&) const override {
        return {.complexity = complexity_,
                .category = Category::code,
                .input_tokens = {100},
                .output_tokens = {200},
                .need = 0,         // the models are as near as they come: prices decide
                .confidence = 1};  // any model would do, so the cheapest is first
    }
    [[nodiscard]] std::uint64_t version() const override { return 1; }

private:
    int complexity_;
};

inline ModelCard card(std::string id, double quality, MicroUsd price) {
    ModelCard out;
    out.id = out.upstream_name = std::move(id);
    out.provider = "scripted";
    out.quality.offer(quality, Origin::config);
    out.price.offer({.input = price, .output = price}, Origin::config);
    out.context_window.offer(100'000, Origin::config);
    return out;
}

// Tells stories of one run: what the provider does, what the caller asks, what the reader sees.
class ChainStory : public ::testing::Test {
protected:
    ChainStory() {
        context.messages = {{Role::user, "write a sorting algorithm"}};
        snapshot.registry = ModelRegistry{{card("small", 0.3, {100'000}), card("large", 0.95, {5'000'000})}};
        snapshot.routing.quality = 0;  // the cheapest first
        snapshot.chain.judge_model = "none";
        set_complexity(5);
    }
    void set_complexity(int complexity) {
        snapshot.analyzer = std::make_shared<FixedAnalyzer>(complexity);
        snapshot.epoch = static_cast<std::uint64_t>(complexity);
    }
    ChainOrchestrator orchestrator() {
        auto providers = std::make_shared<Providers>();
        providers->emplace("scripted", std::shared_ptr<Provider>{std::shared_ptr<void>{}, &provider});
        return {time, cache, std::make_shared<Snapshot>(snapshot), providers};
    }
    // Runs to the end, or until only `limit` of time has passed.
    Result<ChainResult> ask(Duration limit = 1h) {
        auto chain = orchestrator();
        chain.use_shared(shared);
        std::optional<ChainAnswer> answer;
        spawn(chain.run(context, sink, cancellation), [&](ChainAnswer a) { answer = std::move(a); });
        time.run_out(limit);
        EXPECT_TRUE(answer) << "the run hangs";
        EXPECT_EQ(sink.terminals(), 1);
        EXPECT_EQ(sink.after_terminal(), 0);
        EXPECT_TRUE(std::ranges::is_sorted(sink.progress()));
        if (!answer) return fail(Errc::internal, "hangs");
        if (!*answer) return std::unexpected(answer->error());
        return std::move(***answer);
    }

    ManualTime time;
    RouteCache cache{{}};
    SharedRoutes* shared = nullptr;
    Snapshot snapshot;
    ScriptedProvider provider{time};
    RecordingSink sink;
    Cancellation cancellation;
    ChainContext context;
};

}  // namespace signalbox::fakes
