#pragma once

#include <arpa/inet.h>
#include <cstdint>
#include <map>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace signalbox::server {

// One response as it came, taken apart by the plainest reader that can be written.
struct Reply {
    int status = 0;
    std::map<std::string, std::string> fields;  // names in lower case
    std::string body;                           // chunked coding taken off
    bool whole = false;                         // the body ended as its framing says
    [[nodiscard]] std::string field(std::string const& name) const {
        auto const found = fields.find(name);
        return found == fields.end() ? "" : found->second;
    }
};

// A blocking client on loopback; every wait ends after `patience` seconds.
class Client {
public:
    explicit Client(std::uint16_t port, int receive_buffer = 0, int patience = 5) {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        timeval const limit{patience, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;
    ~Client() { close(); }

    [[nodiscard]] bool connected() const { return connected_; }
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    // False at the end of the stream, on a reset, or when nothing came in time.
    bool receive() {
        char block[16 * 1024];
        auto const got = ::recv(socket_, block, sizeof block, 0);
        if (got > 0) unread_.append(block, static_cast<std::size_t>(got));
        ended_ = got == 0;
        return got > 0;
    }
    // Everything until the server closes.
    std::string read_all() {
        while (receive()) {
        }
        return std::exchange(unread_, {});
    }
    // True when `text` came; it and what was before it is then in `taken`.
    bool read_until(std::string_view text, std::string& taken) {
        for (;;) {
            if (auto const at = unread_.find(text); at != std::string::npos) {
                taken.append(unread_, 0, at + text.size());
                unread_.erase(0, at + text.size());
                return true;
            }
            if (!receive()) return false;
        }
    }
    Reply read_reply(bool head_only = false);
    // The server has closed in an orderly way and nothing is unread.
    bool closed() { return !receive() && ended_ && unread_.empty(); }
    void finish_sending() { ::shutdown(socket_, SHUT_WR); }
    void reset() {
        linger const now{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close();
    }
    void close() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }

private:
    bool read_exactly(std::size_t size, std::string& out) {
        while (unread_.size() < size) {
            if (!receive()) return false;
        }
        out.append(unread_, 0, size);
        unread_.erase(0, size);
        return true;
    }
    bool read_chunks(std::string& out);

    int socket_ = -1;
    bool connected_ = false;
    bool ended_ = false;
    std::string unread_;
};

inline bool Client::read_chunks(std::string& out) {
    for (;;) {
        std::string line;
        if (!read_until("\r\n", line)) return false;
        auto const size = std::stoul(line, nullptr, 16);
        if (!read_exactly(size, out)) return false;
        std::string end;
        if (!read_exactly(2, end) || end != "\r\n") return false;
        if (size == 0) return true;
    }
}

inline Reply Client::read_reply(bool head_only) {
    Reply reply;
    std::string head;
    if (!read_until("\r\n\r\n", head)) return reply;
    reply.status = std::stoi(head.substr(head.find(' ') + 1));
    for (auto at = head.find("\r\n") + 2; at + 2 < head.size();) {
        auto const end = head.find("\r\n", at);
        auto const colon = head.find(':', at);
        auto name = head.substr(at, colon - at);
        for (auto& c : name) c = static_cast<char>(std::tolower(c));
        reply.fields[name] = head.substr(colon + 2, end - colon - 2);
        at = end + 2;
    }
    if (head_only) return reply;
    if (reply.field("transfer-encoding") == "chunked") {
        reply.whole = read_chunks(reply.body);
    } else if (!reply.field("content-length").empty()) {
        reply.whole = read_exactly(std::stoul(reply.field("content-length")), reply.body);
    } else {
        reply.body = read_all();
        reply.whole = ended_;
    }
    return reply;
}

}  // namespace signalbox::server
