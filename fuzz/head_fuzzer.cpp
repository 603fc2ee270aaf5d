// A head that is served means one thing only: written out again from what was read, it is read the same.

#include "wire/authority.hpp"
#include "wire/chunked_decoder.hpp"
#include "wire/http_head.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace signalbox::wire;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_request(std::string_view bytes) {
    RequestHead head;
    auto const end = head_end(bytes);
    auto const started = check_head_start(bytes.substr(0, std::min(end, bytes.size())), {}).has_value();
    if (end == std::string_view::npos) {
        require(!parse_request_head(bytes, {}, head));
        return;
    }
    if (!parse_request_head(bytes.substr(0, end), {}, head)) return;
    require(started);
    require(head.host.empty() ? head.http_1_0 : is_authority(head.host));
    require(!(head.chunked && head.content_length));
    require(head.path.starts_with('/') || head.path == "*");

    std::string again{head.method};
    again.append(" ").append(head.path);
    if (!head.query.empty()) again.append("?").append(head.query);
    again.append(head.http_1_0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    for (auto const& field : head.fields) {
        require(field.value.find_first_of(std::string_view{"\r\n\0", 3}) == std::string_view::npos);
        again.append(field.name).append(": ").append(field.value).append("\r\n");
    }
    again.append("\r\n");
    if (again.size() > HeadLimits{}.head) return;  // spaces were added
    RequestHead second;
    require(head_end(again) == again.size());
    require(parse_request_head(again, {}, second).has_value());
    require(second.method == head.method && second.path == head.path && second.query == head.query);
    require(second.content_length == head.content_length && second.chunked == head.chunked);
    require(second.keep_alive == head.keep_alive && second.authorization == head.authorization);
}

void check_chunked(std::string_view bytes) {
    ChunkedLimits const limits{.body = 1 << 16};
    ChunkedDecoder whole{limits};
    std::string body;
    auto rest = bytes;
    auto const fed = whole.feed(rest, body).has_value();
    ChunkedDecoder bytewise{limits};
    std::string same;
    auto went_well = true;
    std::size_t used = 0;
    while (used < bytes.size() && went_well && !bytewise.finished()) {
        auto byte = bytes.substr(used++, 1);
        went_well = bytewise.feed(byte, same).has_value();
    }
    require(went_well == fed && same == body && bytewise.finished() == whole.finished());
    if (whole.finished()) require(used == bytes.size() - rest.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    check_request(bytes);
    ResponseHead response;
    auto const end = std::min(head_end(bytes), bytes.size());
    if (parse_response_head(bytes.substr(0, end), {}, response)) {
        require(!(response.chunked && response.content_length));
        require(response.status >= 100 && response.status < 600);
    }
    check_chunked(bytes);
    if (end < bytes.size()) check_chunked(bytes.substr(end));
    return 0;
}
