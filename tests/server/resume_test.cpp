#include "server/resume_fixture.hpp"

#include <algorithm>
#include <array>

namespace signalbox::server {
namespace {

using namespace std::chrono_literals;
using fakes::Script;
using std::string;

TEST_F(ResumeTest, StartsARunAndTellsWhereToReadIt) {
    provider.then(Script{.pieces = {"def sort", "(xs)"}});
    start();

    auto const run = begin();
    ASSERT_TRUE(nothing_runs()) << "it needs no reader";
    auto const reply = ask(get(run.url));

    EXPECT_EQ(run.id.size(), 36U);
    EXPECT_EQ(run.token.size(), 32U);
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.whole);
    EXPECT_EQ(reply.field("content-type"), "text/event-stream; charset=utf-8");
    EXPECT_EQ(reply.field("x-orchestration-id"), run.id);
    auto const all = frames(reply.body);
    expect_numbered(all, run.id);
    EXPECT_TRUE(all.front().contains("retry: 500"));
    EXPECT_TRUE(all.back().contains(R"("type":"complete")"));
    EXPECT_EQ(count(reply.body, R"("stage":"token")"), 2);
}

TEST_F(ResumeTest, ReplaysAFinishedRunToEveryLateComer) {
    start();
    auto const run = begin();
    auto const first = ask(get(run.url));
    EXPECT_EQ(ask(get(run.url)).body, first.body);
    EXPECT_EQ(provider.asked().size(), 1U);
}

TEST_F(ResumeTest, GoesOnBehindTheLastEventThatTheClientHas) {
    start();
    auto const run = begin();
    auto const all = frames(ask(get(run.url)).body);
    auto const total = static_cast<int>(all.size());
    for (int have = 0; have < total; ++have) {
        auto const rest = frames(ask(get(run.url, last_event(run.id, have))).body);
        ASSERT_EQ(rest.size(), all.size() - static_cast<std::size_t>(have));
        expect_numbered(rest, run.id, have + 1);
    }
    EXPECT_EQ(provider.asked().size(), 1U);
}

TEST_F(ResumeTest, StopsAClientThatHasTheTerminalEvent) {
    start();
    auto const run = begin();
    auto const total = static_cast<int>(frames(ask(get(run.url)).body).size());
    Client client{port};
    client.send(get(run.url, last_event(run.id, total)) + get("/healthz"));
    auto const reply = client.read_reply(true);
    EXPECT_EQ(reply.status, 204);
    EXPECT_EQ(reply.field("content-length"), "");
    EXPECT_EQ(reply.field("content-type"), "");
    EXPECT_EQ(client.read_reply().status, 200) << "the connection goes on";
}

TEST_F(ResumeTest, KnowsTheRunByTheEventIdAloneByGetAndByPost) {
    start();
    auto const run = begin();
    auto const all = ask(get(run.url)).body;
    EXPECT_EQ(frames(ask(get(stream_path, last_event(run.id, 2))).body).size(), frames(all).size() - 2);
    EXPECT_EQ(ask(post(stream_path, question, last_event(run.id, 0))).body, all);
    EXPECT_EQ(ask(post(stream_path, "{}", last_event(run.id, 0))).body, all) << "the message is not looked at";
    EXPECT_EQ(provider.asked().size(), 1U) << "a resume never executes anything";
}

TEST_F(ResumeTest, ShowsNothingOfARunToWhomeverItIsNotMeantFor) {
    provider.then("secret");
    start();
    auto const run = begin();
    string const url{stream_path};
    string const other(32, '0');
    auto const total = static_cast<int>(frames(ask(get(run.url)).body).size());
    for (auto const& request :
         {get(url + "?id=" + run.id + "&token=" + other), get(url + "?id=orc_" + other + "&token=" + run.token),
          get(url + "?id=" + run.id.substr(0, 35)), get(url, last_event("orc_" + other, 1)),
          get(url, "Last-Event-ID: x\r\n"), get(run.url, last_event(run.id, total + 1)),
          post(url, question, last_event("orc_" + other, 1)), get("/api/orchestrations/orc_" + other, "", "DELETE"),
          get("/api/orchestrations/" + run.id + "?token=" + other, "", "DELETE")}) {
        auto const reply = ask(request);
        EXPECT_EQ(reply.status, 404) << request;
        EXPECT_TRUE(reply.body.contains(R"("code":"not_found")")) << reply.body;
        EXPECT_FALSE(reply.body.contains("secret"));
    }
    EXPECT_EQ(provider.asked().size(), 1U);
}

TEST_F(ResumeTest, ForgetsARunWhenItsTimeIsOver) {
    options.resume.keep = 30ms;
    start();
    auto const run = begin();
    EXPECT_TRUE(comes_true([&] { return shared->runs.size() == 0; }));
    EXPECT_EQ(ask(get(run.url)).status, 404);
}

TEST_F(ResumeTest, SaysHowARunIsStartedToAGetWithoutOne) {
    start();
    auto const reply = ask(get(stream_path));
    EXPECT_EQ(reply.status, 400);
    EXPECT_TRUE(reply.body.contains(R"("param":"id")"));
    EXPECT_EQ(ask(get(string{stream_path} + "?message=hi")).status, 400);
}

TEST_F(ResumeTest, AnswersAStatusWhenTheRunCannotBegin) {
    start();
    auto const reply = ask(post(stream_path, R"({"content":"hi","model":"nobody"})", as_json));
    EXPECT_EQ(reply.status, 404);
    EXPECT_TRUE(reply.body.contains(R"("code":"model_not_found")"));
    EXPECT_EQ(ask(post(stream_path, "{}", as_json)).status, 400);
    EXPECT_EQ(shared->runs.size(), 0U);
    EXPECT_TRUE(nothing_runs());
}

TEST_F(ResumeTest, OutlivesEveryCutOfItsReader) {
    provider.then(Script{.pieces = std::vector<string>(60, "word "), .gap = 10ms});
    start();
    auto const run = begin();
    std::vector<string> got;
    for (int cut = 0; cut < 5; ++cut) {
        Client client{port};
        client.send(get(run.url, got.empty() ? "" : last_event(run.id, static_cast<int>(got.size()))));
        string taken;
        for (int i = 0; i < 5; ++i) ASSERT_TRUE(client.read_until("\n\n", taken));
        auto const head = taken.find("\r\n\r\n") + 4;
        auto const shown = count(taken.substr(head), "data: ");
        ASSERT_GE(shown, 5);
        for (int i = 0; i < shown; ++i) got.push_back("");
        client.reset();
    }
    auto const rest = frames(ask(get(run.url, last_event(run.id, static_cast<int>(got.size())))).body);
    expect_numbered(rest, run.id, static_cast<int>(got.size()) + 1);
    auto const all = frames(ask(get(run.url)).body);
    EXPECT_EQ(all.size(), got.size() + rest.size());
    EXPECT_EQ(std::ranges::count_if(all, [](string const& f) { return f.contains(R"("stage":"token")"); }), 60);
    EXPECT_EQ(provider.asked().size(), 1U);
    EXPECT_EQ(provider.cancelled(), 0);
}

TEST_F(ResumeTest, TellsSeveralReadersTheSame) {
    provider.then(Script{.pieces = std::vector<string>(20, "word "), .gap = 5ms});
    start();
    auto const run = begin();
    std::array<Client, 3> clients{Client{port}, Client{port}, Client{port}};
    for (auto& client : clients) client.send(get(run.url));
    auto const first = clients[0].read_reply();
    EXPECT_TRUE(first.whole);
    EXPECT_EQ(frames(clients[1].read_reply().body), frames(first.body));
    EXPECT_EQ(frames(clients[2].read_reply().body), frames(first.body));
    EXPECT_EQ(provider.asked().size(), 1U);
}

TEST_F(ResumeTest, TellsWithoutABodyWhetherARunIsThere) {
    start();
    auto const run = begin();
    EXPECT_EQ(ask(get(run.url, "", "HEAD")).status, 200);
    EXPECT_EQ(ask(get(run.url + "0", "", "HEAD")).status, 404);
}

}  // namespace
}  // namespace signalbox::server
