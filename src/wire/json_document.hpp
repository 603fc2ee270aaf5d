#pragma once

#include "core/error.hpp"
#include "wire/unique_names.hpp"

#include <simdjson.h>

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire {

// Reads whole foreign JSON documents strictly: RFC 8259, valid UTF-8, no BOM, no duplicate names
// in any object, depth at most 64. One per worker loop: its buffers are reused, and a parsed
// document lives until the next parse.
class JsonReader {
public:
    // Errors: invalid_json with the place or the duplicate name in the detail.
    [[nodiscard]] Result<simdjson::dom::element> parse(std::string_view body);

private:
    [[nodiscard]] Result<void> check(simdjson::dom::element root);
    [[nodiscard]] Result<void> check_object(simdjson::dom::object object);
    simdjson::dom::parser parser_;
    std::string padded_;
    std::vector<simdjson::dom::element> waiting_;  // objects and arrays not looked at yet
    std::vector<std::string_view> many_names_;
    UniqueNames unique_names_;
};

}  // namespace signalbox::wire
