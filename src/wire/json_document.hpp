#pragma once

#include "core/error.hpp"

#include <simdjson.h>

#include <memory>
#include <string>
#include <string_view>

namespace signalbox::wire {

// Reads whole foreign JSON documents strictly: RFC 8259, valid UTF-8, no BOM, no duplicate names
// in any object, depth at most 64. One per worker loop: its buffers are reused, and a parsed
// document lives until the next parse.
class JsonReader {
public:
    JsonReader();
    ~JsonReader();
    // Errors: invalid_json with the byte offset or the duplicate name in the detail.
    [[nodiscard]] Result<simdjson::dom::element> parse(std::string_view body);

private:
    simdjson::dom::parser parser_;
    std::string padded_;
};

}  // namespace signalbox::wire
