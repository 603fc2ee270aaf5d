#include "composer.hpp"

#include "gzip.hpp"
#include "json_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace fake {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view stamp_room = "0000000000000000";

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 204:
            return "No Content";
        case 307:
            return "Temporary Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 429:
            return "Too Many Requests";
        case 500:
            return "Internal Server Error";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 529:
            return "Overloaded";
        default:
            return "Status";
    }
}

}  // namespace

std::string whole_answer(int status, std::string_view type, std::string_view content, std::string_view headers) {
    std::string out = "HTTP/1.1 ";
    out.append(std::to_string(status)).append(" ").append(reason_phrase(status));
    out.append("\r\nContent-Type: ").append(type);
    if (status != 204) out.append("\r\nContent-Length: ").append(std::to_string(content.size()));
    out.append("\r\n").append(headers).append("\r\n").append(content);
    return out;
}

Composer::Composer(ChatRequest const& request, Manner manner)
    : request_{request}, manner_{manner}, usage_{.prompt = request.prompt_tokens}, shape_{shape_of(request)} {
    script_.model = request.model;
    script_.stream = request.stream;
}

Composer& Composer::head() {
    std::string out{manner_.version};
    out.append(" 200 OK\r\nContent-Type: ").append(shape_->stream_type()).append("\r\nCache-Control: no-cache\r\n");
    if (manner_.framing == Manner::Framing::chunked) out.append("Transfer-Encoding: chunked\r\n");
    if (manner_.framing == Manner::Framing::until_close) out.append("Connection: close\r\n");
    out.append("x-request-id: req_fake\r\n");
    if (manner_.framing == Manner::Framing::gzip) {
        zipped_.assign(out).append("Content-Encoding: gzip\r\n");
        zipped_.push_back('\0');  // end of the head, begin of the body
        zipped_.append(manner_.prefix);
        return *this;
    }
    put(out.append("\r\n"));
    glue_ = true;
    if (!manner_.prefix.empty()) put_body(manner_.prefix);
    return *this;
}

Composer& Composer::role() {
    tell(shape_->begin());
    return *this;
}

Composer& Composer::token(std::string_view text) {
    ++usage_.completion;
    tell(shape_->text(text, usage_when(manner_.usage_everywhere)));
    return *this;
}

Composer& Composer::stamped_token() {
    ++usage_.completion;
    tell(shape_->text("at " + std::string{stamp_room} + " ", nullptr));
    script_.steps.back().stamp = script_.steps.back().bytes.rfind(stamp_room);
    return *this;
}

Composer& Composer::reasoning(std::string_view text) {
    tell(shape_->reasoning(text));
    return *this;
}

Composer& Composer::delta(std::string_view json) {
    std::string line =
        R"(data: {"id":"chatcmpl-fake0123456789abcdef","object":"chat.completion.chunk","created":1795418360,"model":)";
    line.append(json_text(request_.model)).append(",\"choices\":[{\"index\":0,\"delta\":").append(json);
    return frame(line.append(",\"logprobs\":null,\"finish_reason\":null}]}"));
}

Composer& Composer::tool(ToolUse const& use, std::vector<std::string_view> const& fragments) {
    tell(shape_->tool(use, fragments));
    return *this;
}

Composer& Composer::finish(std::string_view reason) {
    auto const always = request_.api != Api::openai && manner_.usage_when_asked;
    tell(shape_->finish(reason, usage_when(manner_.usage_everywhere || always)));
    return *this;
}

Composer& Composer::terminator() {
    tell(shape_->end(usage_when(manner_.usage_when_asked)));
    return *this;
}

Composer& Composer::done() {
    terminator();
    glue_ = true;
    return end_body();
}

Composer& Composer::broken(Refusal const& refusal) { return frame(shape_->broken(refusal)); }

Composer& Composer::end_body() {
    if (manner_.framing == Manner::Framing::chunked) put("0\r\n\r\n");
    if (manner_.framing == Manner::Framing::until_close) return close();
    if (manner_.framing == Manner::Framing::gzip) {
        auto const split = zipped_.find('\0');
        auto const body = gzip(std::string_view{zipped_}.substr(split + 1));
        put(zipped_.substr(0, split) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    glue_ = false;
    return *this;
}

Composer& Composer::frame(std::string_view line) {
    std::string block;
    for (char const c : std::string{line}.append(shape_->event_end())) {
        if (c == '\n')
            block.append(manner_.line_end);
        else
            block.push_back(c);
    }
    put_body(block);
    return *this;
}

Composer& Composer::raw(std::string bytes) {
    put(std::move(bytes));
    return *this;
}

Composer& Composer::whole(std::string_view text, std::string_view reason) {
    return whole(WholeAnswer{.text = text, .finish = reason});
}

Composer& Composer::whole(WholeAnswer answer) {
    usage_.completion = 1 + static_cast<std::size_t>(std::ranges::count(answer.text, ' '));
    if (manner_.usage_when_asked) answer.usage = &usage_;
    auto const content = shape_->whole(answer);
    if (manner_.framing == Manner::Framing::until_close) {
        put(std::string{manner_.version} + " 200 OK\r\nContent-Type: application/json\r\n\r\n" + content);
        return close();
    }
    if (manner_.framing == Manner::Framing::gzip)
        return body(200, "application/json", gzip(content), "Content-Encoding: gzip\r\n");
    return body(200, "application/json", content);
}

Composer& Composer::refuse(Refusal const& refusal, std::string_view headers) {
    return body(refusal.status, "application/json", shape_->refusal(refusal), headers);
}

Composer& Composer::body(int status, std::string_view type, std::string_view content, std::string_view headers) {
    put(whole_answer(status, type, content, headers));
    return *this;
}

Composer& Composer::wait(std::chrono::milliseconds pause) {
    if (pause <= 0ms) return *this;
    put_step(Step::Kind::wait);
    script_.steps.back().pause = pause;
    return *this;
}

Composer& Composer::close() {
    put_step(Step::Kind::finish);
    return *this;
}

Composer& Composer::reset() {
    put_step(Step::Kind::reset);
    return *this;
}

Composer& Composer::hold() {
    put_step(Step::Kind::hold);
    return *this;
}

Composer& Composer::again(std::size_t steps_back) {
    auto const here = script_.steps.size();
    put_step(Step::Kind::again);
    script_.steps.back().to = here - std::min(here, steps_back);
    return *this;
}

void Composer::tell(Shape::Events const& events) {
    for (auto const& event : events) frame(event);
}

void Composer::put(std::string bytes) {
    if (glue_ && !script_.steps.empty() && script_.steps.back().kind == Step::Kind::send) {
        script_.steps.back().bytes.append(bytes);
        glue_ = false;
        return;
    }
    script_.steps.push_back({.bytes = std::move(bytes)});
}

void Composer::put_step(Step::Kind kind) {
    glue_ = false;
    script_.steps.push_back({.kind = kind});
}

std::string Composer::framed(std::string_view bytes) const {
    if (manner_.framing == Manner::Framing::until_close) return std::string{bytes};
    std::array<char, 20> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
    return std::string{size.data()}.append(bytes).append("\r\n");
}

// A body in pieces leaves in as many segments, a millisecond apart so that no one joins them.
void Composer::put_body(std::string_view bytes) {
    if (manner_.framing == Manner::Framing::gzip) {
        zipped_.append(bytes);
        return;
    }
    std::size_t start = 0;
    for (std::size_t i = 1; i < bytes.size(); ++i) {
        auto const inside = (static_cast<unsigned char>(bytes[i]) & 0xC0) == 0x80;
        if (!manner_.one_byte_segments && !(manner_.split_code_points && inside)) continue;
        put(framed(bytes.substr(start, i - start)));
        if (manner_.split_code_points) wait(1ms);
        start = i;
    }
    put(framed(bytes.substr(start)));
}

}  // namespace fake
