#include "server/surface.hpp"
#include "server/test_server.hpp"

// Anthropic's API as its clients see it, over the real chain.

namespace signalbox::server {
namespace {

using namespace std::chrono_literals;
using fakes::Script;
using std::string;

constexpr std::string_view path = "/v1/messages";
constexpr std::string_view count_path = "/v1/messages/count_tokens";

string message(string const& more = "", string const& model = "auto") {
    return R"({"model":")" + model + R"(","max_tokens":50,"messages":[{"role":"user","content":"hi"}])" + more + "}";
}
string streamed(string const& more = "", string const& model = "auto") {
    return message(R"(,"stream":true)" + more, model);
}

// The names of the events, in their order.
string names(string const& stream) {
    string found;
    constexpr std::string_view field = "event: ";
    for (auto at = stream.find(field); at != string::npos; at = stream.find(field, at)) {
        at += field.size();
        found.append(found.empty() ? "" : " ").append(stream, at, stream.find('\n', at) - at);
    }
    return found;
}

class MessagesTest : public ServerTest {};

TEST_F(MessagesTest, AnswersAWholeMessage) {
    provider.then("Paris.");
    start();

    auto const reply = ask(post(path, message()));

    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.field("content-type"), "application/json");
    EXPECT_EQ(reply.field("request-id"), reply.field("x-request-id"));
    EXPECT_EQ(reply.field("x-signalbox-model"), "small");
    EXPECT_EQ(reply.body,
              R"({"id":"msg_)" + reply.field("request-id") +
                  R"(","type":"message","role":"assistant","model":"small",)"
                  R"("content":[{"type":"text","text":"Paris."}],"stop_reason":"end_turn","stop_sequence":null,)"
                  R"("usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,)"
                  R"("output_tokens":1}})");
}

TEST_F(MessagesTest, GivesToolCallsBackAsBlocks) {
    provider.then(Script{
        .pieces = {""},
        .finish_reason = FinishReason::tool_calls,
        .tool_calls = true,
        .raw =
            R"({"choices":[{"message":{"content":null,"tool_calls":[{"id":"t1","function":{"name":"f","arguments":"{\"a\":1}"}}]}}]})"});
    start();
    auto const reply = ask(post(path, message(R"(,"tools":[{"name":"f","input_schema":{}}])", "small")));
    EXPECT_TRUE(reply.body.contains(R"("content":[{"type":"tool_use","id":"t1","name":"f","input":{"a":1}}])"))
        << reply.body;
    EXPECT_TRUE(reply.body.contains(R"("stop_reason":"tool_use")")) << reply.body;
}

TEST_F(MessagesTest, TellsAStreamAsNamedEvents) {
    provider.then(Script{.pieces = {"Par", "is."}});
    start();

    auto const reply = ask(post(path, streamed("", "small")));

    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.whole);
    EXPECT_EQ(reply.field("content-type"), "text/event-stream; charset=utf-8");
    EXPECT_EQ(reply.field("request-id"), reply.field("x-request-id"));
    EXPECT_EQ(names(reply.body),
              "message_start ping content_block_start content_block_delta content_block_delta content_block_stop "
              "message_delta message_stop");
    EXPECT_TRUE(reply.body.contains(R"("id":"msg_)" + reply.field("request-id") + "\"")) << reply.body;
    EXPECT_FALSE(reply.body.contains("[DONE]"));
    EXPECT_TRUE(reply.body.ends_with("\n\n"));
}

TEST_F(MessagesTest, TranslatesAProvidersFrames) {
    provider.then(Script{.pieces = {"Par", "is."}, .frames = true, .frames_finish = true});
    start();
    auto const body = ask(post(path, streamed())).body;
    EXPECT_TRUE(body.contains(R"("delta":{"type":"text_delta","text":"Par"})")) << body;
    EXPECT_TRUE(body.contains(R"("delta":{"stop_reason":"end_turn","stop_sequence":null})")) << body;
    EXPECT_FALSE(body.contains("choices")) << body;
}

TEST_F(MessagesTest, TellsTheEstimatedInputAtTheStart) {
    start();
    auto const pinned = ask(post(path, streamed("", "small"))).body;
    EXPECT_TRUE(pinned.substr(0, pinned.find("\n\n")).contains(R"("input_tokens":1,)")) << pinned;
    auto const routed = ask(post(path, streamed(R"(,"signalbox":{"events":true})"))).body;
    auto const begin = routed.find("event: message_start");
    ASSERT_NE(begin, string::npos);
    EXPECT_TRUE(routed.substr(begin, routed.find("\n\n", begin) - begin).contains(R"("input_tokens":100,)")) << routed;
}

TEST_F(MessagesTest, PutsProgressBetweenTheEventsWhenAsked) {
    start();
    auto const told = names(ask(post(path, streamed(R"(,"signalbox":{"events":true})"))).body);
    EXPECT_TRUE(told.starts_with("progress ")) << told;
    EXPECT_TRUE(told.ends_with(" progress content_block_stop message_delta message_stop")) << told;
}

TEST_F(MessagesTest, AnswersAStatusWhileNothingWasShown) {
    snapshot.chain.max_attempts = 1;
    provider.then_fail(Errc::provider_overloaded);
    start();
    auto const reply = ask(post(path, streamed()));
    EXPECT_EQ(reply.status, 502);
    EXPECT_EQ(reply.field("content-type"), "application/json");
    EXPECT_TRUE(reply.body.starts_with(R"({"type":"error","error":{"type":"api_error",)")) << reply.body;
    EXPECT_TRUE(reply.body.ends_with(R"("request_id":")" + reply.field("request-id") + "\"}")) << reply.body;
}

TEST_F(MessagesTest, EndsWithAnErrorEventAfterTheFirstToken) {
    provider.then(Script{.pieces = {string(2000, 'a')}, .error = Error{Errc::upstream_truncated, "cut", {}, {}}});
    start();
    auto const reply = ask(post(path, streamed("", "small")));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(names(reply.body), "message_start ping content_block_start content_block_delta error");
    EXPECT_TRUE(reply.body.contains(R"({"type":"error","error":{"type":"api_error","message":"cut"})")) << reply.body;
}

TEST_F(MessagesTest, EndsWhenAnAnswerCannotBeToldAsAMessage) {
    provider.then(Script{.pieces = {"fine", "\"", "never told"}, .frames = true});  // the second frame is no JSON
    start();
    auto const reply = ask(post(path, streamed("", "small")));
    EXPECT_TRUE(reply.whole);
    EXPECT_EQ(names(reply.body), "message_start ping content_block_start content_block_delta error");
    EXPECT_FALSE(reply.body.contains("never told")) << reply.body;
    EXPECT_TRUE(comes_true([&] { return provider.cancelled() == 1 && shared->in_flight.load() == 0; }));
}

TEST_F(MessagesTest, AnswersAStatusWhenNothingOfAnAnswerCouldBeTold) {
    provider.then(Script{.pieces = {"\""}, .frames = true});
    start();
    auto const reply = ask(post(path, streamed("", "small")));
    EXPECT_EQ(reply.status, 502) << reply.body;
    EXPECT_TRUE(reply.body.starts_with(R"({"type":"error","error":{"type":"api_error",)")) << reply.body;
}

TEST_F(MessagesTest, CancelsTheProviderWhenTheClientLeaves) {
    provider.then(Script{.pieces = {"a", "b"}, .gap = 30s});
    start();
    Client client{port};
    client.send(post(path, streamed("", "small")));
    string taken;
    ASSERT_TRUE(client.read_until("text_delta", taken));
    client.close();
    EXPECT_TRUE(comes_true([&] { return provider.cancelled() == 1; }));
}

TEST_F(MessagesTest, IgnoresVersionsBetasAndKeys) {
    start();
    auto const fields = "anthropic-version: 2026-10-21\r\nanthropic-beta: a,b\r\nx-api-key: k\r\n";
    EXPECT_EQ(ask(post("/v1/messages?beta=true", message(), fields)).status, 200);
    EXPECT_EQ(ask(post(path, message(), "anthropic-version: 1\r\nauthorization: Bearer k\r\n")).status, 200);
}

TEST_F(MessagesTest, CountsTokens) {
    start();
    auto const counted = [&](string const& more) {
        return ask(post(count_path, R"({"model":"auto","messages":[{"role":"user","content":"hi"}])" + more + "}"))
            .body;
    };
    EXPECT_EQ(counted(""), R"({"input_tokens":100})");
    string const tool = R"({"name":"f","description":")" + string(400, 'x') + R"(","input_schema":{}})";
    EXPECT_EQ(counted(R"(,"tools":[)" + tool + "]"), R"({"input_tokens":219})") << "a quarter of the tool's JSON more";
    EXPECT_TRUE(provider.asked().empty());
}

TEST_F(MessagesTest, CountsTokensOfKnownModelsOnly) {
    start();
    auto const reply = ask(post(count_path, message("", "claude-nobody")));
    EXPECT_EQ(reply.status, 404);
    EXPECT_TRUE(reply.body.contains(R"("type":"not_found_error")")) << reply.body;
    EXPECT_EQ(ask(post(count_path, message("", "large"))).status, 200);
}

struct Refused {
    char const* name;
    string request;  // after the path
    int status;
    char const* type;
};

TEST_F(MessagesTest, RefusesInItsOwnShapeWhatNoEndpointSaw) {
    options.max_body = 1000;
    start();
    auto const big = message(R"(,"system":")" + string(2000, 'x') + "\"");
    std::vector<Refused> const rows{
        {"invalid json", post(path, "{"), 400, "invalid_request_error"},
        {"no limit", post(path, R"({"model":"auto","messages":[]})"), 400, "invalid_request_error"},
        {"unknown model", post(path, message("", "claude-nobody")), 404, "not_found_error"},
        {"unknown path", post("/v1/messages/batches", message()), 404, "not_found_error"},
        {"method", get(path), 405, "invalid_request_error"},
        {"big body", post(path, big), 413, "request_too_large"},
        {"encoded body", post(path, message(), "Content-Encoding: gzip\r\n"), 415, "invalid_request_error"},
        {"origin", post(path, message(), "Origin: http://foreign\r\n"), 403, "permission_error"},
    };
    for (auto const& row : rows) {
        auto const reply = ask(row.request);
        EXPECT_EQ(reply.status, row.status) << row.name;
        EXPECT_TRUE(reply.body.starts_with(string{R"({"type":"error","error":{"type":")"} + row.type + "\""))
            << row.name << reply.body;
        EXPECT_EQ(reply.field("request-id").size(), 32U) << row.name;
        EXPECT_TRUE(reply.body.contains(R"("request_id":")" + reply.field("request-id"))) << row.name;
    }
}

TEST_F(MessagesTest, IsRefusedWhileTheServerDrains) {
    start();
    shared->draining = true;
    auto const reply = ask(post(path, message()));
    EXPECT_EQ(reply.status, 503);
    EXPECT_FALSE(reply.field("retry-after").empty());
    EXPECT_TRUE(reply.body.contains(R"("type":"overloaded_error")")) << reply.body;
}

TEST_F(MessagesTest, LeavesOtherPathsInOpenAisShape) {
    start();
    auto const reply = ask(get("/v1/messagesx"));
    EXPECT_EQ(reply.status, 404);
    EXPECT_TRUE(reply.body.starts_with(R"({"error":{"message":)")) << reply.body;
    EXPECT_EQ(reply.field("request-id"), "");
}

TEST_F(MessagesTest, ListsModelsInAnthropicsShapeForItsClients) {
    start();
    auto const version = "anthropic-version: 2023-06-01\r\n";
    auto const list = ask(get("/v1/models?limit=20", version)).body;
    EXPECT_TRUE(list.starts_with(
        R"({"data":[{"type":"model","id":"auto","display_name":"auto","created_at":"1970-01-01T00:00:00Z"},)"))
        << list;
    EXPECT_TRUE(list.ends_with(R"(],"has_more":false,"first_id":"auto","last_id":"large"})")) << list;
    EXPECT_EQ(ask(get("/v1/models/small", version)).body,
              R"({"type":"model","id":"small","display_name":"small","created_at":"1970-01-01T00:00:00Z"})");
    EXPECT_TRUE(ask(get("/v1/models/nobody", version)).body.starts_with(R"({"type":"error")"));
}

Surface surface(std::string_view place, bool versioned = false) {
    wire::HeaderField const version{"Anthropic-Version", "2023-06-01"};
    wire::RequestHead head{.path = place};
    if (versioned) head.fields.push_back(version);
    return surface_of(head);
}

TEST(Surface, IsAnthropicsUnderItsPathOnly) {
    EXPECT_EQ(surface("/v1/messages"), Surface::messages);
    EXPECT_EQ(surface("/v1/messages/anything"), Surface::messages);
    EXPECT_EQ(surface("/v1/messagesx"), Surface::openai);
    EXPECT_EQ(surface("/v1/chat/completions", true), Surface::openai);
}

TEST(Surface, IsToldByTheVersionWhereBothApisHaveThePath) {
    EXPECT_EQ(surface("/v1/models"), Surface::openai);
    EXPECT_EQ(surface("/v1/models", true), Surface::messages);
    EXPECT_EQ(surface("/v1/models/small", true), Surface::messages);
}

}  // namespace
}  // namespace signalbox::server
