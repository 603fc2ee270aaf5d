#include "wire/response_echo.hpp"

#include "wire/given_member.hpp"
#include "wire/json_writer.hpp"

#include <array>
#include <string_view>

namespace signalbox::wire {

namespace {

struct Repeated {
    std::string_view name;
    std::string_view without;  // what is told when the request says nothing
};
constexpr std::array<Repeated, 10> repeated{{
    {"instructions", "null"},
    {"max_output_tokens", "null"},
    {"metadata", "{}"},
    {"parallel_tool_calls", "true"},
    {"reasoning", R"({"effort":null,"summary":null})"},
    {"temperature", "null"},
    {"tool_choice", R"("auto")"},
    {"tools", "[]"},
    {"top_p", "null"},
    {"user", "null"},
}};

std::string text_settings(simdjson::dom::object request) {
    constexpr std::string_view plain = R"({"type":"text"})";
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    simdjson::dom::object text;
    bool const given = request.at_key("text").get(text) == simdjson::SUCCESS;
    auto const format = given ? given_member(text, "format") : std::nullopt;
    json.key("format");
    json.raw(format ? simdjson::minify(*format) : std::string{plain});
    if (auto const verbosity = given ? given_member(text, "verbosity") : std::nullopt) {
        json.key("verbosity");
        json.raw(simdjson::minify(*verbosity));
    }
    json.end_object();
    return out;
}

}  // namespace

std::string response_echo(simdjson::dom::object request) {
    std::string out;
    JsonWriter json{out};
    for (auto const& [name, without] : repeated) {
        auto const value = given_member(request, name);
        json.key(name);
        json.raw(value ? simdjson::minify(*value) : std::string{without});
    }
    json.key("text");
    json.raw(text_settings(request));
    json.member("truncation", "disabled");
    json.member("store", false);
    json.member("background", false);
    json.key("previous_response_id");
    json.null();
    return out;
}

}  // namespace signalbox::wire
