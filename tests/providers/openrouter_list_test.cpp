#include "providers/openrouter_list.hpp"

#include "fakes/loop_runner.hpp"
#include "fakes/scripted_server.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

std::string ok(std::string const& body, std::string const& more = "") {
    return "HTTP/1.1 200 OK\r\n" + more + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// A list server that gives one answer after the other.
class OpenRouterList : public ::testing::Test {
protected:
    Result<std::vector<ListedModel>> fetched_from(std::vector<std::string> const& answers) {
        fakes::ScriptedServer server{[&](fakes::Peer& peer, int) {
            for (auto const& answer : answers) {
                auto request = peer.request();
                if (request.empty()) return;
                requests.push_back(std::move(request));
                peer.send(answer);
            }
            peer.client_left();
        }};
        UpstreamOptions options{.name = "or", .base_url = server.url("/api/v1/"), .api_key = Secret{"sk-1"}};
        return runner.run(fetch_openrouter_models(runner.loop, std::move(options), 500ms, cancellation));
    }
    fakes::LoopRunner runner;
    Cancellation cancellation;
    std::vector<std::string> requests;  // of the server's one connection at a time
};

TEST_F(OpenRouterList, IsFetchedFromBesideTheEndpoints) {
    auto const models = fetched_from({ok(R"({"data":[{"id":"a/b","context_length":5}]})")});
    ASSERT_TRUE(models) << models.error().detail;
    EXPECT_EQ(*models, (std::vector<ListedModel>{{.id = "a/b", .context_window = 5}}));
    EXPECT_TRUE(requests.at(0).starts_with("GET /api/v1/models HTTP/1.1\r\n")) << requests[0];
    EXPECT_NE(requests[0].find("Authorization: Bearer sk-1\r\n"), std::string::npos);
}

TEST_F(OpenRouterList, IsReadPageByPage) {
    auto const models = fetched_from({ok(R"({"data":[{"id":"a"}],"links":{"next":"https://evil.example/x?offset=1"}})"),
                                      ok(R"({"data":[{"id":"b"}],"links":{"next":null}})")});
    ASSERT_TRUE(models) << models.error().detail;
    EXPECT_EQ(models->size(), 2U);
    EXPECT_TRUE(requests.at(1).starts_with("GET /api/v1/models?offset=1 HTTP/1.1\r\n")) << requests[1];
}

TEST_F(OpenRouterList, HasAnEnd) {
    std::vector<std::string> const answers(25, ok(R"({"data":[{"id":"a"}],"links":{"next":"/m?again"}})"));
    auto const models = fetched_from(answers);
    ASSERT_FALSE(models);
    EXPECT_EQ(models.error().detail, "the model list is too long");
    EXPECT_EQ(requests.size(), 20U);
}

TEST_F(OpenRouterList, IsWholeOrNotAtAll) {
    auto const models = fetched_from({ok(R"({"data":[{"id":"a"}],"links":{"next":"/m?offset=1"}})"),
                                      "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"});
    ASSERT_FALSE(models);
    EXPECT_EQ(models.error().detail, "the provider answered 503");
}

TEST_F(OpenRouterList, IsRefusedWhenItIsSomethingElse) {
    EXPECT_FALSE(fetched_from({ok("<html>")}));
    EXPECT_FALSE(fetched_from({ok("xx", "Content-Encoding: gzip\r\n")}));
    EXPECT_FALSE(fetched_from({"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"}));
}

TEST_F(OpenRouterList, IsNotWaitedForLongerThanItsLimit) {
    auto const start = Clock::now();
    EXPECT_FALSE(fetched_from({}));
    EXPECT_LT(Clock::now() - start, 2s);
}

TEST_F(OpenRouterList, NeedsAnAddressAndAKeyThatCanBeSent) {
    EXPECT_FALSE(runner.run(fetch_openrouter_models(runner.loop, {.base_url = "ftp://x"}, 1s, cancellation)));
    UpstreamOptions options{.base_url = "http://127.0.0.1:1", .api_key = Secret{"a\nb"}};
    auto const refused = runner.run(fetch_openrouter_models(runner.loop, std::move(options), 1s, cancellation));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid_value);
}

}  // namespace
}  // namespace signalbox
