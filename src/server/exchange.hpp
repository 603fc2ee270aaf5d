#pragma once

#include "core/spare_text.hpp"
#include "server/detached_runs.hpp"
#include "server/http_date.hpp"
#include "server/key_hash.hpp"
#include "server/key_table.hpp"
#include "server/model_views.hpp"
#include "server/outbound.hpp"
#include "server/request_ids.hpp"
#include "server/response_head.hpp"
#include "server/run_facts.hpp"
#include "server/run_ticket.hpp"
#include "server/server.hpp"
#include "wire/http_head.hpp"
#include "wire/json_document.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::telemetry {
struct RouteMetrics;
}

namespace signalbox::server {

// What connections that start or read detached runs are counted as.
inline constexpr std::string_view reading_route = "/api/stream/orchestration?id=";

// What the sessions of one loop share.
struct Services {
    net::Loop& loop;
    ChainOrchestrator& orchestrator;
    ServerShared& shared;
    std::vector<telemetry::RouteMetrics*> routes{};  // as endpoints(), then for what matches none, then reading_route
    std::uint16_t port = 0;                          // the bound one
    wire::JsonReader json{};
    SpareText spare{};  // for what streams are about to send
    RequestIds ids{};
    HttpDate date{};
    std::shared_ptr<KeyTable const> keys{};  // null: none are configured, and nobody is asked for one
    KeyHasher hasher{};
    ModelViews views{};
    DetachedRuns detached{*this};

    // The models as the owner of a key sees them, or all of them without one. Lives until the loop reloads.
    [[nodiscard]] std::shared_ptr<Snapshot const> const& snapshot_for(SharedKey const& key) {
        auto const& all = orchestrator.snapshot();
        return key == nullptr ? all : views.of(all, key->key.models);
    }
};

// One request and its answer, as an endpoint sees it. Lives in the session's frame.
struct Exchange {
    Services& services;
    Outbound& out;
    Cancellation& cancellation;  // requested when the client leaves or the server must stop
    wire::RequestHead const& head;
    std::string_view body;  // whole; lives as long as the exchange
    std::string request_id;
    TimePoint began;
    Surface surface = Surface::openai;  // of its path
    bool keep_alive = true;             // the connection goes on after this answer
    bool broken = false;                // an exception ended the run
    RunFacts facts{};
    RunTicket* ticket = nullptr;  // of a request that may run: a run that outlives it takes it along
    SharedKey key{};              // whose request it is; null: nobody's

    [[nodiscard]] ServerOptions const& options() const { return services.shared.options; }
    // The models as this caller sees them.
    [[nodiscard]] std::shared_ptr<Snapshot const> const& snapshot() const { return services.snapshot_for(key); }
    // Empty: nobody's in particular.
    [[nodiscard]] std::string_view tenant() const { return key == nullptr ? std::string_view{} : key->key.tenant; }
};

// The head of this exchange's answer. Views live until the date changes.
[[nodiscard]] HeadParts head_parts(Exchange& exchange);

}  // namespace signalbox::server
