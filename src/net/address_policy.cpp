#include "net/address_policy.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace signalbox::net {

namespace ip = boost::asio::ip;

namespace {

// The IPv4 address that an IPv6 address carries: mapped, compatible or NAT64 (RFC 6052).
std::optional<ip::address_v4> embedded(ip::address_v6 const& address) {
    auto const bytes = address.to_bytes();
    auto const starts_with = [&](std::array<std::uint8_t, 12> const& prefix) {
        return std::equal(prefix.begin(), prefix.end(), bytes.begin());
    };
    bool const carries = starts_with({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}) ||
                         starts_with({0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}) ||
                         (starts_with({}) && !address.is_loopback() && !address.is_unspecified());
    if (!carries) return std::nullopt;
    return ip::address_v4{ip::address_v4::bytes_type{bytes[12], bytes[13], bytes[14], bytes[15]}};
}

bool may_connect_v4(ip::address_v4 const& address) {
    auto const number = address.to_uint();
    if (number >> 24 == 0 || address.is_multicast() || number == 0xffffffffU) return false;
    if (number >> 16 == 0xa9feU) return false;  // 169.254/16: link-local, and most clouds' metadata
    return number != 0x646464c8U                // 100.100.100.200: Alibaba's
           && number != 0xc00000c0U;            // 192.0.0.192: Oracle's
}

}  // namespace

bool may_connect(ip::address const& address) {
    if (address.is_v4()) return may_connect_v4(address.to_v4());
    auto const v6 = address.to_v6();
    if (auto const inner = embedded(v6)) return may_connect_v4(*inner);
    if (v6.is_link_local() || v6.is_multicast() || v6.is_unspecified()) return false;
    return v6.to_bytes() != ip::make_address_v6("fd00:ec2::254").to_bytes();  // Amazon's metadata
}

bool is_loopback(ip::address const& address) {
    if (address.is_loopback()) return true;
    if (address.is_v4()) return false;
    auto const v6 = address.to_v6();
    return v6.is_v4_mapped() && embedded(v6)->is_loopback();
}

std::optional<ip::address> literal_address(std::string_view host) {
    boost::system::error_code ec;
    auto const address = ip::make_address(std::string{host}, ec);
    if (ec) return std::nullopt;
    return address;
}

}  // namespace signalbox::net
