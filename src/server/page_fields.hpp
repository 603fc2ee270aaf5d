#pragma once

#include "server/page_files.hpp"

#include <string>
#include <string_view>

namespace signalbox::server {

// The fields that an answer with this body has and others have not: caching, coding, and what a browser that shows it
// may do.
void append_page_fields(std::string& out, PageBody const& body);

// Whether an If-None-Match field names this tag, so that the client has the body already.
[[nodiscard]] bool names_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace signalbox::server
