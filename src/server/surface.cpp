#include "server/surface.hpp"

#include "wire/messages_writer.hpp"
#include "wire/problem.hpp"

namespace signalbox::server {

Surface surface_of(std::string_view path) {
    constexpr std::string_view messages = "/v1/messages";
    if (!path.starts_with(messages)) return Surface::openai;
    path.remove_prefix(messages.size());
    return path.empty() || path.front() == '/' ? Surface::messages : Surface::openai;
}

void append_error_body(std::string& out, Surface surface, Error const& error, std::string_view request_id) {
    if (surface == Surface::messages) return wire::append_messages_problem(out, error, request_id);
    wire::append_problem(out, error);
}

}  // namespace signalbox::server
