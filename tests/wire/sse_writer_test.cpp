#include "wire/sse_writer.hpp"

#include "wire/sse_decoder.hpp"

#include <gtest/gtest.h>

namespace signalbox::wire {
namespace {

std::string written(std::string_view id, std::string_view name, std::string_view data, int retry_ms = 0) {
    std::string out;
    append_sse(out, id, name, data, retry_ms);
    return out;
}

TEST(SseWriter, WritesOneFrame) {
    EXPECT_EQ(written("orc_1:1", "progress", "{}"), "id: orc_1:1\nevent: progress\ndata: {}\n\n");
    EXPECT_EQ(written("", "", "{}"), "data: {}\n\n");
    EXPECT_EQ(written("", "progress", "{}", 500), "event: progress\nretry: 500\ndata: {}\n\n");
}

TEST(SseWriter, NeverLetsDataForgeAFrame) {
    EXPECT_EQ(written("", "", "a\n\nevent: x\r\ndata: y\rz"),
              "data: a\ndata: \ndata: event: x\ndata: data: y\ndata: z\n\n");
}

TEST(SseWriter, WritesWhatTheDecoderReadsBack) {
    for (std::string_view const data : {"", "a", "a\nb", "\n", "\n\n", " a", "a ", "data: x", ":", "a\n"}) {
        SseDecoder decoder;
        auto const frame = written("7", "n", data);
        decoder.feed(frame);
        SseEvent event;
        ASSERT_TRUE(*decoder.next(event)) << data;
        EXPECT_EQ(event.data, data);
        EXPECT_EQ(event.name, "n");
        EXPECT_EQ(event.id, "7");
        EXPECT_FALSE(*decoder.next(event));
    }
}

TEST(SseWriter, KeepsAliveWithoutDispatchingAnything) {
    std::string out;
    append_sse_comment(out);
    EXPECT_EQ(out, ": keep-alive\n");
}

}  // namespace
}  // namespace signalbox::wire
