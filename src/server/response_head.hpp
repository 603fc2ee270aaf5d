#pragma once

#include "server/key_account.hpp"
#include "server/response.hpp"
#include "server/run_facts.hpp"
#include "server/surface.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::server {

// How the end of a body is told.
enum class Framing : std::uint8_t { length, chunked, close };

// What a response head says beside the response itself.
struct HeadParts {
    std::string_view request_id;
    std::string_view date;
    std::string_view orchestration_id;  // empty: none
    Framing framing = Framing::length;
    Surface surface = Surface::openai;
    bool keep_alive = true;
    bool http_1_0 = false;
    bool event_stream = false;
    KeyAccount const* account = nullptr;  // of the caller's key, whose limits are told; null: none
    TimePoint now{};
};

// Appends the complete head, built from scratch: nothing of the client's or a provider's fields
// gets into it.
void append_response_head(std::string& out, Response const& response, RunFacts const& facts, HeadParts const& parts);

}  // namespace signalbox::server
