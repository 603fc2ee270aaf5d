#include "wire/openai_answer.hpp"
#include "wire/sse_decoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

// Upstream bytes of tests/golden/openai/<case>.in as a provider reads them, told in the words of <case>.events.

namespace signalbox::wire {
namespace {

namespace fs = std::filesystem;

std::string content_of(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<fs::path> cases() {
    std::vector<fs::path> found;
    for (auto const& entry : fs::directory_iterator{SOURCE_DIR "/tests/golden/openai"}) {
        if (entry.path().extension() == ".in") found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
}

std::string on_one_line(std::string_view text) {
    std::string out;
    for (auto const byte : text) {
        if (byte == '\n') out += "\\n";
        if (byte == '\r') out += "\\r";
        if (byte != '\n' && byte != '\r') out += byte;
    }
    return out;
}

class Telling {
public:
    // False after an error.
    bool feed(std::string_view bytes) {
        decoder_.feed(bytes);
        for (SseEvent event; *decoder_.next(event);) {
            auto const piece = stream_.chunk(event.data);
            if (!piece) {
                told_ += "error " + std::string{name(piece.error().code)} + "\n";
                return false;
            }
            tell(*piece);
        }
        return true;
    }

    std::string end() {
        if (decoder_.mid_event()) told_ += "mid-event\n";
        if (!stream_.finished()) return told_ + "open\n";
        told_ += "end " + std::string{name(stream_.finish_reason())};
        if (auto const& usage = stream_.usage()) {
            told_ += ", usage " + std::to_string(usage->input.count) + "+" + std::to_string(usage->output.count) +
                     " (" + std::to_string(usage->cached.count) + " cached, " + std::to_string(usage->reasoning.count) +
                     " reasoning)";
        }
        return told_ + "\n";
    }

    [[nodiscard]] std::string const& told() const { return told_; }

private:
    void tell(CompletionStream::Piece const& piece) {
        if (!piece.reasoning.empty()) told_ += "reasoning " + on_one_line(piece.reasoning) + "\n";
        if (!piece.text.empty()) told_ += "text " + on_one_line(piece.text) + "\n";
        if (piece.tool_calls) told_ += "tools\n";
        if (piece.done) told_ += "done\n";
        // What comes after [DONE] has no choices either: it is not told.
        if (piece.usage_only && !piece.done && !done_) told_ += "usage-only\n";
        done_ = done_ || piece.done;
    }

    JsonReader reader_;
    CompletionStream stream_{reader_};
    SseDecoder decoder_;
    std::string told_;
    bool done_ = false;
};

std::string tell(std::string_view bytes, std::size_t cut) {
    Telling telling;
    std::string const first{bytes.substr(0, cut)};
    std::string const second{bytes.substr(cut)};
    if (!telling.feed(first) || !telling.feed(second)) return telling.told();
    return telling.end();
}

class Golden : public ::testing::TestWithParam<fs::path> {};

TEST_P(Golden, IsToldTheSameSplitAtEveryByte) {
    auto const bytes = content_of(GetParam());
    auto const expected = content_of(fs::path{GetParam()}.replace_extension(".events"));
    ASSERT_FALSE(expected.empty());
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) ASSERT_EQ(tell(bytes, cut), expected) << "cut at " << cut;
}

INSTANTIATE_TEST_SUITE_P(OpenAi, Golden, ::testing::ValuesIn(cases()),
                         [](auto const& one) { return one.param.stem().string(); });

}  // namespace
}  // namespace signalbox::wire
