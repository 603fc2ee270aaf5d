#include "server/endpoints.hpp"

#include "server/http_date.hpp"
#include "server/passed_frames.hpp"
#include "server/request_ids.hpp"
#include "server/run_ticket.hpp"

#include <gtest/gtest.h>

#include <set>

namespace signalbox::server {
namespace {

TEST(Endpoints, AnswerHeadWithGet) {
    auto const match = find_endpoint("HEAD", "/healthz");
    ASSERT_NE(match.endpoint, nullptr);
    EXPECT_EQ(match.endpoint->method, "GET");
}

TEST(Endpoints, NameTheMethodsOfAPath) {
    EXPECT_EQ(find_endpoint("PUT", "/api/cache").allow, "GET, HEAD, DELETE");
    EXPECT_EQ(find_endpoint("GET", "/v1/chat/completions").allow, "POST");
}

TEST(Endpoints, CompareTheRawPath) {
    for (auto const* path : {"/Healthz", "/healthz/", "//healthz", "/./healthz", "/%68ealthz", "/api/../healthz", ""}) {
        EXPECT_EQ(find_endpoint("GET", path).endpoint, nullptr) << path;
    }
}

TEST(Endpoints, TakeAModelIdWithSlashes) {
    EXPECT_EQ(find_endpoint("GET", "/v1/models/openai/gpt").endpoint->path, "/v1/models/");
    EXPECT_EQ(find_endpoint("GET", "/v1/models").endpoint->path, "/v1/models");
}

TEST(Endpoints, CountOnlyWhatAsksModelsAsARun) {
    std::set<std::string_view> runs;
    for (auto const& endpoint : endpoints()) {
        if (endpoint.runs) runs.insert(endpoint.path);
    }
    EXPECT_EQ(runs,
              (std::set<std::string_view>{"/api/orchestration", "/api/stream/orchestration", "/v1/chat/completions",
                                          "/v1/embeddings", "/v1/messages", "/v1/responses"}));
}

TEST(RunTicket, IsGrantedUpToTheLimitAndGivenBack) {
    std::atomic<std::size_t> in_flight{0};
    {
        RunTicket const first{in_flight, 1};
        RunTicket const second{in_flight, 1};
        EXPECT_TRUE(first.granted());
        EXPECT_FALSE(second.granted());
    }
    EXPECT_EQ(in_flight.load(), 0U);
    EXPECT_TRUE((RunTicket{in_flight, 1}.granted()));
}

TEST(RequestIds, AreHexAndNeverTheSame) {
    RequestIds ids;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        auto const id = ids.next();
        EXPECT_EQ(id.size(), 32U);
        EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
        EXPECT_TRUE(seen.insert(id).second);
    }
}

TEST(HttpDate, IsWrittenAsTheStandardAsks) {
    HttpDate date;
    EXPECT_EQ(date.at(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(date.at(784111778), "Sun, 06 Nov 1994 08:49:38 GMT");
}

TEST(PassedFrames, TellTheirIdentity) {
    wire::JsonReader reader;
    auto const identity =
        read_identity("data: {\"id\":\"x\",\"created\":7,\"model\":\"m\",\"choices\":[]}\n\ndata: {}\n\n", reader);
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->id, "x");
    EXPECT_EQ(identity->created, 7);
    EXPECT_EQ(identity->model, "m");
    EXPECT_FALSE(read_identity("data: {\"choices\":[]}\n\n", reader));
    EXPECT_FALSE(read_identity("data: nonsense\n\n", reader));
}

}  // namespace
}  // namespace signalbox::server
