#include "wire/anthropic_answer.hpp"
#include "wire/golden.hpp"
#include "wire/openai_answer.hpp"
#include "wire/sse_decoder.hpp"

#include <gtest/gtest.h>

#include <string>

// Bytes of a stream of the Messages API, tests/golden/anthropic/stream/<case>.in, and what an OpenAI client
// sees of it: the frames, then how it ended.

namespace signalbox::wire {
namespace {

class Translation {
public:
    // False after an error.
    bool feed(std::string_view bytes) {
        decoder_.feed(bytes);
        for (SseEvent event; *decoder_.next(event);) {
            auto const piece = stream_.event(event.data, out_);
            if (!piece) {
                out_ += "error " + std::string{name(piece.error().code)} + "\n";
                return false;
            }
            text_ += piece->text;
            reasoning_ += piece->reasoning;
        }
        return true;
    }

    std::string end() {
        if (!stream_.finished()) return out_ + "open\n";
        out_ += "end " + std::string{name(stream_.finish_reason())} + ", usage " + golden::told(stream_.usage()) + "\n";
        return out_;
    }

    [[nodiscard]] std::string const& out() const { return out_; }
    [[nodiscard]] std::string const& text() const { return text_; }
    [[nodiscard]] std::string const& reasoning() const { return reasoning_; }

private:
    JsonReader reader_;
    MessageEvents stream_{reader_, 1795418360};
    SseDecoder decoder_;
    std::string out_;
    std::string text_;
    std::string reasoning_;
};

std::string translate(std::string_view bytes, std::size_t cut) {
    Translation translation;
    std::string const first{bytes.substr(0, cut)};
    std::string const second{bytes.substr(cut)};
    if (!translation.feed(first) || !translation.feed(second)) return translation.out();
    return translation.end();
}

class AnthropicGolden : public ::testing::TestWithParam<golden::Path> {};

TEST_P(AnthropicGolden, IsTheSameStreamSplitAtEveryByte) {
    auto const bytes = golden::content_of(GetParam());
    auto const expected = golden::content_of(golden::Path{GetParam()}.replace_extension(".frames"));
    ASSERT_FALSE(expected.empty());
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) ASSERT_EQ(translate(bytes, cut), expected) << "cut " << cut;
}

// What our own reader of OpenAI's streams makes of the frames is what the translation told beside them.
TEST_P(AnthropicGolden, IsReadBackAsOpenAisStream) {
    Translation translation;
    bool const whole = translation.feed(golden::content_of(GetParam()));
    auto frames = translation.out();
    if (!whole) frames.resize(frames.rfind("error "));
    JsonReader reader;
    CompletionStream stream{reader};
    SseDecoder decoder;
    decoder.feed(frames);
    std::string text;
    std::string reasoning;
    for (SseEvent event; *decoder.next(event);) {
        auto const piece = stream.chunk(event.data);
        ASSERT_TRUE(piece) << event.data;
        text += piece->text;
        reasoning += piece->reasoning;
    }
    EXPECT_EQ(text, translation.text());
    EXPECT_EQ(reasoning, translation.reasoning());
}

INSTANTIATE_TEST_SUITE_P(Streams, AnthropicGolden, ::testing::ValuesIn(golden::cases("anthropic/stream", ".in")),
                         [](auto const& one) { return one.param.stem().string(); });

}  // namespace
}  // namespace signalbox::wire
