#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::redis {

// A node of a cluster as Redis names it.
struct NodeAddress {
    std::string host;  // empty: the host of whoever said so
    std::uint16_t port = 0;
    friend bool operator==(NodeAddress const&, NodeAddress const&) = default;
};

// What a cluster node says of a slot that it does not serve.
struct Redirection {
    bool ask = false;  // for this one command only (ASK); else for good (MOVED)
    std::uint16_t slot = 0;
    NodeAddress node;
};

// Reads "MOVED 3999 127.0.0.1:6381" and "ASK ...". None for anything else.
[[nodiscard]] std::optional<Redirection> read_redirection(std::string_view error);

}  // namespace signalbox::redis
