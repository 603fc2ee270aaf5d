#include "wire/ollama_answer.hpp"

#include "wire/ollama_fields.hpp"
#include "wire/openai_answer.hpp"
#include "wire/text_member.hpp"

namespace signalbox::wire {

namespace {

using Object = simdjson::dom::object;

std::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::provider_protocol, "the provider's answer is not one of Ollama's: " + std::string{why});
}

bool only_embeds(Object model) {
    std::string_view family;
    bool const known = model.at_key("details").at_key("family").get(family) == simdjson::SUCCESS;
    return (known && family.find("bert") != std::string_view::npos) ||
           text_member(model, "name").find("embed") != std::string_view::npos;
}

}  // namespace

Result<ExecutionResult> read_ollama_answer(std::string_view body, JsonReader& reader, OllamaIdentity const& identity) {
    auto const document = reader.parse(body);
    if (!document) return broken("it is no strict JSON");
    Object answer;
    if (document->get(answer) != simdjson::SUCCESS) return broken("it is no object");
    if (auto error = read_ollama_error(answer)) return std::unexpected{std::move(*error)};
    Object message;
    if (answer.at_key("message").get(message) != simdjson::SUCCESS) return broken("it has no message");
    bool done = false;
    if (answer.at_key("done").get(done) != simdjson::SUCCESS || !done) {
        return fail(Errc::upstream_truncated, "the provider's answer is not done");
    }
    auto calls = read_ollama_calls(message, identity.seed, 0);
    if (!calls) return std::unexpected{std::move(calls.error())};
    ExecutionResult result;
    result.content = text_member(message, "content");
    result.model = text_member(answer, "model");
    result.tool_calls = !calls->empty();
    result.finish_reason = read_done_reason(text_member(answer, "done_reason"), result.tool_calls);
    result.usage = read_ollama_usage(answer).value_or(Usage{});
    CompletionExtras const extras{
        .reasoning = std::string{text_member(message, "thinking")}, .reasoning_details = {}, .tool_calls = *calls};
    auto const id = ollama_answer_id(identity.seed);
    append_completion(result.raw, {.id = id, .created = identity.created, .model = result.model}, result, extras);
    return result;
}

Error classify_ollama_failure(int status, std::string_view body, std::string_view retry_after) {
    auto error = classify_failure(status, body, retry_after, {});
    if (error.code != Errc::provider_rejected) return error;
    for (auto const& [words, param] :
         {std::pair{"does not support tools", "tools"}, std::pair{"does not support thinking", "reasoning_effort"}}) {
        if (body.find(words) == std::string_view::npos) continue;
        error.code = Errc::invalid_value;
        error.param = param;
        error.detail = std::string{param} + ": this model cannot do that; leave it out, or choose another model";
    }
    return error;
}

Result<std::vector<std::string>> read_ollama_models(std::string_view body, JsonReader& reader) {
    auto const document = reader.parse(body);
    simdjson::dom::array list;
    if (!document || document->at_key("models").get(list) != simdjson::SUCCESS) return broken("it lists no models");
    std::vector<std::string> names;
    for (auto const element : list) {
        Object model;
        if (element.get(model) != simdjson::SUCCESS) return broken("a model is no object");
        auto const name = text_member(model, "name");
        if (!name.empty() && !only_embeds(model)) names.emplace_back(name);
    }
    return names;
}

}  // namespace signalbox::wire
