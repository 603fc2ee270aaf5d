#include "wire/responses_parts.hpp"

#include "wire/given_member.hpp"
#include "wire/text_member.hpp"

namespace signalbox::wire {

namespace {

using Object = simdjson::dom::object;
using Check = Result<void>;

constexpr std::string_view not_kept = "no files are kept here; send the content itself";

Check write_text(JsonWriter& json, Object part, Place const& place) {
    auto const text = required_text(part, {&place, "text"});
    if (!text) return std::unexpected{text.error()};
    json.begin_object();
    json.member("type", "text");
    json.member("text", *text);
    json.end_object();
    return {};
}

Check write_image(JsonWriter& json, Object part, Place const& place) {
    if (given_member(part, "file_id")) return Place{&place, "file_id"}.refuse(not_kept);
    auto const url = required_text(part, {&place, "image_url"});
    if (!url) return std::unexpected{url.error()};
    auto const detail = given_text(part, {&place, "detail"});
    if (!detail) return std::unexpected{detail.error()};
    json.begin_object();
    json.member("type", "image_url");
    json.key("image_url");
    json.begin_object();
    json.member("url", *url);
    if (!detail->empty()) json.member("detail", *detail);
    json.end_object();
    json.end_object();
    return {};
}

Check write_file(JsonWriter& json, Object part, Place const& place) {
    for (std::string_view const name : {"file_id", "file_url"}) {
        if (given_member(part, name)) return Place{&place, name}.refuse(not_kept);
    }
    auto const data = required_text(part, {&place, "file_data"});
    if (!data) return std::unexpected{data.error()};
    auto const name = given_text(part, {&place, "filename"});
    if (!name) return std::unexpected{name.error()};
    json.begin_object();
    json.member("type", "file");
    json.key("file");
    json.begin_object();
    json.member("filename", name->empty() ? std::string_view{"document.pdf"} : *name);
    json.member("file_data", *data);
    json.end_object();
    json.end_object();
    return {};
}

}  // namespace

Check write_chat_part(JsonWriter& json, simdjson::dom::element value, Place const& place) {
    auto const part = read_object(value, place);
    if (!part) return std::unexpected{part.error()};
    auto const type = text_member(*part, "type");
    if (type == "input_text" || type == "text") return write_text(json, *part, place);
    if (type == "input_image") return write_image(json, *part, place);
    if (type == "input_file") return write_file(json, *part, place);
    return Place{&place, "type"}.refuse("expected input_text, input_image or input_file");
}

}  // namespace signalbox::wire
