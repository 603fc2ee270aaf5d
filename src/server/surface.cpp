#include "server/surface.hpp"

#include "wire/messages_writer.hpp"
#include "wire/problem.hpp"

namespace signalbox::server {

namespace {

// Whether `path` is `root` or something below it.
bool is_under(std::string_view path, std::string_view root) {
    return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
}

}  // namespace

Surface surface_of(wire::RequestHead const& head) {
    if (is_under(head.path, "/v1/messages")) return Surface::messages;
    // The one path that both APIs have.
    bool const shared = is_under(head.path, "/v1/models");
    return shared && !head.find("anthropic-version").empty() ? Surface::messages : Surface::openai;
}

void append_error_body(std::string& out, Surface surface, Error const& error, std::string_view request_id) {
    if (surface == Surface::messages) return wire::append_messages_problem(out, error, request_id);
    wire::append_problem(out, error);
}

}  // namespace signalbox::server
