#include "server/test_server.hpp"

namespace signalbox::server {
namespace {

using namespace std::chrono_literals;
using fakes::Script;
using std::string;

constexpr std::string_view chat_path = "/v1/chat/completions";
constexpr std::string_view stream_path = "/api/stream/orchestration";
constexpr std::string_view question = R"({"content":"write a sort"})";

string chat(string const& more = "") {
    return R"({"model":"auto","stream":true,"messages":[{"role":"user","content":"hi"}])" + more + "}";
}

int count(string const& text, std::string_view what) {
    int found = 0;
    for (auto at = text.find(what); at != string::npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

class StreamTest : public ServerTest {};

TEST_F(StreamTest, TellsARunAsNumberedProgressEvents) {
    provider.then(Script{.pieces = {"def sort", "(xs)"}});
    start();

    auto const reply = ask(post(stream_path, question));

    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.whole);
    EXPECT_EQ(reply.field("content-type"), "text/event-stream; charset=utf-8");
    EXPECT_EQ(reply.field("cache-control"), "no-cache, no-transform");
    EXPECT_EQ(reply.field("x-accel-buffering"), "no");
    auto const run = reply.field("x-orchestration-id");
    EXPECT_TRUE(run.starts_with("orc_")) << run;
    EXPECT_EQ(run.size(), 36U);
    auto const events = count(reply.body, "event: progress\n");
    EXPECT_EQ(count(reply.body, "id: " + run + ":"), events);
    for (int i = 1; i <= events; ++i) EXPECT_EQ(count(reply.body, "id: " + run + ":" + std::to_string(i) + "\n"), 1);
    EXPECT_EQ(count(reply.body, "retry: 500\n"), 1);
    EXPECT_LT(reply.body.find("retry: 500"), reply.body.find("\n\n"));
    EXPECT_EQ(count(reply.body, R"("type":"complete")"), 1);
    EXPECT_EQ(count(reply.body, R"("stage":"token")"), 2);
    EXPECT_TRUE(reply.body.ends_with("\n\n"));
    EXPECT_EQ(count(reply.body, "\n\n"), events);
}

TEST_F(StreamTest, SendsTheFirstEventBeforeTheModelAnswers) {
    provider.then(Script{.pieces = {"late"}, .first = 5s});
    start();
    Client client{port};
    client.send(post(stream_path, question));
    string taken;
    EXPECT_TRUE(client.read_until(R"("stage":"execution")", taken));
    EXPECT_LT(taken.find(R"("type":"analyzing")"), taken.find(R"("type":"executing")"));
}

TEST_F(StreamTest, EndsAFailedRunWithOneErrorEvent) {
    snapshot.chain.max_attempts = 1;
    provider.then(Script{.pieces = {"begin"}, .error = Error{Errc::upstream_truncated, "cut", {}, {}}});
    start();
    auto const reply = ask(post(stream_path, question));
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.whole);
    EXPECT_EQ(count(reply.body, R"("type":"error")"), 1);
    EXPECT_EQ(count(reply.body, R"("type":"complete")"), 0);
    EXPECT_LT(reply.body.find("begin"), reply.body.find(R"("type":"error")"));
}

TEST_F(StreamTest, AnswersAStatusWhenTheRunCannotBegin) {
    start();
    auto const reply = ask(post(stream_path, R"({"content":"hi","model":"nobody"})"));
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.field("content-type"), "application/json");
    EXPECT_TRUE(reply.body.contains(R"("code":"model_not_found")"));
    EXPECT_EQ(ask(post(stream_path, "{}")).status, 400);
}

TEST_F(StreamTest, StreamsToAClientThatTakesStreamsToo) {
    start();
    auto const reply = ask(post(stream_path, question, "Accept: text/event-stream, application/json\r\n"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.field("content-type"), "text/event-stream; charset=utf-8");
}

TEST_F(StreamTest, KeepsTheConnectionAfterAStream) {
    start();
    Client client{port};
    client.send(post(stream_path, question) + get("/healthz"));
    EXPECT_TRUE(client.read_reply().whole);
    EXPECT_EQ(client.read_reply().body, R"({"status":"ok"})");
}

TEST_F(StreamTest, EndsWithTheConnectionForHttp10) {
    start();
    Client client{port};
    client.send("POST /api/stream/orchestration HTTP/1.0\r\n" + host_line() +
                "Content-Type: application/json\r\nContent-Length: 26\r\n\r\n" + string{question});
    auto const reply = client.read_reply();
    EXPECT_EQ(reply.field("transfer-encoding"), "");
    EXPECT_TRUE(reply.whole);
    EXPECT_EQ(count(reply.body, R"("type":"complete")"), 1);
}

TEST_F(StreamTest, SendsACommentIntoSilence) {
    options.keep_alive_comment = 30ms;
    provider.then(Script{.pieces = {"late"}, .first = 150ms});
    start();
    auto const reply = ask(post(stream_path, question));
    EXPECT_GE(count(reply.body, ": keep-alive\n"), 2);
    EXPECT_EQ(count(reply.body, ": keep-alive\n\n"), 0) << "a blank line would dispatch an empty event";
}

TEST_F(StreamTest, WritesChunksForAProviderOfPlainText) {
    provider.then(Script{.pieces = {"Par", "is."}});
    start();

    auto const reply = ask(post(chat_path, chat(R"(,"stream_options":{"include_usage":true})")));

    EXPECT_EQ(reply.field("x-signalbox-model"), "small");
    EXPECT_EQ(reply.field("x-signalbox-route"), "fresh");
    EXPECT_EQ(reply.field("x-signalbox-attempts"), "1");
    EXPECT_TRUE(reply.body.starts_with("data: {\"id\":\"chatcmpl-")) << reply.body;
    EXPECT_EQ(count(reply.body, R"("role":"assistant")"), 1);
    EXPECT_EQ(count(reply.body, R"("finish_reason":"stop")"), 1);
    EXPECT_EQ(count(reply.body, R"("choices":[])"), 1);
    EXPECT_EQ(count(reply.body, "event:"), 0);
    EXPECT_TRUE(reply.body.ends_with("data: [DONE]\n\n"));
    EXPECT_LT(reply.body.find("finish_reason\":\"stop"), reply.body.find(R"("choices":[])"));
}

TEST_F(StreamTest, SaysNothingOfUsageUnlessAsked) {
    start();
    EXPECT_EQ(count(ask(post(chat_path, chat())).body, "\"usage\""), 0);
}

TEST_F(StreamTest, PassesAProvidersFramesByteByByte) {
    provider.then(Script{.pieces = {"Par", "is."}, .frames = true});
    start();
    auto const body = ask(post(chat_path, chat())).body;
    EXPECT_TRUE(
        body.contains("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Par\"},\"finish_reason\":null}]}\n\n"
                      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"is.\"},\"finish_reason\":null}]}\n\n"))
        << body;
    EXPECT_EQ(count(body, R"("finish_reason":"stop")"), 1) << "the script's frames have none";
    EXPECT_TRUE(body.ends_with("data: [DONE]\n\n"));
}

TEST_F(StreamTest, SaysTheRoleWhenAProvidersFramesDoNot) {
    provider.then(Script{.pieces = {"Par", "is."}, .frames = true});
    provider.then(Script{.pieces = {R"(Par\"},\"role\":{\"x\":\")"}, .frames = true});
    provider.then(Script{.pieces = {R"(Par","role":"assistant)"}, .frames = true});
    start();
    for (auto const added : {1, 1, 0}) {
        auto const body = ask(post(chat_path, chat())).body;
        EXPECT_EQ(count(body, R"("role":"assistant","content":"")"), added) << body;
    }
}

TEST_F(StreamTest, AddsNoSecondFinishToAProvidersOwn) {
    provider.then(Script{.pieces = {"Par", "is."}, .frames = true, .frames_finish = true});
    start();
    auto const body = ask(post(chat_path, chat())).body;
    EXPECT_EQ(count(body, R"("finish_reason":"stop")"), 1) << body;
    EXPECT_TRUE(body.ends_with("\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")) << body;
}

TEST_F(StreamTest, AnswersAStatusWhileNothingWasShown) {
    snapshot.chain.max_attempts = 1;
    provider.then_fail(Errc::provider_overloaded);
    start();
    auto const reply = ask(post(chat_path, chat()));
    EXPECT_EQ(reply.status, 502);
    EXPECT_EQ(reply.field("content-type"), "application/json");
    EXPECT_EQ(reply.field("x-signalbox-attempts"), "1");
}

TEST_F(StreamTest, FallsBackUnseenBeforeTheFirstToken) {
    provider.then_fail(Errc::provider_unreachable).then("from the other");
    start();
    auto const reply = ask(post(chat_path, chat()));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.field("x-signalbox-attempts"), "2");
    EXPECT_EQ(reply.field("x-signalbox-model"), "large");
    EXPECT_TRUE(reply.body.contains("from the other"));
}

TEST_F(StreamTest, EndsWithOneErrorAndNoDoneAfterTheFirstToken) {
    provider.then(Script{.pieces = {string(2000, 'a')}, .error = Error{Errc::upstream_truncated, "cut", {}, {}}});
    start();
    auto const reply =
        ask(post(chat_path, R"({"model":"small","stream":true,"messages":[{"role":"user","content":"hi"}]})"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(count(reply.body, "data: {\"error\":{"), 1) << reply.body;
    EXPECT_EQ(count(reply.body, "[DONE]"), 0);
    EXPECT_EQ(count(reply.body, R"("finish_reason":"stop")"), 0);
    auto const last = reply.body.rfind("data: ");
    EXPECT_TRUE(reply.body.substr(last).contains(R"("code":"upstream_truncated")"));
}

TEST_F(StreamTest, CommitsTheHeadOfAChatAfterLongSilence) {
    options.commit_after = 30ms;
    snapshot.chain.max_attempts = 1;
    provider.then(Script{.pieces = {"late"}, .first = 200ms});
    start();
    Client client{port};
    client.send(post(chat_path, chat()));
    string taken;
    ASSERT_TRUE(client.read_until(": keep-alive\n", taken));
    EXPECT_TRUE(taken.starts_with("HTTP/1.1 200 OK\r\n"));
    EXPECT_FALSE(taken.contains("late"));
    ASSERT_TRUE(client.read_until("[DONE]", taken));
    EXPECT_TRUE(taken.contains("late"));
}

TEST_F(StreamTest, PutsProgressBetweenTheChunksWhenAsked) {
    provider.then(Script{.pieces = {"Paris."}});
    start();
    auto const body = ask(post(chat_path, chat(R"(,"signalbox":{"events":true})"))).body;
    EXPECT_GE(count(body, "event: progress\n"), 5) << body;
    EXPECT_EQ(count(body, R"("stage":"token")"), 0) << "the chunk itself is the news";
    EXPECT_EQ(count(body, "id: "), 0);
    EXPECT_TRUE(body.ends_with("data: [DONE]\n\n"));
    EXPECT_LT(body.find("Paris."), body.find(R"("type":"complete")"));
}

TEST_F(StreamTest, CancelsTheProviderWhenTheClientLeaves) {
    provider.then(Script{.pieces = {"a", "b"}, .gap = 30s});
    start();
    Client client{port};
    client.send(post(stream_path, question));
    string taken;
    ASSERT_TRUE(client.read_until(R"("stage":"token")", taken));

    auto const left = Clock::now();
    client.close();

    EXPECT_TRUE(comes_true([&] { return provider.cancelled() == 1; }));
    EXPECT_LT(Clock::now() - left, 500ms);
    EXPECT_TRUE(comes_true([&] { return shared->connections.load() == 0 && shared->in_flight.load() == 0; }));
    EXPECT_EQ(metrics.cancelled.value(), 1);
}

TEST_F(StreamTest, CancelsTheProviderWhenTheClientResets) {
    provider.then(Script{.pieces = {"a"}, .first = 30s});
    start();
    Client client{port};
    client.send(post("/api/orchestration", question));
    ASSERT_TRUE(comes_true([&] { return provider.asked().size() == 1; }));
    client.reset();
    EXPECT_TRUE(comes_true([&] { return provider.cancelled() == 1; }));
}

TEST_F(StreamTest, CancelsTheProviderWhenTheClientLeftWithItsRequest) {
    provider.then(Script{.pieces = {"a"}, .first = 30s});
    start();
    Client client{port};
    client.send(post(chat_path, chat()));
    client.close();
    EXPECT_TRUE(comes_true([&] { return provider.cancelled() == 1; }));
}

TEST_F(StreamTest, PausesTheProviderForASlowReaderAndLosesNothing) {
    options.max_stream_buffer = 64 * 1024;
    string const piece(50'000, 'x');
    provider.then(Script{.pieces = std::vector<string>(400, piece)});  // 20 MB
    start();
    Client client{port, 16 * 1024, 20};
    client.send(post(stream_path, R"({"content":"much","options":{"validate":false}})"));
    ASSERT_TRUE(comes_true([&] { return provider.asked().size() == 1; }));
    // It cannot have finished: the kernel's buffers and ours hold less than what the model said.
    EXPECT_EQ(metrics.model("small").ok.value(), 0);

    auto const reply = client.read_reply();

    EXPECT_TRUE(reply.whole);
    auto const tokens = count(reply.body, R"("stage":"token")");
    EXPECT_EQ(tokens, 400);
    EXPECT_EQ(count(reply.body, R"("type":"complete")"), 1);
}

TEST_F(StreamTest, GivesUpOnAReaderThatTakesNothing) {
    options.write_timeout = 100ms;
    provider.then(Script{.pieces = std::vector<string>(400, string(50'000, 'x'))});
    start();
    Client client{port, 4 * 1024};
    client.send(post(stream_path, R"({"content":"much","options":{"validate":false}})"));
    EXPECT_TRUE(comes_true([&] { return metrics.cancelled.value() == 1; }));
    EXPECT_TRUE(comes_true([&] { return shared->connections.load() == 0; }));
}

TEST_F(StreamTest, FinishesRunsWhileItDrains) {
    options.drain = 5s;
    provider.then(Script{.pieces = {"a", "b"}, .gap = 100ms});
    start();
    Client running{port};
    running.send(post(stream_path, question));
    string taken;
    ASSERT_TRUE(running.read_until(R"("stage":"token")", taken));
    Client idle{port};
    idle.send(get("/healthz"));
    EXPECT_EQ(idle.read_reply().status, 200);

    loop.post_from_anywhere([this] { server->drain([this] { loop.stop(); }); });

    EXPECT_TRUE(idle.closed());
    EXPECT_TRUE(running.read_all().contains(R"("type":"complete")"));
    thread.join();
    EXPECT_FALSE((Client{port}.connected()));
    EXPECT_EQ(shared->connections.load(), 0U);
}

TEST_F(StreamTest, TellsAStreamThatOutlastsTheDrain) {
    options.drain = 50ms;
    provider.then(Script{.pieces = {"a", "b"}, .gap = 60s});
    start();
    Client running{port};
    running.send(post(stream_path, question));
    string taken;
    ASSERT_TRUE(running.read_until(R"("stage":"token")", taken));

    loop.post_from_anywhere([this] { server->drain([this] { loop.stop(); }); });

    auto const rest = running.read_all();
    EXPECT_EQ(count(rest, R"("type":"error")"), 1) << rest;
    EXPECT_TRUE(rest.contains("draining")) << rest;
    EXPECT_TRUE(rest.ends_with("0\r\n\r\n")) << "a proper end";
    thread.join();
}

TEST_F(StreamTest, IsNotReadyWhileItDrains) {
    start();
    Client client{port};
    client.send(get("/readyz"));
    EXPECT_EQ(client.read_reply().status, 200);
    shared->draining = true;
    client.send(get("/readyz") + post(chat_path, chat()));
    auto const ready = client.read_reply();
    EXPECT_EQ(ready.status, 503);
    EXPECT_EQ(ready.body, R"({"status":"draining"})");
    auto const refused = client.read_reply();
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.body.contains(R"("code":"draining")")) << refused.body;
}

}  // namespace
}  // namespace signalbox::server
