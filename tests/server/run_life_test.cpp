#include "server/resume_fixture.hpp"

namespace signalbox::server {
namespace {

using namespace std::chrono_literals;
using fakes::Script;
using std::string;

class RunLifeTest : public ResumeTest {};

TEST_F(RunLifeTest, CancelsARunThatNobodyReads) {
    options.resume.grace = 50ms;
    auto const run = begin_slow();
    EXPECT_TRUE(comes_true([&] { return provider.cancelled() == 1; }));
    EXPECT_TRUE(nothing_runs());
    auto const all = frames(ask(get(run.url)).body);
    EXPECT_TRUE(all.back().contains(R"("code":"cancelled")")) << all.back();
}

TEST_F(RunLifeTest, CancelsARunWhenItsReaderStaysAway) {
    options.resume.grace = 50ms;
    provider.then(Script{.pieces = std::vector<string>(200, "word "), .gap = 20ms});
    start();
    auto const run = begin();
    Client client{port};
    client.send(get(run.url));
    string taken;
    while (count(taken, R"("stage":"token")") < 6) ASSERT_TRUE(client.read_until("\n\n", taken));
    EXPECT_EQ(on_loop([&] { return provider.cancelled(); }), 0) << "longer than the grace, but it is read";
    client.close();
    EXPECT_TRUE(comes_true([&] { return provider.cancelled() == 1; }));
}

TEST_F(RunLifeTest, CancelsARunOnDemandAndTellsItsReaders) {
    auto const run = begin_slow();
    Client client{port};
    client.send(get(run.url));
    string taken;
    ASSERT_TRUE(client.read_until(R"("stage":"token")", taken));

    auto const path = "/api/orchestrations/" + run.id;
    EXPECT_EQ(ask(get(path + "?token=" + run.token, "", "DELETE")).body, R"({"cancelled":true})");

    ASSERT_TRUE(client.read_until("0\r\n\r\n", taken)) << "a proper end";
    EXPECT_EQ(count(taken, R"("type":"error")"), 1);
    EXPECT_EQ(count(taken, R"("code":"cancelled")"), 1);
    EXPECT_EQ(provider.cancelled(), 1);
    EXPECT_EQ(ask(get(path, "", "DELETE")).body, R"({"cancelled":false})") << "it has ended";
}

TEST_F(RunLifeTest, StreamsARunAtOnceThatOutlivesItsConnection) {
    provider.then(Script{.pieces = std::vector<string>(20, "word "), .gap = 10ms});
    start();
    Client client{port};
    client.send(post(string{stream_path} + "?resumable=true", question, "Accept: text/event-stream\r\n"));
    auto const run = client.read_reply(true).field("x-orchestration-id");
    string taken;
    ASSERT_TRUE(client.read_until(R"("stage":"token")", taken));
    client.reset();

    auto const reply = ask(post(string{stream_path} + "?resumable=true", question, last_event(run, 0)));

    auto const all = frames(reply.body);
    expect_numbered(all, run);
    EXPECT_TRUE(all.back().contains(R"("type":"complete")"));
    EXPECT_EQ(provider.asked().size(), 1U);
}

TEST_F(RunLifeTest, DoesNotKeepAStreamThatWasNotAskedForAsResumable) {
    start();
    auto const run = ask(post(stream_path, question)).field("x-orchestration-id");
    EXPECT_EQ(ask(get(stream_path, last_event(run, 1))).status, 404);
    EXPECT_EQ(shared->runs.size(), 0U);
}

TEST_F(RunLifeTest, CountsARunOnceAndItsReadersNot) {
    options.max_in_flight = 1;
    auto const run = begin_slow();
    EXPECT_EQ(shared->in_flight.load(), 1U);
    EXPECT_EQ(ask(post(stream_path, question, as_json)).status, 503);
    Client client{port};
    client.send(get(run.url));
    EXPECT_EQ(client.read_reply(true).status, 200);
    Client fetching{port};
    fetching.send(post(run.url, question, "Last-Event-ID: " + run.id + ":1\r\n"));
    EXPECT_EQ(fetching.read_reply(true).status, 200) << "a POST that comes back is a reader";
    EXPECT_EQ(shared->in_flight.load(), 1U);
}

TEST_F(RunLifeTest, RefusesARunThatItCouldNotKeep) {
    options.resume.max_log = options.resume.max_logs = 100'000;
    auto const run = begin_slow();
    auto const reply = ask(post(stream_path, question, as_json));
    EXPECT_EQ(reply.status, 503);
    EXPECT_NE(reply.field("retry-after"), "");
    EXPECT_TRUE(reply.body.contains("server.resume.max_logs")) << reply.body;
    EXPECT_EQ(ask(post(stream_path, question)).status, 200) << "a plain stream needs no log";
}

TEST_F(RunLifeTest, PausesTheProviderWhenTheLogIsFullAndNobodyReads) {
    options.resume.max_log = 100'000;
    provider.then(Script{.pieces = std::vector<string>(50, string(10'000, 'x'))});
    start();
    auto const run = begin();
    EXPECT_EQ(on_loop([&] { return metrics.model("small").ok.value(); }), 0) << "it waits";
    EXPECT_EQ(shared->in_flight.load(), 1U);

    auto const reply = ask(get(run.url));

    EXPECT_TRUE(reply.whole);
    EXPECT_EQ(count(reply.body, R"("stage":"token")"), 50);
    expect_numbered(frames(reply.body), run.id);
    auto const late = ask(get(run.url));
    EXPECT_EQ(late.status, 404) << "the beginning is gone, and there are no gaps";
    EXPECT_TRUE(late.body.contains("max_log")) << late.body;
}

TEST_F(RunLifeTest, LetsASlowReaderReadAtItsOwnPaceAndLosesNothing) {
    provider.then(Script{.pieces = std::vector<string>(200, string(50'000, 'x'))});  // 10 MB, ten times the log
    start();
    auto const run = begin();
    Client client{port, 16 * 1024, 20};
    client.send(get(run.url));
    EXPECT_EQ(client.read_reply(true).status, 200);
    EXPECT_EQ(on_loop([&] { return metrics.model("small").ok.value(); }), 0)
        << "the buffers hold less than what the model said";

    string taken;
    ASSERT_TRUE(client.read_until(R"("type":"complete")", taken));

    EXPECT_EQ(count(taken, R"("stage":"token")"), 200);
    auto const events = count(taken, "id: " + run.id + ":");
    for (int i = 1; i <= events; ++i) EXPECT_EQ(count(taken, "id: " + run.id + ":" + std::to_string(i) + "\n"), 1);
}

TEST_F(RunLifeTest, LogsTheRunByItself) {
    start();
    auto const run = begin();
    EXPECT_EQ(ask(get(run.url)).status, 200);
    stop();
    EXPECT_TRUE(log_text.str().contains(R"("status":202)")) << log_text.str();
    EXPECT_TRUE(log_text.str().contains(R"("attempts":1)")) << log_text.str();
    EXPECT_FALSE(log_text.str().contains(run.token));
}

TEST_F(RunLifeTest, TellsTheReadersOfARunThatOutlastsTheDrain) {
    options.drain = 50ms;
    auto const run = begin_slow();
    Client client{port};
    client.send(get(run.url));
    string taken;
    ASSERT_TRUE(client.read_until(R"("stage":"token")", taken));

    loop.post_from_anywhere([this] { server->drain([this] { loop.stop(); }); });

    auto const rest = client.read_all();
    EXPECT_EQ(count(rest, R"("type":"error")"), 1) << rest;
    EXPECT_TRUE(rest.contains("draining")) << rest;
    EXPECT_TRUE(rest.ends_with("0\r\n\r\n")) << "a proper end";
    thread.join();
}

TEST_F(RunLifeTest, DoesNotHoldUpTheDrainForARunThatNobodyReads) {
    options.drain = 60s;
    (void)begin_slow();
    stop();
    EXPECT_EQ(provider.cancelled(), 1);
}

}  // namespace
}  // namespace signalbox::server
