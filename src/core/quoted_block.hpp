#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Foreign text in a prompt of our own. It may try to talk to the model that reads the prompt, so it is
// kept apart from instructions by `fence`, a random mark that it cannot foresee and that is taken out of it.
namespace signalbox {

// Appends the text: of one longer than `limit` bytes two thirds from its begin and one from its end,
// with [...] between them.
void append_quoted(std::string& out, std::string_view text, std::size_t limit, std::string_view fence);

// The same between "BEGIN <what> <fence>" and "END <what> <fence>", each on a line of its own.
void append_quoted_block(std::string& out, std::string_view what, std::string_view text, std::size_t limit,
                         std::string_view fence);

}  // namespace signalbox
