#include "json_text.hpp"
#include "shape.hpp"

namespace fake {
namespace {

std::string tool_json(ToolUse const& use) {
    return R"({"function":{"name":)" + json_text(use.name) + ",\"arguments\":" + std::string{use.arguments} + "}}";
}

// One JSON document per line; a tool call comes whole, and nothing has an id.
class Ollama final : public Shape {
public:
    explicit Ollama(ChatRequest const& request) : request_{request} {}

    [[nodiscard]] std::string_view stream_type() const override { return "application/x-ndjson"; }
    [[nodiscard]] std::string_view event_end() const override { return "\n"; }

    [[nodiscard]] Events begin() override { return {line("\"content\":\"\"")}; }
    [[nodiscard]] Events text(std::string_view text, Usage const*) override {
        return {line("\"content\":" + json_text(text))};
    }
    [[nodiscard]] Events reasoning(std::string_view text) override {
        return {line(R"("content":"","thinking":)" + json_text(text))};
    }
    [[nodiscard]] Events tool(ToolUse const& use, std::vector<std::string_view> const&) override {
        return {line("\"content\":\"\",\"tool_calls\":[" + tool_json(use) + "]")};
    }
    [[nodiscard]] Events finish(std::string_view reason, Usage const*) override {
        reason_ = reason == "length" ? "length" : "stop";
        return {};
    }
    [[nodiscard]] Events end(Usage const* usage) override { return {last("\"content\":\"\"", usage)}; }

    [[nodiscard]] std::string whole(WholeAnswer const& answer) override {
        reason_ = answer.finish == "length" ? "length" : "stop";
        auto message = "\"content\":" + json_text(answer.text);
        if (!answer.reasoning.empty()) message.append(",\"thinking\":").append(json_text(answer.reasoning));
        if (!answer.tools.empty()) message.append(",\"tool_calls\":[");
        for (auto const& use : answer.tools)
            message.append(&use == answer.tools.data() ? "" : ",").append(tool_json(use));
        if (!answer.tools.empty()) message.append("]");
        return last(message, answer.usage);
    }

    [[nodiscard]] std::string refusal(Refusal const& refusal) const override {
        auto const context = refusal.code == "context_length_exceeded";
        auto const missing = refusal.status == 404;
        return "{\"error\":" +
               json_text(missing   ? "model '" + request_.model + "' not found"
                         : context ? "the input length exceeds the context length"
                                   : std::string{refusal.message}) +
               "}";
    }
    [[nodiscard]] std::string broken(Refusal const& refusal) const override { return this->refusal(refusal); }

private:
    [[nodiscard]] std::string opening(std::string_view message) const {
        return "{\"model\":" + json_text(request_.model) +
               R"(,"created_at":"2026-11-23T08:00:00.123456789Z","message":{"role":"assistant",)" +
               std::string{message} + "}";
    }
    [[nodiscard]] std::string line(std::string_view message) const { return opening(message) + ",\"done\":false}"; }
    [[nodiscard]] std::string last(std::string_view message, Usage const* usage) const {
        auto out = opening(message) + ",\"done\":true,\"done_reason\":" + json_text(reason_);
        if (usage != nullptr) {
            out.append(",\"prompt_eval_count\":").append(std::to_string(usage->prompt));
            out.append(",\"eval_count\":").append(std::to_string(usage->completion));
        }
        return out + ",\"total_duration\":5000000,\"load_duration\":1000000}";
    }

    ChatRequest const& request_;
    std::string reason_ = "stop";
};

}  // namespace

std::unique_ptr<Shape> ollama_shape(ChatRequest const& request) { return std::make_unique<Ollama>(request); }

}  // namespace fake
