#include "server/run_facts.hpp"

namespace signalbox::server {

void RunFacts::observe(Event const& event) {
    std::visit(Overloaded{
                   [&](event::Received const&) { ran = true; },
                   [&](event::Analyzed const& e) { input = e.analysis.input_tokens; },
                   [](event::Routing const&) {},
                   [&](event::Routed const& e) {
                       model = e.plan.primary;
                       route = e.direct ? "direct" : e.cache_hit ? "cache" : "fresh";
                   },
                   [&](event::Started const& e) {
                       model = e.model;
                       ++attempts;
                   },
                   [&](event::Arrived const& e) {  // in a race it need not be the latest that was started
                       if (e.attempt == shown) return;
                       shown = e.attempt;
                       if (!e.model.empty()) model = e.model;
                   },
                   [](event::Answered const&) {},
                   [](event::Validating const&) {},
                   [](event::Validated const&) {},
                   [](event::Rejected const&) {},
                   [](event::CallFailed const&) {},
                   [](event::Retrying const&) {},
                   [](event::Committed const&) {},
                   [](event::MemberEnded const&) {},
                   [&](event::Completed const& e) {
                       model = e.result.model;
                       cost = e.result.cost;
                   },
                   [&](event::Failed const& e) {
                       error = e.error.code;
                       cost = e.cost;
                   },
               },
               event);
}

}  // namespace signalbox::server
