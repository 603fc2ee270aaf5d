#pragma once

#include <string_view>

namespace signalbox::wire {

// What one event of a streamed answer said, whatever API it came from. Views live until the next event.
struct AnswerPiece {
    std::string_view text;  // decoded
    std::string_view reasoning;
    bool tool_calls = false;  // something of a tool call
    bool content = false;     // a real token: text, reasoning or tool call
    bool finish = false;      // the frames now have a finish_reason
};

}  // namespace signalbox::wire
