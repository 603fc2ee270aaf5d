#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace signalbox {

// Bytes at the beginning of `after` that repeat the end of `before`, or all of `before`. Short
// agreement is chance and counts as none.
[[nodiscard]] std::size_t seam_overlap(std::string_view before, std::string_view after);

// Joins a text and its continuation that arrives in pieces: a model that is asked to go on often says
// the last words again, or everything. Holds pieces back only as long as they may be such a repetition.
// REQUIRES: `before` stays as it is until a piece came out or finish() was called.
class Seam {
public:
    explicit Seam(std::string_view before) : before_{before} {}

    // Takes the next piece; what of it and of the pieces held is new. Lives until the next call.
    [[nodiscard]] std::string_view feed(std::string_view piece);
    // The continuation is over: what was held and is new after all.
    [[nodiscard]] std::string_view finish();

private:
    [[nodiscard]] std::string_view open();
    [[nodiscard]] bool repeats_all(std::string_view piece) const;

    std::string_view before_;
    std::string held_;
    bool maybe_all_ = true;  // so far it may be all of `before` again
    bool open_ = false;      // the seam is behind us
};

}  // namespace signalbox
