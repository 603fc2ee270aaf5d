#pragma once

#include "app/config_reader.hpp"
#include "app/environment.hpp"
#include "core/time.hpp"

#include <chrono>
#include <string>

namespace signalbox::app {

// Whether remembered routes outlive the process; part of the `cache:` section of the configuration.
struct KeepRoutesOptions {
    bool persist = false;  // a restart forgets them
    std::string file;      // empty: nowhere is a place for it
    Duration every = std::chrono::minutes{5};
    friend bool operator==(KeepRoutesOptions const&, KeepRoutesOptions const&) = default;
};

// Reads them from that section. Without a file of its own, they are kept as records are (record_options).
[[nodiscard]] KeepRoutesOptions keep_routes_options(Reader const& cache, std::string const& neighbour,
                                                    Environment const& environment);

}  // namespace signalbox::app
