#include "wire/json_document.hpp"
#include "wire/openai_answer.hpp"
#include "wire/openai_fields.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

constexpr std::size_t longest_body = 64 * 1024;  // of an error, as far as it is looked at
constexpr std::size_t longest_message = 4 * 1024;

struct Words {
    std::string_view word;
    Errc code;
};

// Words in `code` and `type`, which are meant for programs; first match wins.
constexpr std::array<Words, 22> code_words{{
    {"context_length", Errc::context_length},
    {"string_above_max_length", Errc::context_length},
    {"content_policy", Errc::content_policy},
    {"content_filter", Errc::content_policy},
    {"responsibleaipolicy", Errc::content_policy},
    {"moderation", Errc::content_policy},
    {"safety", Errc::content_policy},
    {"data_inspection", Errc::content_policy},
    {"insufficient_quota", Errc::provider_rate_limited},
    {"billing", Errc::provider_rate_limited},
    {"rate_limit", Errc::provider_rate_limited},
    {"too_many_requests", Errc::provider_rate_limited},
    {"quota", Errc::provider_rate_limited},
    {"invalid_api_key", Errc::provider_auth},
    {"authentication", Errc::provider_auth},
    {"permission", Errc::provider_auth},
    {"unauthorized", Errc::provider_auth},
    {"timeout", Errc::provider_timeout},
    {"overloaded", Errc::provider_overloaded},
    {"unavailable", Errc::provider_overloaded},
    {"server_error", Errc::provider_overloaded},
    {"api_error", Errc::provider_overloaded},
}};

// Phrases in the message, for a provider that only talks to people. Trusted for refusals of the
// request alone: a prompt that is echoed must not open a breaker.
constexpr std::array<Words, 7> message_words{{
    {"context length", Errc::context_length},
    {"context window", Errc::context_length},
    {"prompt is too long", Errc::context_length},
    {"too many tokens", Errc::context_length},
    {"content policy", Errc::content_policy},
    {"content management policy", Errc::content_policy},
    {"safety system", Errc::content_policy},
}};

std::string lower(std::string_view text) {
    std::string out{text};
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

template <std::size_t n>
std::optional<Errc> by_words(std::array<Words, n> const& table, std::string_view text) {
    auto const small = lower(text);
    for (auto const& row : table) {
        if (small.find(row.word) != std::string::npos) return row.code;
    }
    return std::nullopt;
}

Errc by_status(int status) {
    switch (status) {
        case 401:
        case 403:
            return Errc::provider_auth;
        case 402:
        case 429:
            return Errc::provider_rate_limited;
        case 408:
        case 504:
            return Errc::provider_timeout;
        default:
            break;
    }
    // Our configuration names a model or path that the provider does not know: another model may serve.
    if (status == 404) return Errc::provider_protocol;
    if (status >= 500) return Errc::provider_overloaded;
    if (status >= 400) return Errc::provider_rejected;
    return Errc::provider_protocol;  // a redirect, or a success that is none
}

std::string_view explain(Errc code) {
    switch (code) {
        case Errc::context_length:
            return "the prompt is longer than the model's context length";
        case Errc::content_policy:
            return "the provider refuses this content";
        case Errc::provider_rate_limited:
            return "the provider limits our rate or quota";
        case Errc::provider_auth:
            return "the provider refuses our key";
        case Errc::provider_timeout:
            return "the provider ran out of time";
        case Errc::provider_overloaded:
            return "the provider failed or is overloaded";
        case Errc::provider_rejected:
            return "the provider rejected the request";
        default:
            return "the provider's answer is not of its own API";
    }
}

Error explained(Errc code, int status) {
    bool const unknown = status == 404 && code == Errc::provider_protocol;
    auto detail = std::string{unknown ? "the provider does not know the model or the path" : explain(code)};
    if (status >= 300) detail += " (status " + std::to_string(status) + ")";
    return {code, std::move(detail), {}, {}};
}

std::string_view text_in(Object object, std::string_view name) {
    std::string_view text;
    if (object.at_key(name).get(text) != simdjson::SUCCESS) return {};
    return text.substr(0, longest_message);
}

bool is_refusal(int status) { return status >= 400 && status < 500 && status != 401 && status != 429; }

std::optional<Errc> by_members(Object error, int status) {
    auto const code = text_in(error, "code");
    auto const type = text_in(error, "type");
    if (auto const found = by_words(code_words, code)) return found;
    // Types are coarse: of a 4xx only the message can tell more.
    if (is_refusal(status) || type.starts_with("invalid_request")) {
        if (auto const found = by_words(message_words, text_in(error, "message"))) return found;
    }
    if (auto const found = by_words(code_words, type)) return found;
    if (status < 300 && type.starts_with("invalid_request")) return Errc::provider_rejected;
    return std::nullopt;
}

}  // namespace

Error classify_error(int status, Element value) {
    Object error;
    if (value.get(error) != simdjson::SUCCESS) {
        std::string_view text;
        auto const refused = is_refusal(status) && value.get(text) == simdjson::SUCCESS;
        auto const found = refused ? by_words(message_words, text.substr(0, longest_message)) : std::nullopt;
        // An error inside a success is the provider's own fault.
        return explained(found.value_or(status < 300 ? Errc::provider_overloaded : by_status(status)), status);
    }
    // Some put the status into the body of a 200.
    std::int64_t inner = 0;
    if (status < 300 && error.at_key("code").get(inner) == simdjson::SUCCESS && inner >= 400 && inner < 600) {
        status = static_cast<int>(inner);
    }
    auto const found = by_members(error, status);
    return explained(found.value_or(status < 300 ? Errc::provider_overloaded : by_status(status)), status);
}

Error classify_failure(int status, std::string_view body, std::string_view retry_after, std::string_view retry_after_ms,
                       std::int64_t wall_now_s) {
    auto const classify = [&]() -> Error {
        if (body.size() > longest_body) return explained(by_status(status), status);
        JsonReader reader;
        auto const document = reader.parse(body);
        Object object;
        if (!document || document->get(object) != simdjson::SUCCESS) {
            auto const found =
                is_refusal(status) ? by_words(message_words, body.substr(0, longest_message)) : std::nullopt;
            return explained(found.value_or(by_status(status)), status);
        }
        if (status < 300) return explained(Errc::provider_protocol, status);
        // OpenAI's and Anthropic's shape have `error`; others put its members at the top.
        Element inner;
        return classify_error(status, object.at_key("error").get(inner) == simdjson::SUCCESS ? inner : *document);
    };
    auto error = classify();
    error.retry_after = read_retry_after(retry_after, retry_after_ms, wall_now_s);
    return error;
}

}  // namespace signalbox::wire
