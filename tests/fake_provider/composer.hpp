#pragma once

#include "chat_request.hpp"
#include "script.hpp"
#include "shape.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fake {

// How bytes of a body are put on the wire.
struct Manner {
    enum class Framing { chunked, until_close, gzip };
    Framing framing = Framing::chunked;
    std::string_view version = "HTTP/1.1";
    std::string_view line_end = "\n";  // of SSE lines
    std::string_view prefix;           // before the first byte of the body
    bool split_code_points = false;    // a segment ends inside each of them
    bool one_byte_segments = false;
    bool usage_everywhere = false;
    bool usage_when_asked = true;
};

// Puts an answer together, step by step, in the shape of the API that was asked.
class Composer {
public:
    explicit Composer(ChatRequest const& request, Manner manner = {});

    // Streams. head() goes out with the first event after it.
    Composer& head();
    Composer& role();
    Composer& token(std::string_view text);
    Composer& stamped_token();
    Composer& reasoning(std::string_view text);
    Composer& delta(std::string_view json);  // one of OpenAI's, whatever was asked
    Composer& tool(ToolUse const& use, std::vector<std::string_view> const& fragments);
    Composer& finish(std::string_view reason = "stop");
    Composer& done();        // terminator() and the end of the body
    Composer& terminator();  // usage when asked for, and [DONE] or what stands for it
    Composer& end_body();
    Composer& frame(std::string_view line);  // any one SSE line or block
    Composer& raw(std::string bytes);        // past all framing

    // Whole answers.
    Composer& whole(std::string_view text, std::string_view reason = "stop");
    Composer& whole(WholeAnswer answer);
    Composer& refuse(Refusal const& refusal, std::string_view headers = {});
    Composer& broken(Refusal const& refusal);  // in the middle of a stream
    Composer& body(int status, std::string_view type, std::string_view content, std::string_view headers = {});

    Composer& wait(std::chrono::milliseconds pause);
    Composer& close();
    Composer& reset();
    Composer& hold();
    Composer& again(std::size_t steps_back);

    [[nodiscard]] Script take() { return std::move(script_); }

private:
    void tell(Shape::Events const& events);
    [[nodiscard]] Usage const* usage_when(bool wanted) const { return wanted ? &usage_ : nullptr; }
    void put(std::string bytes);
    void put_body(std::string_view bytes);
    void put_step(Step::Kind kind);
    [[nodiscard]] std::string framed(std::string_view bytes) const;

    ChatRequest const& request_;
    Manner manner_;
    Script script_;
    Usage usage_;
    std::unique_ptr<Shape> shape_;
    std::string zipped_;  // the body so far, when it goes out compressed
    bool glue_ = false;   // the next bytes join the last step
};

// The head and body of one answer with a length.
[[nodiscard]] std::string whole_answer(int status, std::string_view type, std::string_view content,
                                       std::string_view headers = {});

}  // namespace fake
