#pragma once

#include "analysis/features.hpp"
#include "analysis/gram_hash.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox {

// Reads one end of a message into Features: one pass, nothing looked at twice but single characters
// around a sign. Lower-cases on the way.
class Scanner {
public:
    // `offset`: where `text` begins in the whole message.
    Scanner(Features& out, std::string_view text, std::size_t offset) : out_{out}, text_{text}, offset_{offset} {}
    void run();
    // After the last end of the message: what its last line begins with.
    void close();

private:
    void space();
    void word();
    void ideograph(std::size_t bytes);
    void number();
    void sign(unsigned char c);
    void plain_sign(unsigned char c);
    void wide_mark(char32_t code, std::size_t bytes);
    void begin_line();
    void end_sentence();
    void unit(std::uint32_t hash);
    void gram(std::uint32_t hash, std::uint32_t pair);
    void place(std::uint32_t hash);
    void count(Count kind, std::uint32_t by = 1) { out_.counts_[static_cast<std::size_t>(kind)] += by; }
    [[nodiscard]] unsigned char at(std::size_t i) const {
        return i < text_.size() ? static_cast<unsigned char>(text_[i]) : 0;
    }
    [[nodiscard]] bool word_before() const { return word_end_ == at_ && at_ != 0; }
    [[nodiscard]] bool near_an_end() const;

    Features& out_;
    std::string_view text_;
    std::size_t offset_ = 0;
    std::size_t at_ = 0;
    std::size_t word_end_ = 0;    // where the last word ended
    std::uint32_t previous_ = 0;  // hash of the word before, when it is a neighbour
    bool neighbour_ = false;
    bool previous_is_ideograph_ = false;
    std::uint32_t amount_ = 0;  // a number that the next word may be the unit of

    static constexpr std::uint32_t opening_words = 3;
    static constexpr std::uint32_t line_words = 2;
    std::uint32_t opening_ = 0;                     // hash of the message's first words, so far
    std::uint32_t opened_ = 0;                      // how many these are
    std::array<std::uint32_t, line_words> line_{};  // hashes of how the last line with words begins
    std::uint32_t lined_ = 0;
    bool fresh_line_ = true;
};

}  // namespace signalbox
