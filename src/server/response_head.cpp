#include "server/response_head.hpp"

#include "server/page_fields.hpp"
#include "server/rate_limit_fields.hpp"

#include <array>
#include <charconv>

namespace signalbox::server {

namespace {

// These end with their head, and have no fields about a body.
bool has_body(int status) { return status != 204 && status != 304; }

std::string_view reason(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 402:
            return "Payment Required";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Status";
    }
}

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 24> text{};
    out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr);
}

void field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

// Model ids are configured text: what could end a field is dropped.
void printable_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    for (char const c : value) {
        if (c >= ' ' && c <= '~') out.push_back(c);
    }
    out.append("\r\n");
}

void append_framing(std::string& out, Response const& response, HeadParts const& parts) {
    if (parts.framing == Framing::chunked) field(out, "transfer-encoding", "chunked");
    if (parts.framing == Framing::length && has_body(response.status)) {
        out.append("content-length: ");
        append_number(out, response.page != nullptr ? response.page->bytes.size() : response.body.size());
        out.append("\r\n");
    }
    if (!parts.keep_alive) field(out, "connection", "close");
    if (parts.keep_alive && parts.http_1_0) field(out, "connection", "keep-alive");
}

// Dollars with six places: micro-dollars without a rounding. Known only when the run has ended before
// the head leaves.
void append_cost(std::string& out, MicroUsd cost) {
    constexpr std::uint64_t million = 1'000'000;
    auto const count = static_cast<std::uint64_t>(cost.count);
    out.append("x-signalbox-cost: ");
    append_number(out, count / million);
    auto const point = out.size();
    append_number(out, million + count % million);
    out[point] = '.';  // in place of the million's 1, which kept the leading zeros
    out.append("\r\n");
}

void append_run(std::string& out, RunFacts const& facts) {
    if (!facts.ran) return;
    if (!facts.model.empty()) printable_field(out, "x-signalbox-model", facts.model);
    if (!facts.route.empty()) field(out, "x-signalbox-route", facts.route);
    out.append("x-signalbox-attempts: ");
    append_number(out, static_cast<std::uint64_t>(facts.attempts));
    out.append("\r\n");
    if (facts.cost) append_cost(out, *facts.cost);
}

}  // namespace

void append_response_head(std::string& out, Response const& response, RunFacts const& facts, HeadParts const& parts) {
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::uint64_t>(response.status));
    out.append(" ").append(reason(response.status)).append("\r\n");
    if (has_body(response.status)) field(out, "content-type", response.content_type);
    append_framing(out, response, parts);
    field(out, "date", parts.date);
    field(out, "x-request-id", parts.request_id);
    if (parts.surface == Surface::messages) field(out, "request-id", parts.request_id);
    field(out, "x-content-type-options", "nosniff");
    if (parts.event_stream) {
        out.append("cache-control: no-cache, no-transform\r\nx-accel-buffering: no\r\n");
    } else if (response.page != nullptr) {
        append_page_fields(out, *response.page);
    } else {
        out.append("cache-control: no-store\r\n");
    }
    if (!parts.orchestration_id.empty()) field(out, "x-orchestration-id", parts.orchestration_id);
    append_run(out, facts);
    if (parts.account != nullptr) append_rate_limit_fields(out, *parts.account, parts.now);
    if (response.status == 401) field(out, "www-authenticate", "Bearer");
    if (!response.allow.empty()) field(out, "allow", response.allow);
    if (response.retry_after > 0) {
        out.append("retry-after: ");
        append_number(out, static_cast<std::uint64_t>(response.retry_after));
        out.append("\r\n");
    }
    if (response.hopeless) field(out, "x-should-retry", "false");
    out.append("\r\n");
}

}  // namespace signalbox::server
