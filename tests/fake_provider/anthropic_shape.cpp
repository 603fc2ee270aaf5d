#include "json_text.hpp"
#include "shape.hpp"

namespace fake {
namespace {

std::string event(std::string_view type, std::string_view members) {
    std::string out = "event: ";
    out.append(type).append("\ndata: {\"type\":").append(json_text(type));
    if (!members.empty()) out.append(",").append(members);
    return out.append("}");
}

std::string stop_reason(std::string_view finish) {
    if (finish == "length") return "max_tokens";
    if (finish == "tool_calls") return "tool_use";
    if (finish == "content_filter") return "refusal";
    return "end_turn";
}

std::string_view error_type(int status) {
    switch (status) {
        case 400:
            return "invalid_request_error";
        case 401:
            return "authentication_error";
        case 402:
            return "billing_error";
        case 403:
            return "permission_error";
        case 404:
            return "not_found_error";
        case 413:
            return "request_too_large";
        case 429:
            return "rate_limit_error";
        case 503:
        case 529:
            return "overloaded_error";
        case 504:
            return "timeout_error";
        default:
            return "api_error";
    }
}

std::string usage_json(Usage const& usage, bool first) {
    return "\"usage\":{\"input_tokens\":" + std::to_string(usage.prompt) +
           R"(,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":)" +
           std::to_string(first ? 1 : usage.completion) + "}";
}

std::string tool_block(ToolUse const& use, std::string_view input) {
    return R"({"type":"tool_use","id":)" + json_text(use.id) + ",\"name\":" + json_text(use.name) +
           ",\"input\":" + std::string{input} + "}";
}

class Anthropic final : public Shape {
public:
    explicit Anthropic(ChatRequest const& request) : request_{request} {}

    [[nodiscard]] std::string_view stream_type() const override { return "text/event-stream; charset=utf-8"; }
    [[nodiscard]] std::string_view event_end() const override { return "\n\n"; }

    [[nodiscard]] Events begin() override {
        Usage const asked{.prompt = request_.prompt_tokens};
        return {event("message_start", "\"message\":{" + identity() + ",\"content\":[],\"stop_reason\":null," +
                                           "\"stop_sequence\":null," + usage_json(asked, true) + "}"),
                event("ping", "")};
    }

    [[nodiscard]] Events text(std::string_view text, Usage const*) override {
        auto events = open("text", R"({"type":"text","text":""})");
        events.push_back(delta(R"("type":"text_delta","text":)" + json_text(text)));
        return events;
    }

    [[nodiscard]] Events reasoning(std::string_view text) override {
        auto events = open("thinking", R"({"type":"thinking","thinking":"","signature":""})");
        events.push_back(delta(R"("type":"thinking_delta","thinking":)" + json_text(text)));
        return events;
    }

    [[nodiscard]] Events tool(ToolUse const& use, std::vector<std::string_view> const& fragments) override {
        auto events = open("tool_use " + std::string{use.id}, tool_block(use, "{}"));
        events.push_back(delta(R"("type":"input_json_delta","partial_json":"")"));
        for (auto const fragment : fragments)
            events.push_back(delta(R"("type":"input_json_delta","partial_json":)" + json_text(fragment)));
        return events;
    }

    [[nodiscard]] Events finish(std::string_view reason, Usage const* usage) override {
        auto events = close();
        auto members = R"("delta":{"stop_reason":)" + json_text(stop_reason(reason)) + ",\"stop_sequence\":null}";
        if (usage != nullptr) members.append(",").append(usage_json(*usage, false));
        events.push_back(event("message_delta", members));
        return events;
    }

    [[nodiscard]] Events end(Usage const*) override { return {event("message_stop", "")}; }

    [[nodiscard]] std::string whole(WholeAnswer const& answer) override {
        std::string blocks;
        auto const add = [&](std::string const& block) { blocks.append(blocks.empty() ? "" : ",").append(block); };
        if (!answer.reasoning.empty())
            add(R"({"type":"thinking","thinking":)" + json_text(answer.reasoning) + R"(,"signature":"c2lnbmVk"})");
        if (!answer.text.empty()) add(R"({"type":"text","text":)" + json_text(answer.text) + "}");
        for (auto const& use : answer.tools) add(tool_block(use, use.arguments));
        std::string out = "{" + identity() + ",\"content\":[" + blocks + "],\"stop_reason\":";
        out.append(json_text(stop_reason(answer.finish))).append(",\"stop_sequence\":null");
        if (answer.usage != nullptr) out.append(",").append(usage_json(*answer.usage, false));
        return out + "}";
    }

    [[nodiscard]] std::string refusal(Refusal const& refusal) const override {
        return "{\"type\":\"error\"," + error(refusal) + ",\"request_id\":\"req_fake\"}";
    }
    [[nodiscard]] std::string broken(Refusal const& refusal) const override { return event("error", error(refusal)); }

private:
    [[nodiscard]] static std::string error(Refusal const& refusal) {
        auto const context = refusal.code == "context_length_exceeded";
        return "\"error\":{\"type\":" + json_text(error_type(refusal.status)) + ",\"message\":" +
               json_text(context ? "prompt is too long: 210011 tokens > 200000 maximum" : refusal.message) + "}";
    }
    [[nodiscard]] std::string identity() const {
        return R"("id":"msg_fake0123456789","type":"message","role":"assistant","model":)" + json_text(request_.model);
    }
    [[nodiscard]] Events open(std::string kind, std::string_view block) {
        if (kind == open_) return {};
        auto events = close();
        open_ = std::move(kind);
        events.push_back(event("content_block_start",
                               "\"index\":" + std::to_string(index_) + ",\"content_block\":" + std::string{block}));
        return events;
    }
    [[nodiscard]] Events close() {
        if (open_.empty()) return {};
        Events events;
        if (open_ == "thinking") events.push_back(delta(R"("type":"signature_delta","signature":"c2lnbmVk")"));
        events.push_back(event("content_block_stop", "\"index\":" + std::to_string(index_++)));
        open_.clear();
        return events;
    }
    [[nodiscard]] std::string delta(std::string_view members) const {
        return event("content_block_delta",
                     "\"index\":" + std::to_string(index_) + ",\"delta\":{" + std::string{members} + "}");
    }

    ChatRequest const& request_;
    std::string open_;  // kind of the block that is open; empty: none
    int index_ = 0;
};

}  // namespace

std::unique_ptr<Shape> anthropic_shape(ChatRequest const& request) { return std::make_unique<Anthropic>(request); }

}  // namespace fake
