#pragma once

#include <string_view>

namespace signalbox::server {

// docs/openapi.json, compiled in: the OpenAPI 3.1 description of every endpoint.
extern std::string_view const openapi_document;

}  // namespace signalbox::server
