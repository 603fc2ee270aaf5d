#include "validation/labelled_answers.hpp"

#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace signalbox {

namespace {

using Object = simdjson::dom::object;

std::string text(Object const& line, std::string_view key) {
    std::string_view value;
    return line.at_key(key).get(value) == simdjson::SUCCESS ? std::string{value} : std::string{};
}

std::string json(Object const& line, std::string_view key) {
    simdjson::dom::element value;
    return line.at_key(key).get(value) == simdjson::SUCCESS ? simdjson::minify(value) : std::string{};
}

bool flag(Object const& line, std::string_view key) {
    bool value = false;
    return line.at_key(key).get(value) == simdjson::SUCCESS && value;
}

// The members of the request that checks read, as a client of the chat API would send them.
void add_request(LabelledAnswer& out, Object const& line) {
    for (auto const* const key : {"response_format", "tools"}) {
        auto const value = json(line, key);
        if (value.empty()) continue;
        if (!out.request.empty()) out.request += ',';
        out.request.append("\"").append(key).append("\":").append(value);
    }
    if (out.request.empty()) return;
    out.raw.members = {out.request};
    out.context.raw = &out.raw;
    out.context.needs_tools = out.request.contains("\"tools\":");
}

void read(LabelledAnswer& out, Object const& line) {
    out.name = text(line, "name");
    out.kind = text(line, "kind");
    out.answer = text(line, "answer");
    out.bad = text(line, "label") == "bad";
    out.held_out = flag(line, "held_out");
    auto const finish = from_name<FinishReason>(text(line, "finish_reason"));
    if (out.name.empty() || !finish) throw std::runtime_error{"a labelled answer lacks its name or finish_reason"};
    out.finish = *finish;
    if (auto system = text(line, "system"); !system.empty())
        out.context.messages.push_back({Role::system, std::move(system)});
    out.context.messages.push_back({Role::user, text(line, "prompt")});
    out.context.needs_json = flag(line, "needs_json");
    if (auto const calls = json(line, "tool_calls"); !calls.empty())
        out.body = R"({"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":)" + calls +
                   R"(},"finish_reason":"tool_calls"}]})";
    add_request(out, line);
}

std::deque<LabelledAnswer> read_all() {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator{SOURCE_DIR "/tests/data/labelled_answers"})
        if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
    std::ranges::sort(files);
    std::deque<LabelledAnswer> out;
    for (auto const& file : files) {
        simdjson::dom::parser parser;
        simdjson::dom::document_stream lines;
        if (parser.load_many(file.string()).get(lines) != simdjson::SUCCESS)
            throw std::runtime_error{"cannot read " + file.string()};
        for (auto line : lines) read(out.emplace_back(), Object{line});
    }
    return out;
}

}  // namespace

std::deque<LabelledAnswer> const& labelled_answers() {
    static auto const all = read_all();
    return all;
}

}  // namespace signalbox
