#include "wire/anthropic_answer.hpp"

#include "wire/openai_answer.hpp"
#include "wire/openai_fields.hpp"
#include "wire/openai_writer.hpp"
#include "wire/text_member.hpp"
#include "wire/thinking_block.hpp"

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

std::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::provider_protocol, "the provider's answer is not a message: " + std::string{why});
}

struct Blocks {
    std::string text;
    CompletionExtras extras;
};

Result<void> read_tool(Object block, Blocks& out) {
    ToolCall call{.id = std::string{text_member(block, "id")},
                  .name = std::string{text_member(block, "name")},
                  .arguments = "{}"};
    if (call.id.empty() || call.name.empty()) return broken("a tool_use has no id or no name");
    if (Object input; block.at_key("input").get(input) == simdjson::SUCCESS) call.arguments = simdjson::minify(input);
    out.extras.tool_calls.push_back(std::move(call));
    return {};
}

Result<void> read_block(Element value, Blocks& out) {
    Object block;
    if (value.get(block) != simdjson::SUCCESS) return broken("a content block is no object");
    auto const type = text_member(block, "type");
    auto& [text, extras] = out;
    if (type == "text") text += text_member(block, "text");
    if (type == "thinking") {
        extras.reasoning += text_member(block, "thinking");
        auto const signature = text_member(block, "signature");
        if (!signature.empty()) {
            extras.reasoning_details.push_back(thinking_detail(text_member(block, "thinking"), signature));
        }
    }
    if (type == "redacted_thinking") {
        extras.reasoning_details.push_back(redacted_thinking_detail(text_member(block, "data")));
    }
    return type == "tool_use" ? read_tool(block, out) : Result<void>{};
}

}  // namespace

Result<ExecutionResult> read_message(std::string_view body, JsonReader& reader, std::int64_t created) {
    auto const document = reader.parse(body);
    if (!document) return broken("it is no strict JSON");
    Object object;
    if (document->get(object) != simdjson::SUCCESS) return broken("it is no object");
    if (Element error; object.at_key("error").get(error) == simdjson::SUCCESS && !error.is_null()) {
        return std::unexpected{classify_error(200, error)};
    }
    simdjson::dom::array content;
    if (object.at_key("content").get(content) != simdjson::SUCCESS) return broken("it has no content");
    Blocks blocks;
    for (auto const block : content) {
        if (auto const read = read_block(block, blocks); !read) return std::unexpected{read.error()};
    }
    ExecutionResult result;
    result.content = std::move(blocks.text);
    result.model = text_member(object, "model");
    result.tool_calls = !blocks.extras.tool_calls.empty();
    result.finish_reason = read_stop_reason(text_member(object, "stop_reason"));
    MessageUsage usage;
    if (Element told; object.at_key("usage").get(told) == simdjson::SUCCESS) usage.take(told);
    result.usage = usage.usage().value_or(Usage{});
    auto const id = text_member(object, "id");
    append_completion(result.raw, {.id = id, .created = created, .model = result.model}, result, blocks.extras);
    return result;
}

Error classify_messages_failure(int status, std::string_view body, std::string_view retry_after,
                                std::string_view retry_after_ms, std::int64_t wall_now_s) {
    auto error = classify_failure(status, body, retry_after, retry_after_ms, wall_now_s);
    if (error.code != Errc::provider_rejected) return error;
    JsonReader reader;
    auto const document = reader.parse(body);
    if (!document) return error;
    std::string_view message;
    if (document->at_key("error").at_key("message").get(message) != simdjson::SUCCESS) return error;
    // Both come as invalid_request_error.
    if (message.starts_with("Your credit balance")) {
        error.code = Errc::provider_rate_limited;
        error.detail = "the provider limits our rate or quota (status " + std::to_string(status) + ")";
    }
    if (message.find("exceed context limit") != std::string_view::npos) {
        error.code = Errc::context_length;
        error.detail = "the prompt is longer than the model's context length (status " + std::to_string(status) + ")";
    }
    return error;
}

}  // namespace signalbox::wire
