#include "wire/responses_parts.hpp"

#include "wire/given_member.hpp"
#include "wire/text_member.hpp"

namespace signalbox::wire {

namespace {

using Object = simdjson::dom::object;
using Check = Result<void>;

constexpr std::string_view not_kept = "no files are kept here; send the content itself";

Check write_text(JsonWriter& json, Object part, Place const& place) {
    Place const text_place{&place, "text"};
    auto const value = given_member(part, "text");
    if (!value) return text_place.refuse("is missing");
    auto const text = read_text(*value, text_place);
    if (!text) return std::unexpected{text.error()};
    json.begin_object();
    json.member("type", "text");
    json.member("text", *text);
    json.end_object();
    return {};
}

Check write_image(JsonWriter& json, Object part, Place const& place) {
    if (given_member(part, "file_id")) return Place{&place, "file_id"}.refuse(not_kept);
    Place const url_place{&place, "image_url"};
    auto const value = given_member(part, "image_url");
    if (!value) return url_place.refuse("is missing");
    auto const url = read_text(*value, url_place);
    if (!url) return std::unexpected{url.error()};
    json.begin_object();
    json.member("type", "image_url");
    json.key("image_url");
    json.begin_object();
    json.member("url", *url);
    if (auto const detail = text_member(part, "detail"); !detail.empty()) json.member("detail", detail);
    json.end_object();
    json.end_object();
    return {};
}

Check write_file(JsonWriter& json, Object part, Place const& place) {
    for (std::string_view const name : {"file_id", "file_url"}) {
        if (given_member(part, name)) return Place{&place, name}.refuse(not_kept);
    }
    Place const data_place{&place, "file_data"};
    auto const value = given_member(part, "file_data");
    if (!value) return data_place.refuse("is missing");
    auto const data = read_text(*value, data_place);
    if (!data) return std::unexpected{data.error()};
    auto const name = text_member(part, "filename");
    json.begin_object();
    json.member("type", "file");
    json.key("file");
    json.begin_object();
    json.member("filename", name.empty() ? std::string_view{"document.pdf"} : name);
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
