#pragma once

#include "core/error.hpp"
#include "wire/json_field.hpp"
#include "wire/json_writer.hpp"

#include <string>
#include <string_view>

namespace signalbox::wire {

// Writes the items of a Responses request into a list of chat messages: an assistant's words and the calls after
// them become one message, a call's output a tool message; images of outputs follow the last of these.
class ResponsesTurns {
public:
    explicit ResponsesTurns(JsonWriter& json) : json_{json} {}

    void plain(std::string_view role, std::string_view text);
    // Errors: invalid_value naming the item or part that has no counterpart.
    [[nodiscard]] Result<void> item(simdjson::dom::element item, Place const& place);
    // After the last item.
    void end();

private:
    [[nodiscard]] Result<void> message(simdjson::dom::object message, Place const& place);
    [[nodiscard]] Result<void> assistant(simdjson::dom::element content, Place const& place);
    [[nodiscard]] Result<void> call(simdjson::dom::object call, Place const& place);
    [[nodiscard]] Result<void> output(simdjson::dom::object output, Place const& place);
    // The text of an output; its other parts wait in `rest_`.
    [[nodiscard]] Result<std::string> output_text(simdjson::dom::element value, Place const& place);
    void end_assistant();

    JsonWriter& json_;
    std::string words_;  // of the assistant's turn in work
    std::string calls_;  // as JSON, separated by commas
    std::string rest_;   // likewise: parts of outputs that are no text
    bool turn_ = false;  // an assistant's turn is in work
};

}  // namespace signalbox::wire
