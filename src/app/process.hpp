#pragma once

#include "core/error.hpp"

#include <cstdint>
#include <string>

namespace signalbox::app {

// What the process does to itself before it serves: keys in its memory must not reach core dumps
// or debuggers, it never gains privileges, a client that left is an error code and not a signal,
// and it may open as many descriptors as it is allowed to.
void harden_process();

// Whether a listener could be opened there. Our own listeners share their port between loops, and
// so would those of a second instance: it must find out before it takes clients from the first.
// Errors: invalid_value, naming the port.
[[nodiscard]] Result<void> check_port_is_free(std::string const& address, std::uint16_t port);

}  // namespace signalbox::app
