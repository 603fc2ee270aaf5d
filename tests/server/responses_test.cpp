#include "server/test_server.hpp"

// OpenAI's Responses API as its clients see it, over the real chain.

namespace signalbox::server {
namespace {

using fakes::Script;
using std::string;

constexpr std::string_view path = "/v1/responses";

string request(string const& more = "", string const& model = "auto") {
    return R"({"model":")" + model + R"(","input":"hi")" + more + "}";
}

class ResponsesTest : public ServerTest {};

TEST_F(ResponsesTest, AnswersAWholeResponse) {
    provider.then("Paris.");
    start();

    auto const reply = ask(post(path, request(R"(,"store":true,"metadata":{"k":"v"})")));

    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.field("content-type"), "application/json");
    EXPECT_TRUE(reply.body.starts_with(R"({"id":"resp_)" + reply.field("x-request-id") + "\"")) << reply.body;
    EXPECT_TRUE(
        reply.body.contains(R"("content":[{"type":"output_text","text":"Paris.","annotations":[],"logprobs":[]}])"));
    EXPECT_TRUE(reply.body.contains(R"("store":false)")) << "nothing is stored, whatever was asked";
    EXPECT_TRUE(reply.body.contains(R"("metadata":{"k":"v"})"));
}

TEST_F(ResponsesTest, StreamsNamedEventsUpToTheWholeResponse) {
    provider.then(Script{.pieces = {"Par", "is."}, .frames = true, .frames_finish = true});
    start();

    auto const reply = ask(post(path, request(R"(,"stream":true)", "small")));

    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.whole);
    EXPECT_EQ(reply.field("content-type"), "text/event-stream; charset=utf-8");
    EXPECT_TRUE(
        reply.body.starts_with("event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,"))
        << reply.body;
    auto const last = reply.body.rfind("event: ");
    EXPECT_TRUE(reply.body.substr(last).starts_with("event: response.completed\n")) << reply.body;
    EXPECT_TRUE(reply.body.substr(last).contains(R"("text":"Paris.")")) << reply.body;
    EXPECT_TRUE(reply.body.substr(last).contains(R"("usage":{"input_tokens":10,)")) << reply.body;
    EXPECT_FALSE(reply.body.contains("[DONE]"));
}

TEST_F(ResponsesTest, AnswersAStatusWhileNothingWasShown) {
    snapshot.chain.max_attempts = 1;
    provider.then_fail(Errc::provider_overloaded);
    start();
    auto const reply = ask(post(path, request(R"(,"stream":true)")));
    EXPECT_EQ(reply.status, 502);
    EXPECT_TRUE(reply.body.starts_with(R"({"error":{"message":)")) << reply.body;
}

TEST_F(ResponsesTest, EndsWithAFailedResponseAndAnErrorAfterTheFirstToken) {
    provider.then(Script{.pieces = {string(2000, 'a')}, .error = Error{Errc::upstream_truncated, "cut", {}, {}}});
    start();
    auto const body = ask(post(path, request(R"(,"stream":true)", "small"))).body;
    auto const failed = body.find("event: response.failed\n");
    ASSERT_NE(failed, string::npos) << body;
    EXPECT_GT(body.find("event: error\n"), failed);
    EXPECT_FALSE(body.contains("response.completed"));
}

TEST_F(ResponsesTest, NamesWhatCannotBeServed) {
    start();
    auto const reply = ask(post(path, request(R"(,"previous_response_id":"resp_1")")));
    EXPECT_EQ(reply.status, 400);
    EXPECT_TRUE(reply.body.contains(R"("param":"previous_response_id")")) << reply.body;
    EXPECT_EQ(ask(post(path, request("", "nobody"))).status, 404);
    EXPECT_EQ(ask(get(path)).status, 405);
    EXPECT_TRUE(provider.asked().empty());
}

}  // namespace
}  // namespace signalbox::server
