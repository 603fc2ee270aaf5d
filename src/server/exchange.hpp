#pragma once

#include "core/spare_text.hpp"
#include "server/detached_runs.hpp"
#include "server/http_date.hpp"
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

// What the sessions of one loop share.
struct Services {
    net::Loop& loop;
    ChainOrchestrator& orchestrator;
    ServerShared& shared;
    std::vector<telemetry::RouteMetrics*> routes{};  // as endpoints(), and one more for what matches none
    std::uint16_t port = 0;                          // the bound one
    wire::JsonReader json{};
    SpareText spare{};  // for what streams are about to send
    RequestIds ids{};
    HttpDate date{};
    DetachedRuns detached{*this};
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
    std::string_view tenant{};    // whose request it is; empty: nobody in particular

    [[nodiscard]] ServerOptions const& options() const { return services.shared.options; }
};

// The head of this exchange's answer. Views live until the date changes.
[[nodiscard]] HeadParts head_parts(Exchange& exchange);

}  // namespace signalbox::server
