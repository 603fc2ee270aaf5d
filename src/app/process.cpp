#include "app/process.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox::app {

namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SIGNALBOX_LEAK_CHECK 1
#endif
#endif

void hide_memory() {
#ifndef SIGNALBOX_LEAK_CHECK  // the leak check at exit reads the memory as a debugger does
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

}  // namespace

void harden_process() {
    hide_memory();
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    std::signal(SIGPIPE, SIG_IGN);
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

Result<void> check_port_is_free(std::string const& address, std::uint16_t port) {
    using boost::asio::ip::tcp;
    boost::system::error_code ec;
    auto const parsed = boost::asio::ip::make_address(address, ec);
    if (ec || port == 0) return {};  // the listener will say what is wrong
    tcp::endpoint const endpoint{parsed, port};
    int const descriptor = ::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return {};
    // Old connections in TIME_WAIT are no hindrance; a listener is.
    int const on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    int const outcome = ::bind(descriptor, endpoint.data(), static_cast<socklen_t>(endpoint.size()));
    int const why = errno;
    ::close(descriptor);
    if (outcome == 0) return {};
    auto const place = "port " + std::to_string(port) + " on " + address;
    if (why != EADDRINUSE) return fail(Errc::invalid_value, place + " cannot be used: " + std::strerror(why));
    return fail(Errc::invalid_value,
                place + " is already in use; stop the other program or choose another port with --port");
}

}  // namespace signalbox::app
