#include "wire/tool_call_indices.hpp"

#include "wire/json_document.hpp"
#include "wire/openai_answer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace signalbox::wire {
namespace {

using Indices = std::vector<std::int64_t>;

class ToolCallIndicesTest : public ::testing::Test {
protected:
    struct Read {
        bool misplaced = false;
        Indices indices;
        bool operator==(Read const&) const = default;
    };
    Read read(std::string const& calls) {
        auto const piece = stream.chunk(R"({"choices":[{"index":0,"delta":{"tool_calls":)" + calls + "}}]}");
        EXPECT_TRUE(piece);
        return {piece->misplaced, {stream.call_indices().begin(), stream.call_indices().end()}};
    }
    JsonReader reader;
    CompletionStream stream{reader};
};

TEST_F(ToolCallIndicesTest, LeaveProperOnesAlone) {
    EXPECT_EQ(read(R"([{"index":0,"id":"a"},{"index":1,"id":"b"}])"), (Read{false, {0, 1}}));
    EXPECT_EQ(read(R"([{"index":0,"function":{"arguments":"{"}}])"), (Read{false, {0}}));
}

TEST_F(ToolCallIndicesTest, GiveAFragmentWithoutOneToTheCallBefore) {
    EXPECT_EQ(read(R"([{"index":0,"id":"a"}])"), (Read{false, {0}}));
    EXPECT_EQ(read(R"([{"index":1,"id":"b"}])"), (Read{false, {1}}));
    EXPECT_EQ(read(R"([{"function":{"arguments":"{"}}])"), (Read{true, {1}}));
    EXPECT_EQ(read(R"([{"index":-1,"function":{"arguments":"}"}}])"), (Read{true, {1}}));
    EXPECT_EQ(read(R"([{"index":null,"id":"","function":{"arguments":" "}}])"), (Read{true, {1}}));
}

TEST_F(ToolCallIndicesTest, BeginACallWithEachNewId) {
    EXPECT_EQ(read(R"([{"index":"0","id":"a"}])"), (Read{true, {0}}));
    EXPECT_EQ(read(R"([{"id":"a"},{"id":"b"},{"id":"b"}])"), (Read{true, {0, 1, 1}}));
}

TEST_F(ToolCallIndicesTest, TakeNoneAboveAThousand) {
    EXPECT_EQ(read(R"([{"index":1000,"id":"a"}])"), (Read{false, {1000}}));
    EXPECT_EQ(read(R"([{"index":1001,"id":"b"}])"), (Read{true, {1001}}));
    EXPECT_EQ(read(R"([{"index":9223372036854775807,"function":{"arguments":"{"}}])"), (Read{true, {1001}}));
    EXPECT_EQ(read(R"([{"index":9223372036854775807,"id":"c"},{"id":"d"}])"), (Read{true, {1002, 1003}}));
}

TEST_F(ToolCallIndicesTest, LookAtTheFirstChoiceOnly) {
    auto const piece =
        stream.chunk(R"({"choices":[{"index":1,"delta":{"tool_calls":[{"function":{"arguments":"x"}}]}}]})");
    ASSERT_TRUE(piece);
    EXPECT_FALSE(piece->misplaced);
}

TEST_F(ToolCallIndicesTest, ArePutIntoTheChunkAndNothingElseIsTouched) {
    std::string out;
    append_indexed_chunk(
        out,
        R"({"id":"x","choices":[{"index":1,"delta":{}},{"index":0,"delta":{"content":null,"tool_calls":[{"index":"0","id":"a\"é"},{"id":"b"}]},"finish_reason":null}],"usage":{"total_tokens":1},"n":1.5})",
        Indices{0, 1}, reader);
    EXPECT_EQ(
        out,
        "data: "
        R"({"id":"x","choices":[{"index":1,"delta":{}},{"index":0,"delta":{"content":null,"tool_calls":[{"index":0,"id":"a\"é"},{"index":1,"id":"b"}]},"finish_reason":null}],"n":1.5})"
        "\n\n");
}

}  // namespace
}  // namespace signalbox::wire
