#include "server/run_request.hpp"

#include <charconv>
#include <string>

namespace signalbox::server {

namespace {

Result<void> read_parameter(std::string_view name, std::string_view value, RunRequest& out) {
    if (name == "id") {
        out.id = value;
    } else if (name == "token" && !value.empty()) {
        out.token = value;
    } else if (name == "token") {
        return fail(Errc::invalid_value, "token is empty; leave it out, or send the one of the run's url", "token");
    } else if (name == "resumable" && (value == "true" || value == "false")) {
        out.resumable = value == "true";
    } else if (name == "resumable") {
        return fail(Errc::invalid_value, "resumable is true or false", "resumable");
    } else {
        return fail(Errc::invalid_value, "the parameters here are id, token and resumable", std::string{name});
    }
    return {};
}

Result<void> read_query(std::string_view query, RunRequest& out) {
    while (!query.empty()) {
        auto const parameter = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), parameter.size() + 1));
        auto const equals = parameter.find('=');
        auto const value = equals == std::string_view::npos ? std::string_view{} : parameter.substr(equals + 1);
        if (auto read = read_parameter(parameter.substr(0, equals), value, out); !read) return read;
    }
    return {};
}

// `orc_...:17`
Result<void> read_event_id(std::string_view event, RunRequest& out) {
    auto const colon = event.rfind(':');
    auto const run = event.substr(0, colon);
    if (!out.id.empty() && out.id != run) {
        return fail(Errc::invalid_value, "Last-Event-ID names another run than id", "last-event-id");
    }
    out.id = run;
    if (colon == std::string_view::npos) return fail(Errc::not_found, "no run here made this event", "last-event-id");
    auto const number = event.substr(colon + 1);
    auto const* const end = number.data() + number.size();
    auto const [stop, error] = std::from_chars(number.data(), end, out.after);
    if (error != std::errc{} || stop != end || out.after < 0) {
        return fail(Errc::not_found, "no run here made this event", "last-event-id");
    }
    return {};
}

}  // namespace

bool comes_back(wire::RequestHead const& head) {
    return !head.last_event_id.empty() || head.query.starts_with("id=") || head.query.contains("&id=");
}

Result<RunRequest> read_run_request(wire::RequestHead const& head) {
    RunRequest out;
    if (auto read = read_query(head.query, out); !read) return std::unexpected(std::move(read.error()));
    if (head.last_event_id.empty()) return out;
    if (auto read = read_event_id(head.last_event_id, out); !read) return std::unexpected(std::move(read.error()));
    return out;
}

}  // namespace signalbox::server
