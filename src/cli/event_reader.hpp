#pragma once

#include "cli/ask_view.hpp"
#include "wire/json_document.hpp"

#include <optional>
#include <string_view>

namespace signalbox::cli {

// Reads the StreamEvents of one run, as JSON, for a view. Nothing after the terminal event is read.
class EventReader {
public:
    // `view` outlives it.
    explicit EventReader(AskView& view) : view_{view} {}

    void read(std::string_view stream_event);

    // Whether the terminal event came, or something that is no event.
    [[nodiscard]] bool ended() const { return ended_; }
    // How the run failed, when it did.
    [[nodiscard]] std::optional<Error> const& error() const { return error_; }

private:
    void fail_with(Error error, int attempts);

    AskView& view_;
    wire::JsonReader reader_;
    bool ended_ = false;
    std::optional<Error> error_;
};

// A ChainResult. Errors: provider_protocol.
[[nodiscard]] Result<AskSummary> read_chain_result(std::string_view json);

}  // namespace signalbox::cli
