#include "server/endpoints.hpp"
#include "server/openapi_document.hpp"

#include <string>

namespace signalbox::server {

Task<Response> get_openapi(Exchange&) { co_return json_response(std::string{openapi_document}); }

}  // namespace signalbox::server
