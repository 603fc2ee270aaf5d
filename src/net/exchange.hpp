#pragma once

#include "net/buffer_pool.hpp"
#include "net/connection_pool.hpp"
#include "net/http_client.hpp"
#include "wire/chunked_decoder.hpp"

#include <memory>
#include <string>

namespace signalbox::net {

// One request and its answer on one connection. Body framing (length, chunked, until close) is
// undone here. When the body is complete and the connection clean, it goes to the pool before
// the last bytes are handed out; on any failure it is closed.
class Exchange final : public HttpExchange {
public:
    Exchange(std::shared_ptr<ConnectionPool> pool, std::unique_ptr<Connection> connection, std::size_t max_head);

    // Sends `head` and `body` and reads the response head, interim ones skipped.
    // Errors: those of HttpClient::send.
    Task<Result<void>> start(std::string_view head, HttpCall const& call, Cancellation& cancellation);
    // The peer was gone before it said anything: another connection may be tried, unseen.
    [[nodiscard]] bool stale() const { return stale_; }

    [[nodiscard]] wire::ResponseHead const& head() const override { return head_; }
    Task<Result<std::string_view>> read(TimePoint deadline, Cancellation& cancellation) override;
    Task<Result<std::string_view>> read_all(std::size_t limit, TimePoint deadline, Cancellation& cancellation) override;

    enum class Step : std::uint8_t { bytes, end, wait };
    // Reads without waiting; `bytes` are then in view(). Errors as read().
    [[nodiscard]] Result<Step> step();
    [[nodiscard]] std::string_view view() const { return view_; }
    // Null after the end or a failure.
    [[nodiscard]] Connection* connection() { return connection_.get(); }

private:
    enum class Framing : std::uint8_t { none, length, chunked, until_close };

    Task<Result<void>> read_head(TimePoint deadline, Cancellation& cancellation);
    [[nodiscard]] Result<bool> take_head();
    void begin_body(std::string_view method);
    // Fills rest_ with one read; `end` at the end of the stream. Errors: provider_unreachable.
    [[nodiscard]] Result<Step> receive();
    [[nodiscard]] Result<Step> decode();
    [[nodiscard]] Result<Step> decode_chunks();
    [[nodiscard]] Result<Step> stream_ended();
    // Errors: provider_timeout, or cancellation's reason.
    [[nodiscard]] Result<void> may_wait(TimePoint deadline, Cancellation& cancellation);
    void finish();
    // Closes the connection: nobody knows what would come next on it.
    std::unexpected<Error> broken(Errc code, std::string detail);

    std::shared_ptr<ConnectionPool> pool_;
    std::unique_ptr<Connection> connection_;
    std::size_t max_head_;
    wire::ResponseHead head_;
    std::string head_text_;    // what head_ points into
    BufferPool::Loan buffer_;  // held while it has unread bytes
    std::string_view rest_;    // of buffer_: not decoded yet
    std::string_view view_;
    std::string whole_;       // read_all's
    std::uint64_t left_ = 0;  // Framing::length
    wire::ChunkedDecoder chunks_;
    Framing framing_ = Framing::none;
    bool finished_ = false;
    bool heard_ = false;  // any byte came
    bool stale_ = false;
    bool cut_ = false;  // the request did not leave completely
};

}  // namespace signalbox::net
