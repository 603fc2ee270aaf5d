#pragma once

#include "core/error.hpp"
#include "pipeline/events.hpp"
#include "server/exchange.hpp"
#include "wire/messages_writer.hpp"

#include <optional>
#include <string>

namespace signalbox::server {

// The events of a streamed message of Anthropic's API, for an AnswerSink.
class MessageFrames {
public:
    // `rough_input`: what message_start tells when nothing was analyzed.
    MessageFrames(Exchange& exchange, Tokens rough_input) : exchange_{exchange}, rough_input_{rough_input} {}

    Result<void> arrived(std::string& out, event::Arrived const& event);
    void completed(std::string& out, ChainResult const& result);
    void failed(std::string& out, Error const& error);

private:
    // Made when there is something to tell: before that nobody knows whose answer it is.
    [[nodiscard]] wire::MessageEventWriter& writer();

    Exchange& exchange_;
    Tokens rough_input_;
    std::optional<wire::MessageEventWriter> writer_;
};

}  // namespace signalbox::server
