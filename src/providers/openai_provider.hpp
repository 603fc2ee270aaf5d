#pragma once

#include "pipeline/provider.hpp"
#include "providers/openai_stream.hpp"
#include "providers/upstream.hpp"
#include "wire/json_document.hpp"

#include <memory>
#include <string>

namespace signalbox {

// A provider that speaks OpenAI's chat completions: OpenAI itself, OpenRouter, DeepSeek, Groq,
// Mistral, vLLM, llama.cpp and their like.
//
// The upstream's chunks pass through as they are; nothing leaves before the first real token. Usage
// is asked for in streams; a provider that refuses the question is asked again without it, once, and
// remembered. Where it is not told, usage is estimated and says so.
// An answer without any content ends without a delta.
class OpenAiProvider final : public Provider {
public:
    // Errors: invalid_value for an unusable address, key or header.
    [[nodiscard]] static Result<std::unique_ptr<OpenAiProvider>> create(net::Loop& loop, UpstreamOptions options,
                                                                        OpenAiStreamLimits limits = {});

    Task<Result<ExecutionResult>> complete(Attempt const& attempt, DeltaSink& sink,
                                           Cancellation& cancellation) override;

    Task<Result<ExecutionResult>> embed(Attempt const& attempt, Cancellation& cancellation) override;

    // Connections that wait for the next request.
    [[nodiscard]] std::size_t idle_connections() const { return upstream_->client().idle(); }

private:
    using Exchange = Upstream::Exchange;
    OpenAiProvider(std::unique_ptr<Upstream> upstream, OpenAiStreamLimits limits);

    Task<Result<void>> answer(Question& question, Attempt const& attempt, DeltaSink& sink, Cancellation& cancellation);
    Task<Result<Exchange>> ask(Question& question, Attempt const& attempt, Cancellation& cancellation);
    void write_body(Question& question, Attempt const& attempt) const;
    // What a status other than 200 means. Learns whether it is stream_options that is refused.
    Task<Error> read_failure(net::HttpExchange& exchange, Question& question, Cancellation& cancellation);
    Task<Result<void>> read_whole(Exchange exchange, Question& question, DeltaSink& sink, Cancellation& cancellation);

    std::unique_ptr<Upstream> upstream_;
    std::string embeddings_;  // the target of that endpoint
    OpenAiStreamLimits limits_;
    wire::JsonReader reader_;
    SpareText spare_;
    bool refuses_usage_ = false;  // it answered 400 to stream_options
};

}  // namespace signalbox
