#include "answers.hpp"
#include "behaviours.hpp"
#include "composer.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

// Proper answers told in an odd way: pace, framing, and events that not every provider sends.
// Unless said otherwise a request without `stream` gets the normal answer.

namespace fake {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view text =
    "Streams arrive in pieces, and every piece counts: Grüße, 世界, \xf0\x9f\x9a\x80 done.";

Composer& tell(Composer& composer) {
    composer.head().role();
    for (auto const piece : pieces(text)) composer.token(piece);
    return composer.finish();
}

// The same short text in another manner.
Script told(Call const& call, Manner manner) {
    Composer composer{call.request, manner};
    if (!call.request.stream) return composer.whole(text).take();
    return tell(composer).done().take();
}

Script paced(Call const& call, Options const& pace) {
    Call const other{call.request, pace, call.memory, {}};
    auto const words =
        call.options.tokens > 0 ? prose(call.options.tokens) : answer_to(call.request.prompt, call.request.json_mode);
    return say(other, words);
}

Script slow_first(Call const& call) {
    auto pace = call.options;
    pace.first = call.milliseconds(300);
    return paced(call, pace);
}

Script slow_tokens(Call const& call) {
    auto pace = call.options;
    pace.gap = call.milliseconds(50);
    return paced(call, pace);
}

// Several events in one segment, the segments a millisecond apart: how models in a hurry look on the wire.
Script bursts(Call const& call) {
    auto at_once = call.options;
    at_once.first = at_once.gap = 0ms;
    auto script = paced(call, at_once);
    if (!call.request.stream) return script;
    auto const size = static_cast<std::size_t>(std::max(1, call.number(10)));
    std::vector<Step> joined;
    for (std::size_t i = 0; i < script.steps.size(); ++i) {
        if (i % size != 0) {
            joined.back().bytes.append(script.steps[i].bytes);
            continue;
        }
        if (i > 0) joined.push_back({.kind = Step::Kind::wait, .pause = 1ms});
        joined.push_back(std::move(script.steps[i]));
    }
    script.steps = std::move(joined);
    return script;
}

Script utf8_split(Call const& call) { return told(call, {.split_code_points = true}); }
Script bytewise(Call const& call) { return told(call, {.one_byte_segments = true}); }
Script crlf(Call const& call) { return told(call, {.line_end = "\r\n"}); }
Script cr(Call const& call) { return told(call, {.line_end = "\r"}); }
Script bom(Call const& call) { return told(call, {.prefix = "\xef\xbb\xbf"}); }
Script gzipped(Call const& call) { return told(call, {.framing = Manner::Framing::gzip}); }
Script no_usage(Call const& call) { return told(call, {.usage_when_asked = false}); }
Script usage_everywhere(Call const& call) { return told(call, {.usage_everywhere = true}); }

Script http10(Call const& call) { return told(call, {.framing = Manner::Framing::until_close, .version = "HTTP/1.0"}); }

Script comments(Call const& call) {
    Composer composer{call.request};
    if (!call.request.stream) return composer.whole(text).take();
    composer.head().frame(": OPENROUTER PROCESSING").role();
    for (auto const piece : pieces(text))
        composer.frame("event: message\nid: 7\nretry: 10").frame(": ping").token(piece);
    return composer.finish().done().take();
}

Script reasoning(Call const& call) {
    Composer composer{call.request};
    if (!call.request.stream) return composer.whole({.text = "Four.", .reasoning = "Two and two."}).take();
    composer.head().role();
    for (auto const piece : pieces("Two and two make four, so the answer is")) composer.reasoning(piece);
    return composer.token("Four.").finish().done().take();
}

Script after_done(Call const& call) {
    Composer composer{call.request};
    if (!call.request.stream) return composer.whole(text).take();
    composer.head().role().token("Before the end.").finish().terminator();
    composer.token(" After the end.").frame("data: garbage {{{").terminator();
    return composer.end_body().take();
}

Script no_done(Call const& call) {
    Composer composer{call.request};
    if (!call.request.stream) return composer.whole(text).take();
    return tell(composer).end_body().take();
}

// A line of 2 MiB (argument: KiB) in an otherwise good stream.
Script huge_event(Call const& call) {
    auto const size = static_cast<std::size_t>(call.number(2048)) * 1024;
    Composer composer{call.request};
    std::string const big(size, 'x');
    if (!call.request.stream) return composer.whole(big).take();
    return composer.head().role().token("Small. ").token(big).finish().done().take();
}

Script flood(Call const& call) {
    Composer composer{call.request};
    return composer.head().role().token("on and on, ").again(1).take();
}

// Endless; each event carries the time it was sent, in nanoseconds of the monotonic clock.
Script stamped(Call const& call) {
    auto const gap = std::max(1ms, call.milliseconds(10));
    Composer composer{call.request};
    composer.head().role();
    if (call.request.api != Api::openai) composer.token("from ");  // opens what a token of Anthropic's needs
    return composer.wait(gap).stamped_token().again(2).take();
}

constexpr std::array table{
    Behaviour{"slow-first", "first token after 300 ms; argument: ms", slow_first},
    Behaviour{"slow-tokens", "50 ms between tokens; argument: ms", slow_tokens},
    Behaviour{"bursts", "10 events in each segment, 1 ms between them; argument: how many", bursts},
    Behaviour{"utf8-split", "segments and chunks end inside of code points", utf8_split},
    Behaviour{"bytewise", "one byte per segment and chunk", bytewise},
    Behaviour{"crlf", "SSE lines end with CR LF", crlf},
    Behaviour{"cr", "SSE lines end with CR", cr},
    Behaviour{"bom", "the stream begins with a byte order mark", bom},
    Behaviour{"gzip", "compressed although nobody asked", gzipped},
    Behaviour{"http10", "HTTP/1.0, the body ends with the connection", http10},
    Behaviour{"no-usage", "no usage, asked for or not", no_usage},
    Behaviour{"usage-everywhere", "usage in every chunk", usage_everywhere},
    Behaviour{"comments", "comments and event, id and retry fields between the chunks", comments},
    Behaviour{"reasoning", "reasoning_content before the answer", reasoning},
    Behaviour{"after-done", "text and garbage after the terminator", after_done},
    Behaviour{"no-done", "the reason to finish, then the end without the terminator", no_done},
    Behaviour{"huge-event", "one line of 2 MiB; argument: KiB", huge_event},
    Behaviour{"flood", "tokens without end or pause; always a stream", flood},
    Behaviour{"stamped", "endless, 10 ms apart (argument: ms), each with its time of sending; always a stream",
              stamped},
};

}  // namespace

std::span<Behaviour const> stream_behaviours() { return table; }

}  // namespace fake
