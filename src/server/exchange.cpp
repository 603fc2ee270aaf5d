#include "server/exchange.hpp"

#include <ctime>

namespace signalbox::server {

HeadParts head_parts(Exchange& exchange) {
    return {.request_id = exchange.request_id,
            .date = exchange.services.date.at(std::time(nullptr)),
            .surface = exchange.surface,
            .keep_alive = exchange.keep_alive,
            .http_1_0 = exchange.head.http_1_0,
            .account = exchange.key ? exchange.key->account.get() : nullptr,
            .now = exchange.services.loop.now()};
}

}  // namespace signalbox::server
