#include "server/decision_reply.hpp"

#include "server/endpoints.hpp"

namespace signalbox::server {

Error records_off() {
    return {
        Errc::not_found,
        "no routing records are kept here: set records.enabled to true (or SIGNALBOX_RECORDS to on) and restart; when "
        "it is, the log says at the start why the file cannot be had",
        "records",
        {}};
}

Task<Result<RecordPage>> find_decisions(Services& services, RecordQuery query) {
    auto const reply = std::make_shared<DecisionReply<RecordPage>>(services.loop);
    services.shared.decisions->find(std::move(query), handed_over(reply));
    co_await reply->arrived.wait();
    co_return std::move(*reply->result);
}

}  // namespace signalbox::server
