#include "wire/golden.hpp"
#include "wire/line_decoder.hpp"
#include "wire/ollama_answer.hpp"

#include <gtest/gtest.h>

#include <string>

// Bytes of a stream of Ollama's, tests/golden/ollama/stream/<case>.in, and what an OpenAI client sees of it: the
// frames, then how it ended.

namespace signalbox::wire {
namespace {

class Translation {
public:
    // False after an error.
    bool feed(std::string_view bytes) {
        lines_.feed(bytes);
        for (std::string_view line; *lines_.next(line);) {
            auto const piece = stream_.event(line, out_);
            if (piece) continue;
            out_ += "error " + std::string{name(piece.error().code)} + "\n";
            return false;
        }
        return true;
    }

    std::string end() {
        if (!stream_.finished()) return out_ + "open\n";
        return out_ + "end " + std::string{name(stream_.finish_reason())} + ", usage " + golden::told(stream_.usage()) +
               "\n";
    }

    [[nodiscard]] std::string const& out() const { return out_; }

private:
    JsonReader reader_;
    OllamaLines stream_{reader_, {.created = 1795418360, .seed = 42}};
    LineDecoder lines_;
    std::string out_;
};

std::string translate(std::string_view bytes, std::size_t cut) {
    Translation translation;
    std::string const first{bytes.substr(0, cut)};
    std::string const second{bytes.substr(cut)};
    if (!translation.feed(first) || !translation.feed(second)) return translation.out();
    return translation.end();
}

class OllamaGolden : public ::testing::TestWithParam<golden::Path> {};

TEST_P(OllamaGolden, IsTheSameStreamSplitAtEveryByte) {
    auto const bytes = golden::content_of(GetParam());
    auto const expected = golden::content_of(golden::Path{GetParam()}.replace_extension(".frames"));
    ASSERT_FALSE(expected.empty());
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) ASSERT_EQ(translate(bytes, cut), expected) << "cut " << cut;
}

INSTANTIATE_TEST_SUITE_P(Streams, OllamaGolden, ::testing::ValuesIn(golden::cases("ollama/stream", ".in")),
                         [](auto const& one) { return one.param.stem().string(); });

}  // namespace
}  // namespace signalbox::wire
