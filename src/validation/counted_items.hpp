#pragma once

#include <cstddef>
#include <string_view>

namespace signalbox {

// N of "list 10 dog breeds", "give me five examples", "name three rivers"; 0 when no number of things
// is plainly asked for: another number stands in the task, or the number is only a limit.
[[nodiscard]] std::size_t items_wanted(std::string_view task);

// Cheap: may any line of `answer` be an item of a list?
[[nodiscard]] bool has_items(std::string_view answer);

// How many items the lists of an answer have at most: what stands between commas counts as well, since
// an item may be a group. 0 when the answer is not a list in the main: its sentences may hold the rest.
[[nodiscard]] std::size_t items_listed(std::string_view answer);

}  // namespace signalbox
