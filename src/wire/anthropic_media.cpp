#include "wire/anthropic_media.hpp"

#include "wire/data_url.hpp"

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

Result<std::string_view> text_at(Object object, Place const& place) {
    Element value;
    if (object.at_key(place.name).get(value) != simdjson::SUCCESS) return place.refuse("is missing");
    return read_text(value, place);
}

Result<Object> object_at(Object object, Place const& place) {
    Element value;
    if (object.at_key(place.name).get(value) != simdjson::SUCCESS) return place.refuse("is missing");
    return read_object(value, place);
}

void write_base64_source(JsonWriter& json, DataUrl const& data) {
    json.key("source");
    json.begin_object();
    json.member("type", "base64");
    json.member("media_type", data.media_type);
    json.member("data", data.base64);
    json.end_object();
}

}  // namespace

void write_cache_mark(JsonWriter& json, Object marked) {
    Object mark;
    if (marked.at_key("cache_control").get(mark) != simdjson::SUCCESS) return;
    json.key("cache_control");
    json.raw(simdjson::minify(mark));
}

Result<void> write_image_block(JsonWriter& json, Object part, Place const& place) {
    Place const image_place{&place, "image_url"};
    auto const image = object_at(part, image_place);
    if (!image) return std::unexpected{image.error()};
    Place const url_place{&image_place, "url"};
    auto const url = text_at(*image, url_place);
    if (!url) return std::unexpected{url.error()};
    auto const data = read_data_url(*url);
    if (!data && !url->starts_with("https://")) {
        return url_place.refuse("this model takes https addresses and data:image/...;base64, only");
    }
    json.begin_object();
    json.member("type", "image");
    if (data) {
        write_base64_source(json, *data);
    } else {
        json.key("source");
        json.begin_object();
        json.member("type", "url");
        json.member("url", *url);
        json.end_object();
    }
    write_cache_mark(json, part);
    json.end_object();
    return {};
}

Result<void> write_document_block(JsonWriter& json, Object part, Place const& place) {
    Place const file_place{&place, "file"};
    auto const file = object_at(part, file_place);
    if (!file) return std::unexpected{file.error()};
    Place const data_place{&file_place, "file_data"};
    auto const text = text_at(*file, data_place);
    if (!text) return std::unexpected{text.error()};
    auto const data = read_data_url(*text);
    if (!data || data->media_type != "application/pdf") {
        return data_place.refuse("this model takes data:application/pdf;base64, only");
    }
    json.begin_object();
    json.member("type", "document");
    write_base64_source(json, *data);
    if (std::string_view name; file->at_key("filename").get(name) == simdjson::SUCCESS) json.member("title", name);
    write_cache_mark(json, part);
    json.end_object();
    return {};
}

}  // namespace signalbox::wire
