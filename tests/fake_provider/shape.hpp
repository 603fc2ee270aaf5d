#pragma once

#include "chat_request.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fake {

struct Usage {
    std::size_t prompt = 0;
    std::size_t completion = 0;
};

struct ToolUse {
    std::string_view id;
    std::string_view name;
    std::string_view arguments;  // a JSON object as text
};

// A whole answer, before it has a shape.
struct WholeAnswer {
    std::string_view text;
    std::string_view reasoning;
    std::vector<ToolUse> tools;
    std::string_view finish = "stop";  // in OpenAI's words
    Usage const* usage = nullptr;      // null: not told
};

// A refusal, in OpenAI's words.
struct Refusal {
    int status = 500;
    std::string_view message;
    std::string_view type;
    std::string_view code;
};

// How one API writes what a model says. Streams are told as events: lines with LF between them, without the blank
// line or line end that closes an event; several events in one answer are a list. One object for one answer.
class Shape {
public:
    using Events = std::vector<std::string>;
    virtual ~Shape() = default;

    [[nodiscard]] virtual std::string_view stream_type() const = 0;
    [[nodiscard]] virtual std::string_view event_end() const = 0;  // in LF

    [[nodiscard]] virtual Events begin() = 0;
    [[nodiscard]] virtual Events text(std::string_view text, Usage const* usage) = 0;
    [[nodiscard]] virtual Events reasoning(std::string_view text) = 0;
    [[nodiscard]] virtual Events tool(ToolUse const& use, std::vector<std::string_view> const& fragments) = 0;
    [[nodiscard]] virtual Events finish(std::string_view reason, Usage const* usage) = 0;
    // Usage of its own, and the terminator.
    [[nodiscard]] virtual Events end(Usage const* usage) = 0;

    [[nodiscard]] virtual std::string whole(WholeAnswer const& answer) = 0;
    [[nodiscard]] virtual std::string refusal(Refusal const& refusal) const = 0;
    // The same inside of a stream.
    [[nodiscard]] virtual std::string broken(Refusal const& refusal) const = 0;
};

[[nodiscard]] std::unique_ptr<Shape> openai_shape(ChatRequest const& request);
[[nodiscard]] std::unique_ptr<Shape> anthropic_shape(ChatRequest const& request);
[[nodiscard]] std::unique_ptr<Shape> ollama_shape(ChatRequest const& request);
[[nodiscard]] std::unique_ptr<Shape> shape_of(ChatRequest const& request);

}  // namespace fake
