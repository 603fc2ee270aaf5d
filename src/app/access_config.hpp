#pragma once

#include "app/file_mark.hpp"
#include "server/api_key.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::app {

// Who may use the server.
struct AccessConfig {
    std::string keys_file;                  // what `signalbox keys` writes; empty: none
    bool open_to_loopback = false;          // clients on this machine need no key
    std::vector<server::ApiKey> keys;       // of the configuration itself
    std::vector<server::ApiKey> file_keys;  // of the file, as it was read last
    FileMark file_mark;                     // of it, from just before

    // Requests need a key.
    [[nodiscard]] bool guarded() const { return !keys_file.empty() || !keys.empty(); }
    [[nodiscard]] bool has_keys() const { return !keys.empty() || !file_keys.empty(); }
    // Those of both.
    [[nodiscard]] std::vector<server::ApiKey> all_keys() const {
        auto all = keys;
        all.insert(all.end(), file_keys.begin(), file_keys.end());
        return all;
    }
};

}  // namespace signalbox::app
