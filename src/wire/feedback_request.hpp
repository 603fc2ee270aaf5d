#pragma once

#include "core/error.hpp"
#include "wire/json_document.hpp"

#include <optional>
#include <string_view>

namespace signalbox::wire {

// What somebody says of an answer: how good it was, or that it is the better of two. Exactly one of both is there.
// Views live until the reader's next document.
struct FeedbackRequest {
    std::string_view request_id;
    std::optional<double> score;                     // 0-1
    std::optional<std::string_view> preferred_over;  // the id of the other request; never the same one
};

// {"requestId": "...", "score": 0.8} or {"requestId": "...", "preferredOver": "..."}.
// Errors: invalid_json; invalid_value naming the member that is missing, unknown, of a wrong type or out of range.
[[nodiscard]] Result<FeedbackRequest> read_feedback(std::string_view body, JsonReader& reader);

}  // namespace signalbox::wire
