#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire {

// The chunks of one answer are mostly equal but for the text between two quotes. From one that was
// read in full this keeps what stands before and behind the text; a later chunk with the same bytes
// around a well-formed text needs no reading: every other member is known.
//
// It never guesses: bytes that differ, an escape that is not one character, a control character or
// broken UTF-8 are no match, and the chunk is then read in full, errors and all.
class ChunkTemplate {
public:
    // Learns from a chunk. REQUIRES: it is a valid JSON object without duplicate names, `choices` has
    // exactly one element, and nothing but `choices[0].delta.content`, a string, tells anything.
    // A stream whose chunks never match is soon not learned from any more.
    void learn(std::string_view chunk);

    // The decoded text of a chunk that is like the learned one; nothing when it is not. Points into
    // `chunk`, or into the template until the next match.
    [[nodiscard]] std::optional<std::string_view> match(std::string_view chunk);

private:
    [[nodiscard]] std::optional<std::string_view> read_text(std::string_view raw);

    std::string prefix_;  // with the quote that opens the text; empty: nothing learned
    std::string suffix_;  // from the quote that closes it
    std::string decoded_;
    int fruitless_ = 0;  // lessons since the last match
};

}  // namespace signalbox::wire
