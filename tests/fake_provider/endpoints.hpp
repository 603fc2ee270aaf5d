#pragma once

#include "behaviours.hpp"
#include "http_reader.hpp"
#include "journal.hpp"
#include "openrouter_list.hpp"
#include "options.hpp"
#include "script.hpp"

#include <memory>
#include <string>
#include <unordered_map>

namespace fake {

// What a connection plays, and under which number the journal follows it (0: not at all).
struct Reply {
    std::shared_ptr<Script const> script;
    std::uint64_t number = 0;
};

// Maps requests to scripts. Equal chat requests share one script: a load test costs a look-up.
class Endpoints {
public:
    explicit Endpoints(Options const& options) : options_{options} {}

    [[nodiscard]] Reply answer(HttpRequest const& request, std::uint64_t connection);
    [[nodiscard]] Journal& journal() { return journal_; }

private:
    [[nodiscard]] std::shared_ptr<Script const> chat(std::string_view body, Api api);
    [[nodiscard]] Reply embeddings(HttpRequest const& request, std::uint64_t connection);
    [[nodiscard]] Reply other(HttpRequest const& request);
    [[nodiscard]] Reply openrouter_list(HttpRequest const& request, std::uint64_t connection);

    static constexpr std::size_t max_scripts = 256;  // made ahead; beyond it all are forgotten

    Options const& options_;
    Memory memory_;
    Journal journal_;
    OpenRouterList list_;
    std::unordered_map<std::string, std::shared_ptr<Script const>> scripts_;  // by API and request body
};

}  // namespace fake
