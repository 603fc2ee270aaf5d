#include "wire/thinking_block.hpp"

#include "wire/json_writer.hpp"

namespace signalbox::wire {

std::string thinking_detail(std::string_view thinking, std::string_view signature) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    json.member("type", "reasoning.text");
    json.member("text", thinking);
    json.member("signature", signature);
    json.member("format", thinking_format);
    json.end_object();
    return out;
}

std::string redacted_thinking_detail(std::string_view data) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    json.member("type", "reasoning.encrypted");
    json.member("data", data);
    json.member("format", thinking_format);
    json.end_object();
    return out;
}

}  // namespace signalbox::wire
