#pragma once

#include "figures.hpp"
#include "options.hpp"

#include <cstdint>
#include <string_view>

namespace load {

// Looks at the content of one answer and says whether it is the right one.
class AnswerCheck {
public:
    AnswerCheck(Options const& options, Figures& figures) : options_{options}, figures_{figures} {}

    void begin(std::int64_t now);
    // Looks at the complete SSE events at the start of `body`; returns how many bytes they took.
    std::size_t events(std::string_view body, std::int64_t now);
    // The reason why the finished answer is wrong; empty when it is right. `body`: what was not consumed.
    [[nodiscard]] std::string_view verdict(std::string_view body) const;
    [[nodiscard]] bool has_text() const { return texts_ > 0; }

private:
    void event(std::string_view block, std::int64_t now);
    void text(std::string_view piece, std::int64_t now);

    Options const& options_;
    Figures& figures_;
    std::int64_t begun_ = 0;
    std::int64_t last_ = 0;
    std::size_t seen_ = 0;     // events
    std::size_t texts_ = 0;    // events with text
    std::size_t matched_ = 0;  // bytes of the expected text
    bool wrong_ = false;
    bool finished_ = false;  // the terminator has come
};

}  // namespace load
