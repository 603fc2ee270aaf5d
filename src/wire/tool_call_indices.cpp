#include "wire/tool_call_indices.hpp"

#include "wire/json_document.hpp"
#include "wire/json_writer.hpp"

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using Array = simdjson::dom::array;

// No answer has so many calls; a number above it is no index, and one after it might be no number.
constexpr std::int64_t most_index = 1'000;

void write_call(JsonWriter& json, Element call, std::int64_t index) {
    json.begin_object();
    json.member("index", index);
    for (auto const [name, value] : Object{call}) {
        if (name == "index") continue;
        json.key(name);
        json.raw(simdjson::minify(value));
    }
    json.end_object();
}

void write_delta(JsonWriter& json, Element delta, std::span<std::int64_t const> indices) {
    json.begin_object();
    for (auto const [name, value] : Object{delta}) {
        json.key(name);
        Array calls;
        if (name != "tool_calls" || value.get(calls) != simdjson::SUCCESS) {
            json.raw(simdjson::minify(value));
            continue;
        }
        json.begin_array();
        std::size_t nth = 0;
        for (auto const call : calls) {
            if (nth < indices.size() && call.is_object()) write_call(json, call, indices[nth]);
            ++nth;
        }
        json.end_array();
    }
    json.end_object();
}

bool is_first(Element choice) {
    std::int64_t index = 0;
    return choice.is_object() && (choice["index"].get(index) != simdjson::SUCCESS || index == 0);
}

void write_choices(JsonWriter& json, Array choices, std::span<std::int64_t const> indices) {
    json.begin_array();
    for (auto const choice : choices) {
        if (!is_first(choice)) {
            json.raw(simdjson::minify(choice));
            continue;
        }
        json.begin_object();
        for (auto const [name, value] : Object{choice}) {
            json.key(name);
            if (name == "delta" && value.is_object()) {
                write_delta(json, value, indices);
            } else {
                json.raw(simdjson::minify(value));
            }
        }
        json.end_object();
    }
    json.end_array();
}

}  // namespace

std::int64_t ToolCallIndices::place(Element call, bool& right) {
    std::string_view id;
    auto const named = call["id"].get(id) == simdjson::SUCCESS && !id.empty();
    std::int64_t index = 0;
    if (call["index"].get(index) != simdjson::SUCCESS || index < 0 || index > most_index) {
        right = false;
        auto const begins = latest_ < 0 || (named && id != latest_id_);
        index = begins ? latest_ + 1 : latest_;
    }
    if (named && (index != latest_ || id != latest_id_)) latest_id_ = id;
    latest_ = index;
    return index;
}

bool ToolCallIndices::read(Array calls) {
    of_chunk_.clear();
    bool right = true;
    for (auto const call : calls) of_chunk_.push_back(place(call, right));
    return !right;
}

void append_indexed_chunk(std::string& out, std::string_view data, std::span<std::int64_t const> indices,
                          JsonReader& reader) {
    auto const document = reader.parse(data);
    Object object;
    if (!document || document->get(object) != simdjson::SUCCESS) return;
    out += "data: ";
    JsonWriter json{out};
    json.begin_object();
    for (auto const [name, value] : object) {
        if (name == "usage") continue;
        json.key(name);
        Array choices;
        if (name == "choices" && value.get(choices) == simdjson::SUCCESS) {
            write_choices(json, choices, indices);
        } else {
            json.raw(simdjson::minify(value));
        }
    }
    json.end_object();
    out += "\n\n";
}

}  // namespace signalbox::wire
