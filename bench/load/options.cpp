#include "options.hpp"

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace load {
namespace {

constexpr std::array<std::pair<std::string_view, Mode>, 5> modes{{{"json", Mode::json},
                                                                  {"sse", Mode::sse},
                                                                  {"paced", Mode::paced},
                                                                  {"idle", Mode::idle},
                                                                  {"orchestration", Mode::orchestration}}};

template <class Number>
bool read_number(std::string_view text, Number& number) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

bool read_mode(std::string_view text, Mode& mode) {
    for (auto const& [name, value] : modes) {
        if (name != text) continue;
        mode = value;
        return true;
    }
    return false;
}

bool read_text(std::string_view name, std::string_view value, Options& options) {
    auto* const text = name == "--path"     ? &options.path
                       : name == "--model"  ? &options.model
                       : name == "--prompt" ? &options.prompt
                       : name == "--expect" ? &options.expect
                       : name == "--key"    ? &options.key
                                            : nullptr;
    if (text == nullptr) return false;
    text->assign(value);
    return true;
}

bool read_valued(std::string_view name, std::string_view value, Options& options) {
    if (name == "--mode") return read_mode(value, options.mode);
    if (name == "--port") return read_number(value, options.port);
    if (name == "--body-bytes") return read_number(value, options.body_bytes);
    if (name == "--connections") return read_number(value, options.connections) && options.connections > 0;
    if (name == "--requests") return read_number(value, options.requests);
    if (name == "--rate") return read_number(value, options.rate);
    if (name == "--ms") {
        std::uint32_t number = 0;
        if (!read_number(value, number)) return false;
        options.length = std::chrono::milliseconds{number};
        return true;
    }
    return read_text(name, value, options);
}

void append_json(std::string& out, std::string_view text) {
    out.push_back('"');
    for (char const c : text) {
        if (c == '"' || c == '\\') out.push_back('\\');
        if (static_cast<unsigned char>(c) >= 0x20) out.push_back(c);
        if (c == '\n') out.append("\\n");
    }
    out.push_back('"');
}

// A chat about a plain matter, of about the wanted size; the end is always the prompt.
std::string chat_body(Options const& options) {
    constexpr std::string_view turn =
        R"({"role":"user","content":"How long should a team wait before it adds a second server?"},)"
        R"({"role":"assistant","content":"Until the first one is busy for most of the day, or its loss would hurt."},)";
    std::string body = "{\"model\":";
    append_json(body, options.model);
    if (options.mode != Mode::json) body.append(R"(,"stream":true,"stream_options":{"include_usage":true})");
    body.append(
        R"(,"temperature":0.7,"max_tokens":512,"messages":[{"role":"system","content":"You are a helpful assistant."},)");
    std::string last = R"({"role":"user","content":)";
    append_json(last, options.prompt);
    last.append("}]}");
    while (body.size() + turn.size() + last.size() <= options.body_bytes) body.append(turn);
    return body.append(last);
}

std::string orchestration_body(Options const& options) {
    std::string body = "{\"content\":";
    append_json(body, options.prompt);
    body.append(",\"model\":");
    append_json(body, options.model);
    return body.append("}");
}

}  // namespace

std::optional<Options> read_options(int count, char const* const* arguments, std::string& complaint) {
    Options options;
    for (int i = 1; i < count; i += 2) {
        complaint.assign(arguments[i]);
        if (i + 1 == count || !read_valued(complaint, arguments[i + 1], options)) return std::nullopt;
    }
    complaint = "--port (missing)";
    if (options.port == 0) return std::nullopt;
    return options;
}

std::string request_bytes(Options const& options) {
    auto const body = options.mode == Mode::orchestration ? orchestration_body(options) : chat_body(options);
    std::string out = "POST " + options.path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(options.port);
    out.append("\r\nUser-Agent: OpenAI/Python 2.8.1\r\nAccept: ");
    out.append(options.mode == Mode::orchestration ? "text/event-stream" : "application/json");
    out.append("\r\nAccept-Encoding: identity\r\nContent-Type: application/json\r\n");
    if (!options.key.empty()) out.append("Authorization: Bearer ").append(options.key).append("\r\n");
    out.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
    return out.append(body);
}

}  // namespace load
