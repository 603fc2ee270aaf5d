#pragma once

#include "core/error.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::server {

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

// The parameters of a request's query, decoded, in their order. Errors: invalid_value for one that comes twice or is
// badly encoded, named by `param`.
[[nodiscard]] Result<QueryParameters> read_query_parameters(std::string_view query);

}  // namespace signalbox::server
