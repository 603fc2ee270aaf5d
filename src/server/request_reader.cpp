#include "server/request_reader.hpp"

#include "server/request_start.hpp"

#include <algorithm>

namespace signalbox::server {

namespace {

using Came = Inbound::Came;

constexpr std::size_t first_body_block = 64 * 1024;  // a declared length is believed as its bytes come

std::size_t leading_newlines(std::string_view bytes) {
    std::size_t count = 0;
    while (bytes.substr(count).starts_with("\r\n")) count += 2;
    return count;
}

}  // namespace

RequestReader::RequestReader(net::Loop& loop, Inbound& in, ServerOptions const& options)
    : loop_{loop}, in_{in}, options_{options} {}

Task<Result<bool>> RequestReader::next_head() {
    auto const idle_end = loop_.now() + options_.idle_timeout;
    auto const first_end = loop_.now() + options_.header_timeout;
    auto deadline = head_text_.empty() ? first_end : idle_end;  // a new connection owes us a request
    bool begun = false;
    bool line_checked = false;
    for (;;) {
        // Newlines before a request line are tolerated, as RFC 9112 asks.
        in_.consume(leading_newlines(in_.unread()));
        auto const unread = in_.unread();
        if (auto const size = wire::head_end(unread); size != std::string_view::npos) co_return parse(size);
        if (unread.size() > limits_.head)
            co_return refuse({Errc::header_too_large, "the request head is too large", {}, {}});
        if (stopped_ && unread.empty()) co_return false;
        if (!begun && !unread.empty()) {
            begun = true;
            deadline = loop_.now() + options_.header_timeout;
        }
        if (!line_checked && !unread.empty()) {
            auto const checked = check_request_start(unread, limits_);
            if (!checked) co_return refuse(checked.error());
            line_checked = *checked;
        }
        waiting_ = unread.empty();
        auto const came = co_await in_.more(deadline);
        waiting_ = false;
        if (came == Came::end) co_return false;
        if (came == Came::interrupted) continue;
        if (came == Came::bytes) continue;
        if (in_.unread().empty()) co_return false;
        co_return refuse({Errc::request_timeout, "the request head did not arrive in time", {}, {}});
    }
}

Result<bool> RequestReader::parse(std::size_t size) {
    head_text_.assign(in_.unread().substr(0, size));
    in_.consume(size);
    body_left_ = false;
    if (auto parsed = wire::parse_request_head(head_text_, limits_, head_); !parsed) {
        return refuse(std::move(parsed.error()));
    }
    body_left_ = head_.chunked || head_.content_length.value_or(0) > 0;
    return true;
}

// There is no head then: nobody may look at the views of the one before.
std::unexpected<Error> RequestReader::refuse(Error error) {
    head_ = {};
    body_left_ = false;
    return std::unexpected(std::move(error));
}

bool RequestReader::body_is_here() const {
    return !head_.chunked && in_.unread().size() >= head_.content_length.value_or(0);
}

void RequestReader::skip_body() {
    if (!body_left_ || !body_is_here()) return;
    in_.consume(static_cast<std::size_t>(*head_.content_length));
    body_left_ = false;
}

Task<Result<bool>> RequestReader::read_body() {
    body_.clear();
    if (!body_left_) co_return true;
    auto reading = head_.chunked ? read_chunked() : read_sized(static_cast<std::size_t>(*head_.content_length));
    auto done = co_await std::move(reading);
    if (done && *done) body_left_ = false;
    co_return done;
}

Task<Result<bool>> RequestReader::read_sized(std::size_t size) {
    auto const deadline = loop_.now() + options_.body_timeout;
    body_.reserve(std::min(size, first_body_block));
    auto const here = std::min(size, in_.unread().size());
    body_.append(in_.unread().substr(0, here));
    in_.consume(here);
    while (body_.size() < size) {
        auto const block = std::max(body_.size(), first_body_block);
        auto const came = co_await in_.more(body_, std::min(size - body_.size(), block), deadline);
        if (came == Came::late) co_return fail(Errc::request_timeout, "the request body did not arrive in time");
        if (came == Came::end) co_return false;
    }
    co_return true;
}

Task<Result<bool>> RequestReader::read_chunked() {
    auto const deadline = loop_.now() + options_.body_timeout;
    wire::ChunkedDecoder decoder{{.body = options_.max_body}};
    for (;;) {
        auto bytes = in_.unread();
        auto const before = bytes.size();
        auto const fed = decoder.feed(bytes, body_);
        in_.consume(before - bytes.size());
        if (!fed) co_return std::unexpected(fed.error());
        if (decoder.finished()) co_return true;
        auto const came = co_await in_.more(deadline);
        if (came == Came::late) co_return fail(Errc::request_timeout, "the request body did not arrive in time");
        if (came == Came::end) co_return false;
    }
}

Task<void> RequestReader::discard(std::size_t limit, Duration time) {
    auto const deadline = loop_.now() + time;
    for (std::size_t taken = 0; taken < limit;) {
        taken += in_.unread().size();
        in_.consume(in_.unread().size());
        auto const came = co_await in_.more(deadline);
        if (came == Came::late || came == Came::end) co_return;
    }
}

void RequestReader::stop() {
    stopped_ = true;
    if (waiting_) in_.interrupt();
}

void RequestReader::forget() {
    constexpr std::size_t small = 1024;
    body_.clear();
    if (body_.capacity() > small) body_ = {};
    if (head_text_.capacity() > 2 * small) head_text_ = "-";
}

}  // namespace signalbox::server
