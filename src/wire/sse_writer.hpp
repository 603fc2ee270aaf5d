#pragma once

#include <string>
#include <string_view>

namespace signalbox::wire {

// Appends `id: ID\nevent: NAME\ndata: DATA\n\n`; empty id or name are left out, retry_ms 0 too.
// CR, LF and CRLF in data become separate data lines. The one function all streams leave through.
// REQUIRES: id and name without CR, LF, NUL: they are made here, never taken from outside.
void append_sse(std::string& out, std::string_view id, std::string_view name, std::string_view data, int retry_ms = 0);

// `: keep-alive` and one newline, no blank line: clients dispatch nothing.
void append_sse_comment(std::string& out);

}  // namespace signalbox::wire
