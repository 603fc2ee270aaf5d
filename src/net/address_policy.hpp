#pragma once

#include <boost/asio/ip/address.hpp>

#include <optional>
#include <string_view>

namespace signalbox::net {

// Where a provider may live. Link-local and cloud metadata addresses, unspecified and multicast
// ones are refused in every spelling: also IPv4-mapped (::ffff:a.b.c.d) and NAT64 (64:ff9b::a.b.c.d).
[[nodiscard]] bool may_connect(boost::asio::ip::address const& address);

// 127.0.0.0/8 and ::1, also mapped.
[[nodiscard]] bool is_loopback(boost::asio::ip::address const& address);

// `host` as an address when it is a literal ("127.0.0.1", "::1", without brackets).
[[nodiscard]] std::optional<boost::asio::ip::address> literal_address(std::string_view host);

}  // namespace signalbox::net
