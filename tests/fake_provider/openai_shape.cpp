#include "json_text.hpp"
#include "shape.hpp"

namespace fake {
namespace {

constexpr std::string_view identity = "\"id\":\"chatcmpl-fake0123456789abcdef\",\"object\":\"";

std::string usage_json(Usage const& usage) {
    std::string out = "{\"prompt_tokens\":" + std::to_string(usage.prompt);
    out.append(",\"completion_tokens\":").append(std::to_string(usage.completion));
    out.append(",\"total_tokens\":").append(std::to_string(usage.prompt + usage.completion));
    out.append(R"(,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}})");
    return out;
}

std::string tool_json(ToolUse const& use, std::string_view arguments) {
    std::string out = "\"id\":" + json_text(use.id) + R"(,"type":"function","function":{"name":)" + json_text(use.name);
    return out + ",\"arguments\":" + json_text(arguments) + "}";
}

class OpenAi final : public Shape {
public:
    explicit OpenAi(ChatRequest const& request) : request_{request} {}

    [[nodiscard]] std::string_view stream_type() const override { return "text/event-stream"; }
    [[nodiscard]] std::string_view event_end() const override { return "\n\n"; }

    [[nodiscard]] Events begin() override { return {delta(R"({"role":"assistant","content":""})", nullptr)}; }

    [[nodiscard]] Events text(std::string_view text, Usage const* usage) override {
        return {delta("{\"content\":" + json_text(text) + "}", usage)};
    }

    [[nodiscard]] Events reasoning(std::string_view text) override {
        return {delta("{\"reasoning_content\":" + json_text(text) + "}", nullptr)};
    }

    [[nodiscard]] Events tool(ToolUse const& use, std::vector<std::string_view> const& fragments) override {
        auto const opening = "{\"tool_calls\":[{\"index\":" + std::to_string(tools_++) + ",";
        Events events{delta(opening + tool_json(use, "") + "}]}", nullptr)};
        for (auto const fragment : fragments)
            events.push_back(delta(opening + "\"function\":{\"arguments\":" + json_text(fragment) + "}}]}", nullptr));
        return events;
    }

    [[nodiscard]] Events finish(std::string_view reason, Usage const* usage) override {
        return {
            chunk("[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":" + json_text(reason) + "}]", usage)};
    }

    [[nodiscard]] Events end(Usage const* usage) override {
        Events events;
        if (request_.include_usage && usage != nullptr) events.push_back(chunk("[]", usage));
        events.emplace_back("data: [DONE]");
        return events;
    }

    [[nodiscard]] std::string whole(WholeAnswer const& answer) override {
        std::string out = "{" + std::string{identity};
        out.append("chat.completion\",\"created\":1795418360,\"model\":").append(json_text(request_.model));
        out.append(R"(,"system_fingerprint":"fp_fake","choices":[{"index":0,"message":{"role":"assistant","content":)");
        out.append(answer.tools.empty() ? json_text(answer.text) : "null").append(",\"refusal\":null");
        if (!answer.reasoning.empty()) out.append(",\"reasoning_content\":").append(json_text(answer.reasoning));
        if (!answer.tools.empty()) out.append(",\"tool_calls\":[");
        for (auto const& use : answer.tools)
            out.append(&use == answer.tools.data() ? "{" : ",{").append(tool_json(use, use.arguments)).append("}");
        if (!answer.tools.empty()) out.append("]");
        out.append("},\"logprobs\":null,\"finish_reason\":").append(json_text(answer.finish)).append("}]");
        if (answer.usage != nullptr) out.append(",\"usage\":").append(usage_json(*answer.usage));
        return out + "}";
    }

    [[nodiscard]] std::string refusal(Refusal const& refusal) const override {
        std::string out = "{\"error\":{\"message\":" + json_text(refusal.message);
        out.append(",\"type\":").append(json_text(refusal.type)).append(",\"param\":null,\"code\":");
        return out.append(json_text(refusal.code)).append("}}");
    }
    [[nodiscard]] std::string broken(Refusal const& refusal) const override {
        return "data: " + this->refusal(refusal);
    }

private:
    [[nodiscard]] std::string delta(std::string const& json, Usage const* usage) const {
        return chunk("[{\"index\":0,\"delta\":" + json + ",\"logprobs\":null,\"finish_reason\":null}]", usage);
    }
    [[nodiscard]] std::string chunk(std::string const& choices, Usage const* usage) const {
        std::string line = "data: {" + std::string{identity};
        line.append("chat.completion.chunk\",\"created\":1795418360,\"model\":").append(json_text(request_.model));
        line.append(",\"system_fingerprint\":\"fp_fake\",\"choices\":").append(choices);
        if (usage != nullptr) line.append(",\"usage\":").append(usage_json(*usage));
        return line + "}";
    }

    ChatRequest const& request_;
    int tools_ = 0;
};

}  // namespace

std::unique_ptr<Shape> openai_shape(ChatRequest const& request) { return std::make_unique<OpenAi>(request); }

std::unique_ptr<Shape> shape_of(ChatRequest const& request) {
    switch (request.api) {
        case Api::anthropic:
            return anthropic_shape(request);
        case Api::ollama:
            return ollama_shape(request);
        case Api::openai:
            break;
    }
    return openai_shape(request);
}

}  // namespace fake
