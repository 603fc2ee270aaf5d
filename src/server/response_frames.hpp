#pragma once

#include "core/error.hpp"
#include "pipeline/events.hpp"
#include "server/exchange.hpp"
#include "wire/responses_writer.hpp"

#include <optional>
#include <string>
#include <utility>

namespace signalbox::server {

// The events of a streamed response of OpenAI's Responses API, for an AnswerSink.
class ResponseFrames {
public:
    // `echo`: the members of the request that the answer repeats.
    ResponseFrames(Exchange& exchange, std::string echo) : exchange_{exchange}, echo_{std::move(echo)} {}

    Result<void> arrived(std::string& out, event::Arrived const& event);
    void completed(std::string& out, ChainResult const& result);
    void failed(std::string& out, Error const& error);

private:
    // Made when there is something to tell: before that nobody knows whose answer it is.
    [[nodiscard]] wire::ResponseEventWriter& writer();

    Exchange& exchange_;
    std::string echo_;
    std::optional<wire::ResponseEventWriter> writer_;
};

}  // namespace signalbox::server
