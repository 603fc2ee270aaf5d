#include "server/test_server.hpp"
#include "server/totals_now.hpp"
#include "telemetry/metrics.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

namespace signalbox::server {
namespace {

using std::string;

class StatsTest : public ServerTest {
protected:
    StatsTest() { start(); }
    // What was counted becomes a step.
    void sample(std::int64_t seconds) {
        on_loop([&] {
            auto const at = shared->wall_clock.at(Clock::now()) - seconds;
            shared->history.sample(at, totals_now(shared->metrics, {}));
            return true;
        });
    }
    void chat() {
        auto const body = R"({"messages":[{"role":"user","content":"What is the capital of France?"}]})";
        EXPECT_EQ(ask(post("/v1/chat/completions", body)).status, 200);
    }
    simdjson::dom::element stats(string const& query = "") {
        auto const reply = ask(get("/api/stats" + query));
        EXPECT_EQ(reply.status, 200) << reply.body;
        return parser.parse(reply.body);
    }
    simdjson::dom::parser parser;
};

TEST_F(StatsTest, HaveNoStepsAtFirst) {
    auto const found = stats();
    EXPECT_EQ(std::string_view{found["range"]}, "15m");
    EXPECT_EQ(found["points"].get_array().size(), 0U);
    EXPECT_EQ(std::int64_t{found.at_pointer("/totals/requests")}, 0);
}

TEST_F(StatsTest, CountRequestsByTheirStep) {
    sample(20);
    chat();
    sample(10);
    chat();
    chat();
    auto const found = stats("?range=15m");
    ASSERT_EQ(found["points"].get_array().size(), 2U);
    EXPECT_EQ(std::int64_t{found.at_pointer("/points/0/requests")}, 1);
    EXPECT_EQ(std::int64_t{found.at_pointer("/points/1/requests")}, 2);
    EXPECT_EQ(std::int64_t{found.at_pointer("/totals/requests")}, 3);
    EXPECT_GT(double{found.at_pointer("/totals/latencyMs/p99")}, 0);
    EXPECT_EQ(std::int64_t{found.at_pointer("/totals/byModel/0/answers")}, 3);
}

TEST_F(StatsTest, CountARunOnceHoweverManyConnectionsReadIt) {
    sample(10);
    auto const started = ask(post("/api/stream/orchestration", R"({"content":"hi"})", "Accept: application/json\r\n"));
    ASSERT_EQ(started.status, 202) << started.body;
    simdjson::dom::parser own;
    string const url{std::string_view{own.parse(started.body)["url"]}};
    for (int i = 0; i < 2; ++i) EXPECT_EQ(ask(get(url)).status, 200);
    EXPECT_EQ(std::int64_t{stats().at_pointer("/totals/requests")}, 1);
}

TEST_F(StatsTest, TellWhatTheStrongestModelWouldHaveCost) {
    sample(10);
    chat();
    auto const found = stats();
    EXPECT_GT(double{found.at_pointer("/totals/strongestCostUsd")}, double{found.at_pointer("/totals/costUsd")});
}

TEST_F(StatsTest, NameWhatWentWrong) {
    sample(10);
    EXPECT_EQ(ask(post("/v1/chat/completions", "{")).status, 400);
    auto const found = stats();
    EXPECT_EQ(std::int64_t{found.at_pointer("/totals/refused")}, 1);
    EXPECT_EQ(std::int64_t{found.at_pointer("/totals/errors/invalid_json")}, 1);
}

TEST_F(StatsTest, KnowThreeRanges) {
    EXPECT_EQ(std::int64_t{stats("?range=1h")["stepSeconds"]}, 40);
    EXPECT_EQ(std::int64_t{stats("?range=24h")["stepSeconds"]}, 960);
    auto const refused = ask(get("/api/stats?range=2h"));
    EXPECT_EQ(refused.status, 400);
    EXPECT_TRUE(refused.body.contains("range=15m, 1h or 24h")) << refused.body;
    auto const unknown = ask(get("/api/stats?range=1h&since=1"));
    EXPECT_EQ(unknown.status, 400);
    EXPECT_TRUE(unknown.body.contains(R"("param":"since")")) << unknown.body;
}

}  // namespace
}  // namespace signalbox::server
