#include "answers.hpp"
#include "behaviours.hpp"
#include "composer.hpp"
#include "json_text.hpp"

#include <array>

// Statuses, silence and broken connections.

namespace fake {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view json_type = "application/json";

Script refuse(Call const& call, Refusal const& refusal, std::string_view headers = {}) {
    return Composer{call.request}.refuse(refusal, headers).take();
}

Script status(Call const& call) {
    auto const code = call.number(500);
    Composer composer{call.request};
    if (code == 204) return composer.body(code, json_type, "").take();
    auto const headers = code >= 300 && code < 400 ? "Location: http://127.0.0.1:1/v1/elsewhere\r\n" : "";
    return composer.refuse({code, "The server said no.", "server_error", "fake_status"}, headers).take();
}

Script busy(Call const& call) {
    auto const after = call.argument.empty() ? std::string{"1"} : std::string{call.argument};
    return refuse(call, {429, "Rate limit reached for requests", "rate_limit_error", "rate_limit_exceeded"},
                  "Retry-After: " + after + "\r\n");
}

Script quota(Call const& call) {
    return refuse(call, {429, "You exceeded your current quota", "insufficient_quota", "insufficient_quota"});
}

Script broken(Call const& call) {
    return refuse(call, {500, "The server had an error", "server_error", "internal_error"});
}

Script overloaded(Call const& call) {
    return refuse(call, {503, "The engine is currently overloaded", "server_error", "overloaded"});
}

// Names the key it was not given, as some do: nobody may pass that on.
Script unauthorized(Call const& call) {
    return refuse(call, {401, "Incorrect API key provided: sk-secret-of-the-gateway", "invalid_request_error",
                         "invalid_api_key"});
}

Script bad_request(Call const& call) {
    return refuse(call, {400, "Invalid value for 'temperature'", "invalid_request_error", "invalid_value"});
}

Script context_length(Call const& call) {
    return refuse(
        call,
        {400, "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
         "invalid_request_error", "context_length_exceeded"});
}

Script content_policy(Call const& call) {
    return refuse(call, {400, "Your request was rejected by the safety system", "invalid_request_error",
                         "content_policy_violation"});
}

Script unknown(Call const& call) {
    return refuse(call, {404, "The fake provider has no such behaviour", "invalid_request_error", "model_not_found"});
}

Script flaky(Call const& call) {
    auto const first = call.memory.seen.insert(call.request.model + '\n' + call.request.prompt).second;
    auto script = first ? overloaded(call) : say(call, answer_to(call.request.prompt, call.request.json_mode));
    script.reusable = false;
    return script;
}

Script json_error_200(Call const& call) {
    return refuse(call, {200, "The model failed to load", "server_error", "model_error"});
}

Script error_first_event(Call const& call) {
    Composer composer{call.request};
    if (!call.request.stream) return json_error_200(call);
    return composer.head().broken({529, "Upstream is overloaded", "server_error", "overloaded"}).end_body().take();
}

Script error_mid_stream(Call const& call) {
    Composer composer{call.request};
    if (!call.request.stream) return json_error_200(call);
    composer.head().role().token("It begins ").token("well, ");
    return composer.broken({500, "Upstream broke", "server_error", "internal_error"}).end_body().take();
}

Script drop_before(Call const& call) {
    Composer composer{call.request};
    return composer.head().role().wait(20ms).reset().take();
}

// After three tokens, or as many as the argument says. The pause lets them be read before the RST.
Script drop_after(Call const& call) {
    Composer composer{call.request};
    composer.head().role();
    for (int i = 0; i < call.number(3); ++i) composer.token("word ");
    return composer.wait(20ms).reset().take();
}

Script cut(Call const& call) {
    Composer composer{call.request};
    return composer.head().role().token("word ").token("word ").wait(20ms).close().take();
}

Script eof(Call const& call) {
    Composer composer{call.request};
    return composer.head().role().token("This answer ").token("stops in the").end_body().take();
}

Script malformed(Call const& call) {
    Composer composer{call.request};
    if (!call.request.stream)
        return composer.body(200, json_type, R"({"id":"chatcmpl-1","choices":[{"message":)").take();
    composer.head().role();
    for (int i = 0; i < call.number(2); ++i) composer.token("word ");
    composer.frame(std::string{call.request.api == Api::ollama ? "" : "data: "} +
                   R"({"id":"chatcmpl-1","choices":[{"index":0,"delta":{"content":"br)");
    return composer.finish().done().take();
}

Script wrong_type(Call const& call) {
    Composer composer{call.request};
    return composer.body(200, "text/html; charset=utf-8", "<html><body><h1>Welcome to the portal</h1></body></html>")
        .take();
}

Script garbage(Call const& call) {
    Composer composer{call.request};
    return composer.raw("SSH-2.0-OpenSSH_9.2\r\n\x01\x02\x03\r\n\r\n").close().take();
}

Script bad_chunk(Call const& call) {
    Composer composer{call.request};
    return composer.head().role().token("word ").raw("zz\r\nnot a chunk\r\n").hold().take();
}

Script never(Call const& call) { return Composer{call.request}.hold().take(); }

Script headers_only(Call const& call) {
    Composer composer{call.request};
    return composer.head().hold().take();
}

Script role_only(Call const& call) { return Composer{call.request}.head().role().hold().take(); }

Script stall(Call const& call) {
    Composer composer{call.request};
    composer.head().role();
    for (int i = 0; i < call.number(3); ++i) composer.token("word ");
    return composer.hold().take();
}

Script pings_only(Call const& call) {
    Composer composer{call.request};
    // Ollama has no comments: a blank line is the least it can say.
    std::string_view const ping = call.request.api == Api::ollama ? "" : ": ping";
    return composer.head().frame(ping).wait(call.milliseconds(20)).frame(ping).again(2).take();
}

Script reset(Call const& call) { return Composer{call.request}.reset().take(); }

constexpr std::array table{
    Behaviour{"429", "rate limited with Retry-After: 1; argument: its value", busy},
    Behaviour{"quota", "429 insufficient_quota without Retry-After", quota},
    Behaviour{"500", "server error", broken},
    Behaviour{"503", "overloaded", overloaded},
    Behaviour{"401", "wrong key, and the message shows one", unauthorized},
    Behaviour{"400", "a parameter is refused", bad_request},
    Behaviour{"status", "fake-NNN, [[NNN]]: any other status of three digits", status},
    Behaviour{"context-length", "400 context_length_exceeded", context_length},
    Behaviour{"content-policy", "400 content_policy_violation", content_policy},
    Behaviour{"unknown", "404; what an unknown behaviour gets", unknown},
    Behaviour{"flaky", "503 for the first call of each prompt, then normal", flaky},
    Behaviour{"json-error-200", "200 application/json with an error object", json_error_200},
    Behaviour{"error-first-event", "the first event of the stream is an error", error_first_event},
    Behaviour{"error-mid-stream", "an error event after two tokens", error_mid_stream},
    Behaviour{"drop-before", "RST after the head and the role chunk", drop_before},
    Behaviour{"drop-after", "RST after 3 tokens; argument: how many", drop_after},
    Behaviour{"cut", "the connection closes after 2 tokens, inside the body", cut},
    Behaviour{"eof", "the body ends properly, without reason to finish and terminator", eof},
    Behaviour{"malformed", "broken JSON after 2 tokens; argument: how many", malformed},
    Behaviour{"wrong-type", "200 text/html", wrong_type},
    Behaviour{"garbage", "an answer that is not HTTP", garbage},
    Behaviour{"bad-chunk", "a broken chunk size after a token", bad_chunk},
    Behaviour{"never", "reads the request and says nothing", never},
    Behaviour{"headers-only", "the head, then nothing", headers_only},
    Behaviour{"role-only", "head and role chunk, then nothing", role_only},
    Behaviour{"stall", "3 tokens, then nothing; argument: how many", stall},
    Behaviour{"pings-only", "comments for ever, 20 ms apart; argument: ms", pings_only},
    Behaviour{"reset", "RST as soon as the request is read", reset},
};

}  // namespace

std::span<Behaviour const> fault_behaviours() { return table; }

}  // namespace fake
