#include "analysis/analyzer.hpp"
#include "fakes/manual_time.hpp"
#include "fakes/scripted_provider.hpp"
#include "pipeline/awaitable.hpp"
#include "pipeline/orchestrator.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

class EasyAnalyzer final : public Analyzer {
public:
    [[nodiscard]] AnalysisResult analyze(ChainContext const&) const override { return {.complexity = 4, .need = 0.4}; }
    [[nodiscard]] std::uint64_t version() const override { return 1; }
};

class EventStreamTest : public ::testing::Test {
protected:
    EventStreamTest() {
        ModelCard model;
        model.id = model.upstream_name = "only";
        model.provider = "scripted";
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->registry = ModelRegistry{{model}};
        snapshot->analyzer = std::make_shared<EasyAnalyzer>();
        auto providers = std::make_shared<Providers>();
        providers->emplace("scripted", std::shared_ptr<Provider>{std::shared_ptr<void>{}, &provider});
        chain.reconfigure(snapshot, providers);
    }
    static Task<void> read_all(EventStream stream, std::vector<OwnedStreamEvent>& seen) {
        for (;;) {
            auto event = co_await stream.next();
            if (!event) break;
            seen.push_back(std::move(*event));
        }
    }
    fakes::ManualTime time;
    RouteCache cache{{}};
    fakes::ScriptedProvider provider{time};
    ChainOrchestrator chain{time, cache, nullptr, nullptr};
    ChainContext const context{.messages = {{Role::user, "hello there"}}};
};

TEST_F(EventStreamTest, GivesEveryEventAndEndsWithTheTerminalOne) {
    provider.then(fakes::Script{.pieces = {"good ", "day"}, .gap = 1s});
    std::vector<OwnedStreamEvent> seen;
    spawn(read_all(chain.orchestrate_stream(context), seen));
    time.run_out();

    ASSERT_FALSE(seen.empty());
    EXPECT_EQ(seen.front().event.type, StreamEventType::analyzing);
    EXPECT_EQ(seen.back().event.type, StreamEventType::complete);
    EXPECT_EQ(seen.back().event.content, "good day");
    EXPECT_EQ(seen.back().event.result->model, "only");
    EXPECT_EQ(std::ranges::count_if(seen, [](auto const& e) { return e.event.terminal(); }), 1);
}

TEST_F(EventStreamTest, CancelsTheRunWhenItIsDropped) {
    provider.then(fakes::Script{.pieces = {"a", "b"}, .gap = 1min});
    {
        auto const stream = chain.orchestrate_stream(context);
        time.advance(1s);
    }
    time.advance(0s);
    EXPECT_EQ(provider.cancelled(), 1);
    EXPECT_FALSE(time.somebody_waits());
}

TEST_F(EventStreamTest, MakesTheProviderWaitForAReaderWhoDoesNotRead) {
    provider.then(fakes::Script{.pieces = std::vector<std::string>(500, "x")});
    std::vector<OwnedStreamEvent> seen;
    auto stream = chain.orchestrate_stream(context);
    time.run_out();
    spawn(read_all(std::move(stream), seen));
    time.run_out();
    EXPECT_EQ(seen.back().event.content, std::string(500, 'x'));
}

TEST_F(EventStreamTest, AnswersAnAsioCoroutineToo) {
    provider.then("for asio");
    boost::asio::io_context io;
    std::string answer;
    boost::asio::co_spawn(
        io,
        [](ChainOrchestrator& c, ChainContext const& request, std::string& out) -> boost::asio::awaitable<void> {
            Cancellation cancellation;
            auto const result = co_await as_awaitable(c.orchestrate(request, cancellation));
            if (result) out = result->response;
        }(chain, context, answer),
        boost::asio::detached);
    io.run();
    EXPECT_EQ(answer, "for asio");
}

}  // namespace
}  // namespace signalbox
