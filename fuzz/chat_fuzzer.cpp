// Whatever a client or a provider sends as JSON: what we make of it is one strict JSON document.

#include "wire/api_request.hpp"
#include "wire/json_writer.hpp"
#include "wire/openai_answer.hpp"
#include "wire/openai_request.hpp"
#include "wire/openai_writer.hpp"
#include "wire/problem.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace signalbox;
using namespace signalbox::wire;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_problem(Error const& error, JsonReader& reader) {
    std::string out;
    append_problem(out, error);
    require(reader.parse(out).has_value());
}

void check_chat(std::string_view body, JsonReader& reader) {
    auto const request = read_chat_request(body, reader);
    if (!request) return check_problem(request.error(), reader);
    for (auto const stream : {false, true}) {
        std::string upstream;
        append_upstream_chat(upstream, request->raw, "m", stream);
        auto const again = read_chat_request(upstream, reader);
        require(again.has_value());
        require(again->context.model == "m" && again->stream == stream && again->include_usage == stream);
        require(again->context.messages.size() == request->context.messages.size());
        require(again->context.messages.back().content == request->context.messages.back().content);
        require(again->context.needs_tools == request->context.needs_tools);
        std::string plain;
        append_upstream_chat(plain, request->context, "m", stream);
        require(reader.parse(plain).has_value());
    }
}

void check_answer(std::string_view body, JsonReader& reader) {
    auto const answer = read_completion(body, reader);
    if (answer) {
        std::string out;
        append_completion(out, {.id = "c", .created = 1, .model = answer->model}, *answer);
        auto const again = read_completion(out, reader);
        require(again && again->content == answer->content);
    }
    for (int const status : {200, 400, 429, 503})
        check_problem(classify_failure(status, body, body.substr(0, 40), body.substr(0, 10), 1), reader);
}

void check_text(std::string_view text, JsonReader& reader) {
    std::string once;
    append_json_string(once, text);
    auto const document = reader.parse(once);
    require(document.has_value());
    std::string_view read;
    require(document->get(read) == simdjson::SUCCESS);
    std::string twice;
    append_json_string(twice, std::string{read});
    require(once == twice);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const body{reinterpret_cast<char const*>(data), size};
    static JsonReader reader;
    check_chat(body, reader);
    auto const run = read_orchestration(body, reader);
    if (!run) check_problem(run.error(), reader);
    if (run) require(!run->messages.empty());
    check_answer(body, reader);
    check_text(body, reader);
    return 0;
}
