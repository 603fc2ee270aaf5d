#include "app/warm_requests.hpp"

#include "app/data_file.hpp"
#include "wire/json_document.hpp"
#include "wire/json_writer.hpp"

namespace signalbox::app {

namespace {

using simdjson::dom::element;

// Empty: the line has nothing to route.
std::string body_of(element row) {
    std::string body;
    wire::JsonWriter json{body};
    json.begin_object();
    element messages;
    std::string_view text;
    bool given = false;
    if (row["messages"].get(messages) == simdjson::SUCCESS) {
        json.key("messages");
        json.raw(simdjson::minify(messages));
        given = true;
    }
    for (auto const* const name : {"prompt", "text", "content"}) {
        if (given || row[name].get(text) != simdjson::SUCCESS) continue;
        json.member("content", text);
        given = true;
    }
    json.end_object();
    return given ? body : std::string{};
}

Result<cli::WarmRequest> request_of(std::string_view line, std::size_t number, wire::JsonReader& reader) {
    auto const where = "line " + std::to_string(number) + ": ";
    auto const row = reader.parse(line);
    if (!row) return fail(Errc::invalid_value, where + row.error().detail);
    auto body = body_of(*row);
    if (body.empty()) {
        return fail(Errc::invalid_value,
                    where + R"(expected an object with "prompt", "text", "content" or "messages")");
    }
    return cli::WarmRequest{.body = std::move(body), .line = number};
}

}  // namespace

Result<std::vector<cli::WarmRequest>> warm_requests(WarmArguments const& arguments) {
    std::vector<cli::WarmRequest> requests;
    if (arguments.from_records) {
        requests.push_back({.body = "{\"fromRecords\":" + std::to_string(*arguments.from_records) + "}"});
        return requests;
    }
    auto const text = read_data_file(arguments.file);
    if (!text) return std::unexpected(text.error());
    wire::JsonReader reader;
    std::string_view rest = *text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        auto const end = rest.find('\n');
        auto const line = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        auto request = request_of(line, number, reader);
        if (!request) return std::unexpected(request.error());
        requests.push_back(std::move(*request));
    }
    if (requests.empty()) return fail(Errc::invalid_value, arguments.file + ": there is no message in it");
    return requests;
}

}  // namespace signalbox::app
