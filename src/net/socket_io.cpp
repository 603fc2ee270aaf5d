#include "net/socket_io.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>

namespace signalbox::net {

namespace {

using State = IoResult::State;

IoResult failed() {
    auto const error = errno;
    if (error == EAGAIN || error == EWOULDBLOCK) return {State::would_block, 0, error};
    if (error == EPIPE || error == ECONNRESET) return {State::closed, 0, error};
    return {State::error, 0, error};
}

template <class Call>
IoResult repeated(Call call) {
    for (;;) {
        auto const moved = call();
        if (moved > 0) return {State::ok, static_cast<std::size_t>(moved), 0};
        if (moved == 0) return {State::closed, 0, 0};
        if (errno != EINTR) return failed();
    }
}

}  // namespace

IoResult try_read(Socket& socket, std::span<char> into) {
    return repeated([&] { return ::recv(socket.native_handle(), into.data(), into.size(), MSG_DONTWAIT); });
}

IoResult try_write(Socket& socket, std::string_view bytes) {
    if (bytes.empty()) return {};
    return repeated(
        [&] { return ::send(socket.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL); });
}

IoResult try_writev(Socket& socket, std::span<std::string_view const> pieces) {
    std::array<iovec, 8> vectors{};
    std::size_t count = 0;
    for (auto const piece : pieces.first(std::min(pieces.size(), vectors.size()))) {
        // sendmsg only reads from them; iovec is shared with readv and so not const.
        if (!piece.empty()) vectors[count++] = {const_cast<char*>(piece.data()), piece.size()};
    }
    if (count == 0) return {};
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    return repeated([&] { return ::sendmsg(socket.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL); });
}

void advance(std::span<std::string_view> pieces, std::size_t sent) {
    for (auto& piece : pieces) {
        auto const taken = std::min(sent, piece.size());
        piece.remove_prefix(taken);
        sent -= taken;
        if (sent == 0) return;
    }
}

IoResult peek(Socket& socket) {
    char byte = 0;
    return repeated([&] { return ::recv(socket.native_handle(), &byte, 1, MSG_DONTWAIT | MSG_PEEK); });
}

}  // namespace signalbox::net
