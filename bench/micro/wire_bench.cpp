#include "wire/api_json.hpp"
#include "wire/http_head.hpp"
#include "wire/json_document.hpp"
#include "wire/openai_answer.hpp"
#include "wire/openai_request.hpp"
#include "wire/openai_writer.hpp"
#include "wire/sse_decoder.hpp"
#include "wire/sse_writer.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace signalbox::wire {
namespace {

constexpr std::string_view chunk =
    R"({"id":"chatcmpl-9xKq3ZbT7","object":"chat.completion.chunk","created":1795418360,"model":"gpt-4o-mini","system_fingerprint":"fp_0ba0d124f1",)"
    R"("choices":[{"index":0,"delta":{"content":" streaming"},"logprobs":null,"finish_reason":null}]})";

std::string chat_request(std::size_t size) {
    std::string body = R"({"model":"auto","messages":[{"role":"system","content":"You are terse."})";
    std::string const turn =
        R"(,{"role":"user","content":"Explain how a hash map grows, with an example in C++ and the cost of each step, please. It should be short.\n"})";
    while (body.size() + turn.size() + 80 < size) body += turn;
    return body + R"(,{"role":"user","content":"Go on."}],"temperature":0.7,"max_tokens":500,"stream":true})";
}

void BM_RequestHead(benchmark::State& state) {
    constexpr std::string_view head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAuthorization: Bearer "
        "sk-0123456789abcdef0123456789abcdef\r\n"
        "Content-Type: application/json\r\nAccept: application/json\r\nUser-Agent: OpenAI/JS 4.0.0\r\nAccept-Encoding: "
        "gzip, deflate\r\n"
        "X-Stainless-Lang: js\r\nX-Stainless-Runtime: node\r\nX-Stainless-Retry-Count: 0\r\nConnection: "
        "keep-alive\r\nContent-Length: 1024\r\n\r\n";
    RequestHead out;
    for (auto _ : state) {
        auto const end = head_end(head);
        auto const parsed = parse_request_head(head.substr(0, end), {}, out);
        benchmark::DoNotOptimize(parsed.has_value());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(head.size()));
}
BENCHMARK(BM_RequestHead);

void BM_SseDecode(benchmark::State& state) {
    std::string bytes;
    for (int i = 0; i < 16; ++i) append_sse(bytes, {}, {}, chunk);
    SseDecoder decoder;
    for (auto _ : state) {
        decoder.feed(bytes);
        for (SseEvent event; *decoder.next(event);) benchmark::DoNotOptimize(event);
    }
    state.SetItemsProcessed(state.iterations() * 16);
}
BENCHMARK(BM_SseDecode);

void BM_StreamChunk(benchmark::State& state) {
    JsonReader reader;
    CompletionStream stream{reader};
    for (auto _ : state) benchmark::DoNotOptimize(stream.chunk(chunk)->text.data());
}
BENCHMARK(BM_StreamChunk);

void BM_ChunkFrame(benchmark::State& state) {
    std::string out;
    for (auto _ : state) {
        out.clear();
        append_chunk_frame(out, chunk);
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(BM_ChunkFrame);

void BM_ReadChatRequest(benchmark::State& state) {
    auto const body = chat_request(static_cast<std::size_t>(state.range(0)));
    JsonReader reader;
    for (auto _ : state) benchmark::DoNotOptimize(read_chat_request(body, reader)->stream);
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
BENCHMARK(BM_ReadChatRequest)->Arg(1024)->Arg(8192)->Arg(65536);

void BM_UpstreamSplice(benchmark::State& state) {
    auto const body = chat_request(static_cast<std::size_t>(state.range(0)));
    JsonReader reader;
    auto const request = read_chat_request(body, reader);
    std::string out;
    for (auto _ : state) {
        out.clear();
        append_upstream_chat(out, request->raw, "gpt-4o-mini", true);
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(BM_UpstreamSplice)->Arg(1024)->Arg(8192);

void BM_TokenEvent(benchmark::State& state) {
    StreamEvent event{
        .type = StreamEventType::executing, .stage = "token", .progress = 0.523, .attempt = 0, .content = " streaming"};
    std::string json_text;
    std::string out;
    for (auto _ : state) {
        json_text.clear();
        out.clear();
        JsonWriter json{json_text};
        write(json, event);
        append_sse(out, "orc_0123456789abcdef0123456789abcdef:17", "progress", json_text);
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(BM_TokenEvent);

void BM_TextChunk(benchmark::State& state) {
    CompletionIdentity const identity{.id = "chatcmpl-9xKq3ZbT7", .created = 1795418360, .model = "gpt-4o-mini"};
    std::string out;
    for (auto _ : state) {
        out.clear();
        append_text_chunk(out, identity, " streaming");
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(BM_TextChunk);

}  // namespace
}  // namespace signalbox::wire
