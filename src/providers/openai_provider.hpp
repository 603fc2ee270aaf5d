#pragma once

#include "core/secret.hpp"
#include "net/http_client.hpp"
#include "pipeline/provider.hpp"
#include "providers/openai_stream.hpp"
#include "wire/json_document.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

struct OpenAiOptions {
    std::string name;                                          // for messages: "openrouter"
    std::string base_url;                                      // "https://api.openai.com/v1"
    Secret api_key;                                            // empty: none is sent
    std::vector<std::pair<std::string, std::string>> headers;  // sent with every request
    net::HttpClientOptions client;
    OpenAiStreamLimits limits;
};

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
    [[nodiscard]] static Result<std::unique_ptr<OpenAiProvider>> create(net::Loop& loop, OpenAiOptions options);

    Task<Result<ExecutionResult>> complete(Attempt const& attempt, DeltaSink& sink,
                                           Cancellation& cancellation) override;

    // Connections that wait for the next request.
    [[nodiscard]] std::size_t idle_connections() const { return client_.idle(); }

private:
    using Exchange = std::unique_ptr<net::HttpExchange>;
    struct Question;
    OpenAiProvider(net::Loop& loop, OpenAiOptions options, net::HttpUrl url);

    Task<Result<ExecutionResult>> answer(Question& question, Attempt const& attempt, DeltaSink& sink,
                                         Cancellation& cancellation);
    Task<Result<Exchange>> ask(Question& question, Attempt const& attempt, Cancellation& cancellation);
    void write_body(Question& question, Attempt const& attempt) const;
    // What a status other than 200 means. Learns whether it is stream_options that is refused.
    Task<Error> read_failure(net::HttpExchange& exchange, Question& question, Cancellation& cancellation);
    Task<Result<ExecutionResult>> read_stream(Exchange exchange, Question& question, DeltaSink& sink,
                                              Cancellation& cancellation);
    Task<Result<ExecutionResult>> read_whole(Exchange exchange, Question& question, DeltaSink& sink,
                                             Cancellation& cancellation);

    net::Loop& loop_;
    OpenAiOptions options_;
    std::string target_;
    Secret head_fields_;  // the fields of every request, the key among them
    net::HttpClient client_;
    wire::JsonReader reader_;
    bool refuses_usage_ = false;  // it answered 400 to stream_options
};

}  // namespace signalbox
